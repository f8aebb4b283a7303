"""What ends before it begins, and what is recorded before it begins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

DAY, START, END = "date", "from", "until"
STARTS = (DAY, START)


def ends_early(data: Mapping[str, Any], start: str, end: str) -> bool:
    """Whether both days are there and the last lies before the first."""
    return start in data and end in data and bool(data[end] < data[start])


def event_ends_early(event: Mapping[str, Any]) -> bool:
    """Whether the last day of an event lies before its own day or before its first."""
    return END in event and any(ends_early(event, start, END) for start in STARTS)


def event_starts_late(event: Mapping[str, Any]) -> bool:
    """Whether the first day of an event lies after its own day, from which it counts (A26)."""
    return ends_early(event, START, DAY)
