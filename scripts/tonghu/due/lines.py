"""Which obligations a due list shows, and the flags beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tonghu import period
from tonghu.due.engine import Rules, flagged, obligations, view
from tonghu.due.item import Item, item
from tonghu.due.obligation import DUE, OVERDUE, SATISFIED, Obligation
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
        for found in obligations(seen, rules)
        if listed(found, asked)
    ]
    flags = [
        Flag(subject.id, code, _told(code, iso(day), what, titles))
        for code, day, what in flagged(seen)
    ]
    return items, [*_unreadable(subject, seen.timeline.broken), *flags]


def listed(found: Obligation, asked: Asked) -> bool:
    """Whether an obligation belongs on the list (A24, A31)."""
    if asked.since is not None and found.due is not None and found.due < asked.since:
        return False
    if asked.everything or found.status in (DUE, OVERDUE):
        return True
    return found.status == SATISFIED and _done_in_month(found, asked.on)


def _done_in_month(found: Obligation, on: int) -> bool:
    month = period.calendar_window("month", on)
    done = max((e.day for e in found.evidence), default=found.opening.opens)
    return month.first <= done <= on


def _unreadable(subject: Subject, broken: int) -> Iterator[Flag]:
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
