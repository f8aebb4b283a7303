"""How a list looks as a sheet: widths, heights and lines for reading and for a pen, A4 across."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from copy import copy
from functools import lru_cache
from typing import Any, cast

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from tonghu.entry import sheet_layout as layout
from tonghu.entry.sheet_layout import Row, Table
from tonghu.entry.width import wrapped

A4 = 9
FACE, SIZE, TITLE_SIZE = "宋体", 10, 15
LINE, ROOM, FOR_A_PEN = 15.0, 5.0, 24.0
WIDTHS = {
    layout.VILLAGE: 12, layout.HOUSEHOLD: 7, layout.SUBJECT: 10, layout.TASK: 42, layout.CITES: 13,
    layout.DUE: 12, layout.STATE: 14, layout.WHO: 9, layout.DONE: 12, layout.HOW: 10,
    layout.SAW: 10, layout.RESULT: 12, layout.ERROR: 30,
}  # fmt: skip
THIN, STRONG = Side("thin", "FF999999"), Side("medium", "FF333333")
HEAD, CLOSED = PatternFill("solid", "FFE7EEF5"), PatternFill("solid", "FFE4E4E4")
RED = "FFC00000"
AS_TYPED = "@"
"""No program makes a date or a number of what somebody writes."""


def note(sheet: Worksheet, number: int, columns: tuple[str, ...], *, title: bool) -> None:
    """A line across the sheet above the table."""
    cell = sheet.cell(number, 1)
    cell.font = Font(FACE, TITLE_SIZE if title else SIZE, bold=title)
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    lines = len(wrapped(str(cell.value), sum(WIDTHS[name] for name in columns) - 4))
    sheet.row_dimensions[number].height = 26.0 if title else lines * LINE + ROOM / 2


def _heading(cell: Cell | MergedCell) -> None:
    cell.font = Font(FACE, SIZE, bold=True)
    cell.fill = HEAD
    cell.border = Border(THIN, THIN, STRONG, STRONG)
    cell.alignment = Alignment("center", "center", wrap_text=True)


class Looks:
    """How the cells of one workbook look; each look is made once, for making one is slow."""

    def __init__(self) -> None:
        self._made: dict[Hashable, Cell | MergedCell] = {}

    def heading(self, place: Cell | MergedCell) -> None:
        """The name of a column gets its look."""
        self._once("", place, _heading)

    def give(self, place: Cell | MergedCell, name: str, row: Row) -> None:
        """One cell of the table gets its look; what this row cannot take is grey."""
        key = (name, row.first, name in _closed(row))
        self._once(key, place, lambda new: _dress(new, name, row))

    def _once(
        self, key: Hashable, place: Cell | MergedCell, dress: Callable[[Cell | MergedCell], None]
    ) -> None:
        if key in self._made:
            cast("Any", place)._style = copy(cast("Any", self._made[key])._style)
        else:
            self._made[key] = place
            dress(place)


def _dress(place: Cell | MergedCell, name: str, row: Row) -> None:
    marked = name in (layout.SUBJECT, layout.STATE, layout.ERROR)
    place.font = Font(FACE, SIZE, bold=marked, color=RED if name == layout.ERROR else None)
    place.border = Border(THIN, THIN, STRONG if row.first else THIN, THIN)
    left = name in (layout.TASK, layout.ERROR)
    place.alignment = Alignment("left" if left else "center", "center", wrap_text=True)
    place.number_format = AS_TYPED
    if name in _closed(row):
        place.fill = CLOSED


def _closed(row: Row) -> set[str]:
    if row.form is None:
        return set(layout.FILLED)
    takes = {layout.HOW: row.form.methods, layout.SAW: row.form.saw, layout.RESULT: row.ask}
    return {name for name, taken in takes.items() if not taken}


def height(sheet: Worksheet, number: int, columns: tuple[str, ...], row: Row) -> None:
    """High enough for the longest cell, and for handwriting."""
    texts = {name: row.told.get(name, "") or str(row.filled.get(name, "")) for name in columns}
    lines = max(_lines(text, WIDTHS[name] - 2) for name, text in texts.items())
    sheet.row_dimensions[number].height = max(FOR_A_PEN, lines * LINE + ROOM)


@lru_cache(4096)
def _lines(text: str, width: int) -> int:
    return sum(len(wrapped(part, width)) for part in text.split("\n"))


def columns(sheet: Worksheet, names: tuple[str, ...], head: int) -> None:
    """The widths, the head that stays in sight, and the hidden column."""
    sheet.row_dimensions[head].height = 2 * LINE + ROOM
    for number, name in enumerate(names, 1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS[name]
    sheet.column_dimensions[get_column_letter(len(names) + 1)].hidden = True
    fixed = names.index(layout.SUBJECT) + 2
    sheet.freeze_panes = f"{get_column_letter(fixed)}{head + 1}"


def page(sheet: Worksheet, table: Table, on: str) -> None:
    """A4 across, as wide as the paper, the head on every page, page numbers below."""
    head = len(table.notes) + 2
    end = head + len(table.rows) + bool(table.closing)
    sheet.print_area = f"A1:{get_column_letter(len(table.columns))}{end}"
    sheet.print_title_rows = f"{head}:{head}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.header, margins.footer = 0.5, 0.6, 0.25, 0.3
    parts = ("left", table.title.replace("&", "&&")), ("center", "第 &P 页，共 &N 页")
    for side, text in (*parts, ("right", f"按 {on} 的记录")):
        getattr(sheet.oddFooter, side).text = text
