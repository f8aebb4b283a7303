"""What an earlier run has worked out, kept where Git never commits it, and asked for again."""
