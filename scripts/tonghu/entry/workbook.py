"""Writes lists as a workbook to print or to fill in: a sheet each, and the words to choose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tonghu.entry import sheet_layout as layout
from tonghu.entry import sheet_style as style
from tonghu.entry.cell import harmless
from tonghu.entry.form import Ask, Choice
from tonghu.entry.packing import packed
from tonghu.entry.sheet_layout import Row, Table
from tonghu.entry.sheet_name import sheet_name

RANGES = 200
"""Runs of cells in one rule; some programs read no more than a few hundred."""


def workbook(tables: Iterable[Table], on: str) -> bytes:
    """The bytes of a workbook with one sheet for each table."""
    book = Workbook()
    book.remove(book.worksheets[0])
    lists, looks = _Lists(), style.Looks()
    for table in tables:
        sheet = book.create_sheet(sheet_name(table.name, (*book.sheetnames, layout.LISTS)))
        _fill(sheet, table, lists, looks)
        style.page(sheet, table, on)
    lists.write(book.create_sheet(layout.LISTS))
    return packed(book, on)


class _Lists:
    """The lists of words to choose from, each once; they stand on a sheet of their own."""

    def __init__(self) -> None:
        self.columns: dict[tuple[str, ...], int] = {}

    def reference(self, words: tuple[str, ...]) -> str:
        """The cells that hold these words."""
        letter = get_column_letter(self.columns.setdefault(words, len(self.columns) + 1))
        return f"'{layout.LISTS}'!${letter}$1:${letter}${len(words)}"

    def write(self, sheet: Worksheet) -> None:
        """Put the words down where nobody stumbles over them."""
        for words, column in self.columns.items():
            for row, word in enumerate(words, 1):
                sheet.cell(row, column, harmless(word))
        sheet.sheet_state = "hidden"


def _fill(sheet: Worksheet, table: Table, lists: _Lists, looks: style.Looks) -> None:
    last = len(table.columns)
    for number, note in enumerate((table.title, *table.notes), 1):
        sheet.cell(number, 1, harmless(note))
        sheet.cell(number, last + 1, layout.hide({table.columns[0]: harmless(note)}, None))
        sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=last)
        style.note(sheet, number, table.columns, title=number == 1)
    head = len(table.notes) + 2
    for column, name in enumerate((*table.columns, layout.HIDDEN), 1):
        looks.heading(sheet.cell(head, column, name))
    for number, row in enumerate(table.rows, head + 1):
        _row(sheet, number, table, row, looks)
    if table.closing:
        end, text = head + len(table.rows) + 1, harmless(table.closing)
        sheet.cell(end, 1, text)
        sheet.cell(end, last + 1, layout.hide({table.columns[0]: text}, None))
    _choices(sheet, head + 1, table, lists)
    style.columns(sheet, table.columns, head)


def _row(sheet: Worksheet, number: int, table: Table, row: Row, looks: style.Looks) -> None:
    told = {name: _kept(text) or "" for name, text in row.told.items()}
    for column, name in enumerate(table.columns, 1):
        cell = sheet.cell(number, column)
        value = told.get(name, row.filled.get(name))
        cell.value = _kept(value) if isinstance(value, str) else value
        looks.give(cell, name, row)
    sent = told if row.sent is None else row.sent
    sheet.cell(number, len(table.columns) + 1, layout.hide(sent, row.behind))
    style.height(sheet, number, table.columns, row)


def _kept(text: str) -> str | None:
    """Text that a spreadsheet only shows, its lines kept; nothing where it is empty."""
    return "\n".join(harmless(line) for line in text.split("\n")) or None


def _choices(sheet: Worksheet, first: int, table: Table, lists: _Lists) -> None:
    """Lists to choose from, and what to write where there is none."""
    listed: dict[tuple[str, tuple[Choice, ...]], list[int]] = {}
    asked: dict[Ask, list[int]] = {}
    for number, row in enumerate(table.rows, first):
        for name, choices in _offered(row).items():
            if choices:
                listed.setdefault((name, choices), []).append(number)
            elif row.ask:
                asked.setdefault(row.ask, []).append(number)
    for (name, choices), numbers in listed.items():
        words = lists.reference(tuple(choice.shown for choice in choices))
        _validate(sheet, _letter(table, name), numbers, f"{name}只能从列表里选。", words)
    for ask, numbers in asked.items():
        _validate(sheet, _letter(table, layout.RESULT), numbers, f"填{ask.hint()}。")


def _offered(row: Row) -> dict[str, tuple[Choice, ...]]:
    """For each column that may be filled in, what one may choose there."""
    found: dict[str, tuple[Choice, ...]] = {}
    if row.form and row.form.methods:
        found[layout.HOW] = row.form.methods
    if row.form and row.form.saw:
        found[layout.SAW] = (Choice(layout.YES, True), Choice(layout.NO, False))
    if row.ask:
        found[layout.RESULT] = row.ask.choices
    return found


def _letter(table: Table, name: str) -> str:
    return get_column_letter(table.columns.index(name) + 1)


def _validate(
    sheet: Worksheet, letter: str, numbers: Sequence[int], told: str, words: str | None = None
) -> None:
    """Some cells of a column take only words of a list, or else say what to write."""
    ranges = [f"{letter}{first}:{letter}{last}" for first, last in _runs(numbers)]
    for start in range(0, len(ranges), RANGES):
        validation = DataValidation("list" if words else None, words, allow_blank=True)
        validation.showErrorMessage, validation.showInputMessage = bool(words), not words
        validation.error = validation.prompt = told
        validation.sqref = MultiCellRange(" ".join(ranges[start : start + RANGES]))
        sheet.add_data_validation(validation)


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Rising numbers as runs without a gap."""
    first = last = numbers[0]
    for number in numbers[1:]:
        if number > last + 1:
            yield first, last
            first = number
        last = number
    yield first, last
