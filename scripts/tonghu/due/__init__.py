"""(record, duties, on) → what is owed, to whom, by whom and why."""
