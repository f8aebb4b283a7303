"""A ledger as a workbook to keep and to print: one sheet, the heads in sight, a filter on each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from openpyxl import Workbook

from tonghu.entry.cell import harmless
from tonghu.entry.packing import packed
from tonghu.entry.sheet_name import sheet_name
from tonghu.ledger.model import Cell, Column, Ledger
from tonghu.ledger.table import Table
from tonghu.report import ledger_words as words
from tonghu.report.ledger_style import Paper, Style


def ledger_xlsx(table: Table, meanings: Mapping[str, str]) -> bytes:
    """The whole workbook, written row by row; how it looks comes first, and then stands."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_name(table.ledger.title))
    notes = [words.title(table), *words.notes(table)]
    heads = list(_heads(table))
    told = list(words.legend(table, meanings))
    if not table.rows:
        told = [words.NOBODY, *told]
    first = len(notes) + 1
    last = len(notes) + len(heads) + len(table.rows)
    style = Style(sheet, table, heads)
    style.page(Paper(first, len(heads), last, last + len(told)), notes[0])
    _around(style, notes, 1, has_title=True)
    for number, head in enumerate(heads, first):
        style.head_height(number, head)
        sheet.append([style.head(_lines(text)) for text in head])
    _merge(style, heads, first)
    for at, row in enumerate(table.rows):
        style.row_height(first + len(heads) + at, row)
        sheet.append([style.cell(_value(cell), at) for cell in row])
    _around(style, told, last + 1, has_title=False)
    return packed(book, table.on)


def _around(style: Style, texts: Sequence[str], first: int, *, has_title: bool) -> None:
    """Lines of text above or below the table."""
    for number, text in enumerate(texts, first):
        is_title = has_title and number == first
        before = style.across(number, text, is_title=is_title)
        style.sheet.append([*([None] * before), style.note(harmless(text), is_title=is_title)])


def _lines(text: str) -> str:
    return "\n".join(harmless(line) for line in text.split("\n"))


def _value(cell: Cell) -> Cell:
    return harmless(cell) if isinstance(cell, str) else cell


def _heads(table: Table) -> Iterator[tuple[str, ...]]:
    """The rows of headings: what several columns have in common, their names, their numbers."""
    columns, ledger = table.ledger.columns, table.ledger
    more = (words.PLACE,) if ledger.per else ()
    if any(column.under for column in columns):
        yield (*more, *(column.under or _head(column, ledger) for column in columns))
    yield (*more, *(_head(column, ledger) for column in columns))
    if ledger.per:
        yield (*("" for _ in more), *(str(column.number) for column in columns))


def _head(column: Column, ledger: Ledger) -> str:
    """The name of a column; that the form does not show it stands below."""
    return f"{column.title}\n{ledger.terms.inferred}" if column.inferred else column.title


def _merge(style: Style, heads: Sequence[tuple[str, ...]], first: int) -> None:
    """Headings in common go across; a column without one has its name over both rows."""
    if not style.table.ledger.per or len(heads) < 3:  # noqa: PLR2004 - common, names, numbers
        return
    column = 1
    for text, group in groupby(heads[0]):
        width = len(list(group))
        if width > 1:
            style.merge(first, column, first, column + width - 1)
        elif heads[1][column - 1] == text:
            style.merge(first, column, first + 1, column)
        column += width
