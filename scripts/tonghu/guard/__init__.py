"""The leak guard: what must not go out, wherever it stands, told without repeating it."""
