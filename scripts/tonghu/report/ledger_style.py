"""How a ledger's sheet looks: widths, heights and lines, the paper, and what stays in sight."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break, ColBreak
from openpyxl.worksheet.properties import PageSetupProperties

from tonghu.entry.sheet_style import A4, AS_TYPED, FACE, HEAD, LINE, ROOM, SIZE, THIN, TITLE_SIZE
from tonghu.entry.width import width, wrapped
from tonghu.ledger.cells import ID
from tonghu.ledger.model import Cell
from tonghu.ledger.table import Table
from tonghu.report.ledger_pages import Pages

NARROW, WIDE, NUMBER, FIRST = 7, 22, 6, 13
"""The columns of text at least and at most; those of numbers; the places of a summary."""
STRONG = Side("medium", "FF333333")
TOP_LEVELS = (0, 1)
"""The levels of a summary that are sums of others."""


class Paper(NamedTuple):
    """The first row of the heads, how many they are, the last rows of table and sheet."""

    first: int
    heads: int
    table: int
    sheet: int


class Look(NamedTuple):
    """What makes cells look alike."""

    part: str
    is_sum: bool = False
    is_text: bool = False


class Style:
    """The look of one sheet that is written row by row."""

    def __init__(self, sheet: Any, table: Table, heads: Sequence[tuple[str, ...]]) -> None:
        self.sheet = sheet
        self.table = table
        self.heads = heads
        self.sizes = self._sizes()
        self.pages = Pages(self.sizes, self._fixed(), self._joined())
        self._made: dict[Look, Any] = {}

    def _sizes(self) -> list[int]:
        if self.table.ledger.per:
            return [FIRST, *(NUMBER for _ in self.table.ledger.columns)]
        sizes = [min(WIDE, max(NARROW, _broken(head) + 2)) for head in self.heads[-1]]
        for row in self.table.rows:
            for at, cell in enumerate(row):
                if sizes[at] < WIDE and (need := _wide(str(cell))) > sizes[at]:
                    sizes[at] = min(WIDE, need)
        return sizes

    def _widths(self) -> None:
        for number, size in enumerate(self.sizes, 1):
            self.sheet.column_dimensions[get_column_letter(number)].width = size

    def across(self, number: int, text: str, *, is_title: bool) -> int:
        """A line of text over columns that one page shows whole; how many stand before them."""
        first, last = self.pages.text()
        if last > first:
            self.merge(number, first, number, last)
        lines = len(wrapped(text, max(20, sum(self.sizes[first - 1 : last]) - 4)))
        self.sheet.row_dimensions[number].height = 26.0 if is_title else lines * LINE + ROOM / 2
        return first - 1

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Several cells become one."""
        cells = f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"
        self.sheet.merged_cells.add(cells)

    def note(self, text: str, *, is_title: bool) -> Any:
        """A line of text above or below the table."""
        return self._look(text, Look("title" if is_title else "note"))

    def head(self, text: str) -> Any:
        """The heading of a column."""
        return self._look(text, Look("head"))

    def cell(self, value: Cell, row: int) -> Any:
        """A cell of the table; sums of a summary stand out."""
        levels = self.table.levels
        is_sum = bool(levels) and levels[row] in TOP_LEVELS
        return self._look(value, Look("cell", is_sum, isinstance(value, str)))

    def _look(self, value: Cell, look: Look) -> Any:
        """A cell that looks so; each look is made once, for making one is slow."""
        cell: Any = WriteOnlyCell(self.sheet, value)
        if look in self._made:
            cell._style = self._made[look]
            return cell
        _dress(cell, look)
        self._made[look] = cell._style
        return cell

    def head_height(self, number: int, head: tuple[str, ...]) -> None:
        """A row of headings is as high as its longest; one in common goes across."""
        common = head is not self.heads[-1] and head is self.heads[0] and len(self.heads) > 1
        self._height(number, ("",) * len(head) if common else head)

    def row_height(self, number: int, row: Sequence[Cell]) -> None:
        """A row is as high as its longest cell."""
        self._height(number, row)

    def _height(self, number: int, row: Sequence[Cell]) -> None:
        pairs = zip(row, self.sizes, strict=True)
        lines = max(_lines(str(cell), size - 1) for cell, size in pairs)
        self.sheet.row_dimensions[number].height = lines * LINE + ROOM

    def page(self, paper: Paper, title: str) -> None:
        """A4 across, the heads and whose row it is on every page, page numbers below."""
        self._widths()
        sheet, last = self.sheet, get_column_letter(len(self.sizes))
        head = paper.first + paper.heads - 1
        fixed = self._fixed()
        sheet.freeze_panes = f"{get_column_letter(fixed + 1)}{head + 1}"
        if paper.table > head:
            sheet.auto_filter.ref = f"A{head}:{last}{paper.table}"
        sheet.print_area = f"A1:{last}{paper.sheet}"
        sheet.print_title_rows = f"{paper.first}:{head}"
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
        self._across_pages()
        self._margins()
        parts = ("left", title.replace("&", "&&")), ("center", "第 &P 页，共 &N 页")
        for side, text in (*parts, ("right", f"按 {self.table.on} 的记录")):
            getattr(sheet.oddFooter, side).text = text

    def _across_pages(self) -> None:
        """As many pages as are needed; with headings in common each ends where one of them does.

        A heading that is cut by the end of a page is drawn beyond it.
        """
        sheet, lasts = self.sheet, self.pages.lasts
        if len(lasts) > 1:
            sheet.print_title_cols = f"A:{get_column_letter(self.pages.fixed)}"
        if len(lasts) > 1 and self.table.ledger.per:
            sheet.page_setup.scale = self.pages.scale()
            sheet.col_breaks = ColBreak(brk=[Break(id=last) for last in lasts[:-1]])
            return
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = len(lasts), 0

    def _joined(self) -> list[int]:
        """The last column of each heading, one in common being one."""
        if not self.table.ledger.per or self.heads[0] is self.heads[-2]:
            return list(range(1, len(self.sizes) + 1))
        ends = zip(self.heads[0], [*self.heads[0][1:], ""], strict=True)
        return [at for at, (own, following) in enumerate(ends, 1) if own != following]

    def _margins(self) -> None:
        margins = self.sheet.page_margins
        margins.left = margins.right = 0.4
        margins.top, margins.bottom, margins.header, margins.footer = 0.5, 0.6, 0.25, 0.3

    def _fixed(self) -> int:
        """The columns up to whose row it is stay in sight."""
        if self.table.ledger.per:
            return 1
        names = [column.of.name if column.of else "" for column in self.table.ledger.columns]
        return names.index(ID) + 1 if ID in names else 1


def _dress(cell: Any, look: Look) -> None:
    bold = look.is_sum or look.part in ("title", "head")
    cell.font = Font(FACE, TITLE_SIZE if look.part == "title" else SIZE, bold=bold)
    if look.part in ("title", "note"):
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        return
    edge = STRONG if look.part == "head" else THIN
    cell.border = Border(THIN, THIN, edge, edge)
    cell.alignment = Alignment("center", "center", wrap_text=True)
    if bold:
        cell.fill = HEAD
    if look.is_text:
        cell.number_format = AS_TYPED


@lru_cache(65536)
def _wide(text: str) -> int:
    return width(text) + 2


@lru_cache(65536)
def _lines(text: str, size: int) -> int:
    return sum(len(wrapped(line, size)) for line in text.split("\n"))


def _broken(head: str) -> int:
    """How wide a heading is that may go over two lines."""
    return -(-width(head) // 2) if width(head) > NARROW else width(head)
