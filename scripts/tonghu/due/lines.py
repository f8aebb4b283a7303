"""Which obligations a due list shows, and the flags beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tonghu import period
from tonghu.due.engine import Rules, flagged, obligations, view
from tonghu.due.item import Item, item
from tonghu.due.judge import Verdict
from tonghu.due.obligation import DUE, OVERDUE, SATISFIED, Opening
from tonghu.period import iso
from tonghu.record.subject import Subject

UNREADABLE = "unreadable"
VISITED = "visited"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: the day, windows that end on or after `since`, and whether all."""

    on: int
    since: int | None = None
    everything: bool = False

    def wants(self, opening: Opening, verdict: Verdict) -> bool:
        """Whether a judged window belongs on the list (A24, A31)."""
        if self.since is not None and verdict.due is not None and verdict.due < self.since:
            return False
        if self.everything or verdict.status in (DUE, OVERDUE):
            return True
        return verdict.status == SATISFIED and self._this_month(opening, verdict)

    @property
    def settled(self) -> int:
        """Windows that ended before this day are on the list only if they were not met."""
        if self.everything:
            return period.FIRST
        return period.calendar_window("month", self.on).first

    def _this_month(self, opening: Opening, verdict: Verdict) -> bool:
        done = verdict.evidence[-1].day if verdict.evidence else opening.opens
        return period.calendar_window("month", self.on).first <= done <= self.on


@dataclass(frozen=True, slots=True)
class Flag:
    """Something a reader of a list should know about a subject, in one Chinese sentence."""

    subject: str
    code: str
    message: str

    def json(self) -> dict[str, str]:
        """The flag as the JSON of `due` has it."""
        return {"subject": self.subject, "code": self.code, "message": self.message}


def lines(
    subject: Subject, rules: Rules, asked: Asked, titles: Mapping[str, str]
) -> tuple[list[Item], list[Flag]]:
    """The lines and flags of one subject; what cannot be read is flagged, the rest computed."""
    seen = view(subject, rules, asked.on)
    never = not seen.value(VISITED, asked.on)
    items = [
        item(found, seen, titles, subject.household, never)
        for found in obligations(seen, rules, asked.wants, asked.settled)
    ]
    flags = [
        Flag(subject.id, code, _told(code, iso(day), what, titles))
        for code, day, what in flagged(seen)
    ]
    return items, [*unreadable(subject, seen.timeline.broken), *flags]


def unreadable(subject: Subject, broken: int) -> Iterator[Flag]:
    """What says that a subject cannot be read in full; `broken` entries of its timeline cannot."""
    if subject.unreadable:
        told = f"文件读不全：{'、'.join(subject.unreadable)}；先运行 tonghu check 改好，免得漏掉。"
        yield Flag(subject.id, UNREADABLE, told)
    elif broken:
        told = f"有 {broken} 条记录的日期或种类读不出，没有算进去；先运行 tonghu check 改好。"
        yield Flag(subject.id, UNREADABLE, told)
    elif subject.kind == "child" and subject.born is None:
        told = "出生日期读不出，按未满年龄计算；先运行 tonghu check 改好。"
        yield Flag(subject.id, UNREADABLE, told)


def _told(code: str, day: str, what: str, titles: Mapping[str, str]) -> str:
    if code == "future_dated":
        return f"{day} 的{what}记在今后，现在不算数；日期写错了就更正它。"
    return f"{day} 同一天有两个不同的{titles.get(what, what)}，按较差的算；写错的那一条请更正。"
