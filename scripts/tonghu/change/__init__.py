"""What a change of records or definitions alters in what is owed, now and in the months to come."""
