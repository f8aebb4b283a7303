"""tonghu 童护: case files, duties as handbook pages, and the month's due list."""
