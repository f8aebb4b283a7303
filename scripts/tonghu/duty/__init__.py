"""A handbook page → the duties it defines, each for the days it is in force."""
