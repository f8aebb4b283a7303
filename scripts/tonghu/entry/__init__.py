"""What people write down: new files and events, and lists that come back filled in."""
