"""The cells, rows and sheets of a list that came back, as they stand in the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tonghu.entry import sheet_layout as layout
from tonghu.entry.cell import bare, written


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell; `formula` where it is worked out instead of written."""

    value: Any = None
    formula: bool = False

    def text(self) -> str:
        """The cell as text, without the apostrophe that kept it harmless."""
        return bare(written(self.value))


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class Read:
    """A row of a list: which sheet and line, its cells by column, and the month of the list.

    `beside` says that something stands outside the columns, `merged` that a cell which counts is
    shared with a neighbour, `shared` that such a cell is filled in, and `above` that the row
    stands over the head.
    """

    sheet: str
    number: int
    cells: Mapping[str, Cell]
    month: str = ""
    beside: bool = False
    merged: bool = False
    shared: bool = False
    above: bool = False

    def cell(self, name: str) -> Cell:
        """A cell, an empty one where there is no such column."""
        return self.cells.get(name, EMPTY)

    def hidden(self) -> str:
        """The text of the hidden cell, empty where it holds none."""
        value = self.cell(layout.HIDDEN).value
        return value if isinstance(value, str) else ""

    def filled(self) -> bool:
        """Whether somebody wrote something in it."""
        return self.shared or any(self.cell(name).text() for name in layout.FILLED)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list as it came back: what stands above it, its columns, its rows.

    `wrong` says why no row of it can be read; `foreign` that it never was a list.
    """

    name: str
    title: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[Read, ...] = ()
    wrong: str = ""
    foreign: bool = False
