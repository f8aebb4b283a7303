"""A repository of records: its subjects, their timelines, and where they lie."""
