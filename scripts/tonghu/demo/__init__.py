"""The invented county: a seeded generator that interprets a story and drives the engine."""
