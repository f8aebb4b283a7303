"""Benchmarks: how fast and how lean the tool is, against what anyone can measure beside it."""
