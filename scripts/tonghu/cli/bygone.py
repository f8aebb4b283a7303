"""What is said when a past is asked about in which there are children who were forgotten since."""

from __future__ import annotations

from pathlib import Path

from tonghu.cli.output import warn
from tonghu.period import iso
from tonghu.record.forgotten import forgotten, lying

THERE = (
    "注意：当时的档案里有已经遗忘的孩子 {there} 个。他们的记录还在 Git 的历史里，历史没有清除；"
    "清除的办法见 docs/guides/forgetting.md。这里的结果请不要留存。"
)
ABSENT = (
    "注意：那以后遗忘了 {absent} 个孩子，那个版本里没有他们："
    "当时还没有建档，或者历史已经清除，结果可能比当时的少。"
)
SINCE = "注意：{on} 以后遗忘了 {since} 个孩子，他们的记录已经删除，结果比当时的少。"


def of_revision(records: Path, then: Path) -> None:
    """Tell of children who are forgotten now and lie in a past revision, or would have."""
    known = {row.id for row in forgotten(then)}
    gone = [row.id for row in forgotten(records) if row.id not in known]
    there = sum(bool(lying(then, each)) for each in gone)
    if there:
        warn(THERE.format(there=there))
    if len(gone) > there:
        warn(ABSENT.format(absent=len(gone) - there))


def of_day(records: Path, on: int) -> None:
    """Tell of children who were forgotten after the day asked about."""
    since = sum(row.date > iso(on) for row in forgotten(records))
    if since:
        warn(SINCE.format(on=iso(on), since=since))
