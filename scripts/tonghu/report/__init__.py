"""What people and programs read: problems and due lists in every format."""
