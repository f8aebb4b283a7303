"""The due list as one flat table: a row for each obligation, for a spreadsheet or a program."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from tonghu.due.flag import Flag
from tonghu.entry.cell import harmless
from tonghu.record.subject import CHILD
from tonghu.report import words
from tonghu.report.listing import Judged, Listing, Page
from tonghu.report.words import Names

BOM = "\ufeff"
HEAD = (
    "由谁", "角色", "乡镇", "地点", "户", "编号", "要做的事", "依据", "性质", "开始", "期限",
    "状态", "从未走访", "完成日期", "迟", "职责",
)  # fmt: skip
YES = "是"


def due_csv(found: Listing, names: Names) -> Iterator[str]:
    """The table: files that could not be read, then the pages, what is done after what is owed."""
    yield BOM + _row(HEAD)
    for alert in found.pages[0].alerts if found.pages else ():
        yield _row(_flag(alert, words.ALERTS[alert.code]))
    for page in found.pages:
        for note in page.notes:
            yield _row(_flag(note, "注意"))
        yield from _page(page, names)


def _page(page: Page, names: Names) -> Iterator[str]:
    for entry in page.entries():
        for line in entry.lines:
            yield from (_row(_one(each, names)) for each in line.items())
        for note in entry.notes:
            yield _row(_flag(Flag(entry.subject, "", note), "注意"))
    yield from (_row(_one(each, names)) for each in page.past)


def _flag(flag: Flag, state: str) -> tuple[str, ...]:
    told = {"编号": flag.subject, "要做的事": flag.message, "状态": state}
    return tuple(told.get(column, "") for column in HEAD)


def _one(each: Judged, names: Names) -> tuple[str, ...]:
    item = each.item
    township = names.places.township(item.place)
    return (
        item.worker or "", item.role, names.own(township) if township else "",
        names.own(item.place) if item.place else "", item.household or "", item.subject,
        item.title, "、".join(item.cites), item.force, item.opens, item.due or "",
        words.STAGES[each.stage], YES if item.kind == CHILD and item.never else "",
        "、".join(found["date"] for found in item.evidence), YES if item.late else "", item.duty,
    )  # fmt: skip


def _row(cells: tuple[str, ...]) -> str:
    out = StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow([harmless(cell) for cell in cells])
    return out.getvalue()
