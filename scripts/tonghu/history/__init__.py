"""What Git knows: past revisions, what changed since, and where a repository begins."""
