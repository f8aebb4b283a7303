"""From a timeline to what held from which day to which day."""
