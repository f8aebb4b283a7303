"""The rows of a list that could not be recorded, given back with the reason beside each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tonghu.entry import sheet_layout as layout
from tonghu.entry.cell import bare, day
from tonghu.entry.form import Forms
from tonghu.entry.sheet import Refused
from tonghu.entry.sheet_cells import Read, Sheet
from tonghu.entry.sheet_layout import Row, Table, behind, shown
from tonghu.entry.sheet_reading import sheets
from tonghu.entry.sheet_row import fits
from tonghu.entry.workbook import workbook

NOTE = (
    "这几行没有记上，原因写在最后一格；别的行已经记好。"
    "改好以后把这张表交回来，再用 tonghu add 读入。"
)
WHOLE = "这一整张表没有读，原因写在最后一格。请改好你原来的那一张，再用 tonghu add 读入。"


def back(content: bytes, refused: Iterable[Refused], forms: Forms, on: str) -> bytes:
    """A workbook of the refused rows of a list, to be mended and read again."""
    reasons = {(each.sheet, each.number): each.reason for each in refused}
    found = sheets(content)
    return workbook(_tables(found, reasons, forms) if not isinstance(found, str) else (), on)


def _tables(
    found: list[Sheet], reasons: dict[tuple[str, int], str], forms: Forms
) -> Iterator[Table]:
    for sheet in found:
        if sheet.wrong:
            row = Row({}, None, None, None, True, {layout.ERROR: sheet.wrong})
            title = sheet.title or sheet.name
            yield Table(sheet.name, title, (WHOLE,), (*layout.TOLD, layout.ERROR), (row,))
        told = {row.number: reasons.get((row.sheet, row.number)) for row in sheet.rows}
        columns = tuple(name for name in sheet.columns if name in layout.KNOWN)
        kept = [_row(row, told[row.number] or "", forms) for row in sheet.rows if told[row.number]]
        if kept:
            names = (*columns, layout.ERROR)
            yield Table(sheet.name, sheet.title, (NOTE,), names, tuple(kept))


def _row(row: Read, reason: str, forms: Forms) -> Row:
    kept = behind(row.hidden())
    kept = kept if kept and fits(kept, forms) else None
    form = forms.form(kept.kind, kept.event) if kept else None
    ask = form.ask(kept.known, kept.narrowed) if kept and form else None
    told = {name: _lines(row.cell(name).value) for name in layout.TOLD}
    filled: dict[str, Any] = {
        name: _as_written(row.cell(name).value) for name in (layout.WHO, *layout.FILLED)
    }
    sent = shown(row.hidden()) or {}
    return Row(told, kept, form, ask, True, {**filled, layout.ERROR: reason}, sent)


def _lines(value: Any) -> str:
    """A cell that only tells something, its lines kept."""
    return "\n".join(map(bare, str("" if value is None else value).split("\n")))


def _as_written(value: Any) -> Any:
    """What somebody wrote, so that it can be mended."""
    if isinstance(value, bool):
        return layout.YES if value else layout.NO
    return day(value) or value
