"""A workbook that came back, as rows of cells; nothing in it is run or believed."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook

from tonghu.entry import sheet_layout as layout
from tonghu.entry.cell import bare, written

LARGEST = 20 * 1024 * 1024
UNPACKED = 300 * 1024 * 1024
ROWS, COLUMNS = 50_000, 20
HEAD_WITHIN = 200
TOO_LARGE = "表格太大，不像是发出去的清单；请只交回填好的那几张表。"
NO_WORKBOOK = "读不懂这个表格；请在电脑上打开它，另存为 .xlsx 再试一次。"
NO_LIST = "里面没有发出去的清单；请交回原来的表格，不要改动表头。"
MONTH = re.compile(r"(\d{4})年(\d{1,2})月")
FORMULA, WRONG = "f", "e"


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
    """A row of a list: which sheet and line, its cells by column, and the month of the list."""

    sheet: str
    number: int
    cells: Mapping[str, Cell]
    month: str = ""

    def cell(self, name: str) -> Cell:
        """A cell, an empty one where there is no such column."""
        return self.cells.get(name, EMPTY)

    def filled(self) -> bool:
        """Whether somebody wrote something in it."""
        return any(self.cell(name).text() for name in layout.FILLED)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list as it came back: what stands above it, its columns, its rows."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Read, ...]


def sheets(content: bytes) -> list[Sheet] | str:
    """The lists of a workbook, or a Chinese sentence that says why there are none."""
    if len(content) > LARGEST:
        return TOO_LARGE
    try:
        with ZipFile(BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > UNPACKED:
                return TOO_LARGE
        with warnings.catch_warnings(action="ignore"):
            found = list(_sheets(content))
    except Exception:  # whatever a broken file leads the library to
        return NO_WORKBOOK
    return found or NO_LIST


def _sheets(content: bytes) -> Iterator[Sheet]:
    book = load_workbook(BytesIO(content), read_only=True)
    for sheet in book.worksheets:
        rows = islice(sheet.iter_rows(max_col=COLUMNS), ROWS)
        lines = [[Cell(c.value, c.data_type in (FORMULA, WRONG)) for c in row] for row in rows]
        head = next((n for n, line in enumerate(lines[:HEAD_WITHIN]) if _is_head(line)), None)
        if head is not None:
            yield _sheet(sheet.title, lines, head)


def _is_head(line: list[Cell]) -> bool:
    return {*layout.TOLD, *layout.FILLED} <= {cell.text() for cell in line}


def _sheet(name: str, lines: list[list[Cell]], head: int) -> Sheet:
    names = [cell.text() for cell in lines[head]]
    title = lines[0][0].text() if head else name
    told = MONTH.match(title)
    month = f"{told[1]}-{int(told[2]):02}" if told else ""
    rows = tuple(
        Read(name, number, dict(zip(names, line, strict=False)), month)
        for number, line in enumerate(lines[head + 1 :], head + 2)
    )
    columns = tuple(column for column in names if column and column != layout.HIDDEN)
    return Sheet(name, title, columns, rows)
