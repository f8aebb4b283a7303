"""A part of what a change does: a heading, sentences, and perhaps a table, shown in part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

SHOWN = 20
"""So many rows of a table are shown to people; JSON has all."""

Cells = tuple[str, ...]


class Section(NamedTuple):
    """Sentences, then a table: its first row are the headings; `more` tells what is left out."""

    title: str
    lines: tuple[str, ...] = ()
    table: tuple[Cells, ...] = ()
    more: str = ""
    numbers: int = 0


def tabled(title: str, heads: Cells, rows: Sequence[Cells], unit: str, numbers: int = 0) -> Section:
    """A section with a table of as many rows as are shown; the last columns may be numbers."""
    left = len(rows) - SHOWN
    more = f"还有 {left} {unit}，用 --format json 看全部。" if left > 0 else ""
    return Section(title, (), (heads, *rows[:SHOWN]), more, numbers)


def signed(number: int) -> str:
    """A difference with its sign."""
    return f"{number:+d}" if number else "0"
