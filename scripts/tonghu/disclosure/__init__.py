"""What protects published counts, and the attacker who tries to undo it; knows nothing of files."""
