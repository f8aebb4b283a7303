"""What a change takes from the lists, or gives back, only because of files that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tonghu.change.model import GONE, HEAD, MONTHS, NEW, OPEN, OVERDUE, SUBJECTS, Report
from tonghu.report.diff_section import Section

TITLES = {
    GONE: "当心：下面 {} 件工作会从所有清单上消失，因为文件读不懂",
    NEW: "下面 {} 件工作回到清单上，因为文件又读得懂了",
}
LINES = {
    GONE: "不是谁要取消它们：照这样合并，谁也不会再被提醒。先运行 tonghu check，把这些文件改好。",
    NEW: "这些文件改好以前，清单上没有它们。",
}
HEADS = ("工作", "读不懂的文件", "逾期", "没有期限", "今后十二个月", "涉及几个")
COUNTS = (OVERDUE, OPEN, MONTHS, SUBJECTS)


def lost(found: Report) -> Iterator[dict[str, Any]]:
    """Each duty and the file: what is overdue, open and to come of it, for how many subjects."""
    for each, counts in sorted(found.outcome.lost.items()):
        yield {
            "change": GONE if each.cause.side == HEAD else NEW,
            "duty": each.duty,
            "title": found.titles.get(each.duty, each.duty),
            "file": each.cause.path,
            **{name: counts[name] for name in COUNTS},
        }


def lost_sections(found: Report) -> Iterator[Section]:
    """The same for people, the whole table however long it is: nothing is more pressing."""
    every = list(lost(found))
    for change, title in TITLES.items():
        rows = [
            (f"{each['title']}（{each['duty']}）", each["file"], *(str(each[n]) for n in COUNTS))
            for each in sorted(every, key=lambda each: (-each[SUBJECTS], each["duty"]))
            if each["change"] == change
        ]
        if rows:
            told = title.format(len(rows))
            yield Section(told, (LINES[change],), (HEADS, *rows), "", len(COUNTS))
