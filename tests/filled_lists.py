"""Lists as somebody filled them in: their rows by what they are for, and cells to write into."""

from io import BytesIO
from typing import Any, NamedTuple

from openpyxl import Workbook

from county_lists import workbook
from tonghu.entry import sheet_layout as layout
from tonghu.entry.sheet_layout import behind

VISIT, RATING = "village-visit", "assess-poor-monthly"
AGREEMENT, NOTICE = "care-agreement", "guardian-notice"
ILL, BABY = "M9S346B", "Q4F5V37"
DONE, HOW, SAW, RESULT, WHO = layout.DONE, layout.HOW, layout.SAW, layout.RESULT, layout.WHO
Filled = dict[tuple[str, str], dict[str, Any]]


class Line(NamedTuple):
    """A row of a list: what it is for, and its cells by column."""

    duty: str
    subject: str
    cells: dict[str, Any]

    def put(self, name: str, value: Any) -> None:
        self.cells[name].value = value

    def get(self, name: str) -> Any:
        return self.cells[name].value


def lines(book: Workbook) -> list[Line]:
    found = []
    for sheet in book.worksheets:
        names: list[str] = []
        for row in sheet.iter_rows():
            values = [str(cell.value) for cell in row]
            if layout.TASK in values:
                names = values
            elif names and (kept := behind(values[names.index(layout.HIDDEN)])):
                found.append(Line(kept.duty, kept.subject, dict(zip(names, row, strict=True))))
    return found


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def filled(content: bytes, what: Filled) -> bytes:
    book = workbook(content)
    for line in lines(book):
        for name, value in what.get((line.duty, line.subject), {}).items():
            line.put(name, value)
    return saved(book)
