"""Which obligations a due list shows, and the flags beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tonghu import period
from tonghu.due.alerts import alerts
from tonghu.due.engine import Rules, obligations, view
from tonghu.due.flag import Flag
from tonghu.due.item import Item, Shown, item
from tonghu.due.judge import Verdict
from tonghu.due.obligation import DUE, OVERDUE, SATISFIED, Opening
from tonghu.due.view import View
from tonghu.period import iso
from tonghu.record.subject import Subject

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
        done = max(opening.opens, *(event.day for event in verdict.evidence), period.FIRST)
        return period.calendar_window("month", self.on).first <= done <= self.on


def lines(
    subject: Subject, rules: Rules, asked: Asked, titles: Mapping[str, str]
) -> tuple[list[Item], list[Flag]]:
    """The lines and flags of one subject; what cannot be read is flagged, the rest computed."""
    seen = view(subject, rules, asked.on)
    how = Shown(titles, rules.openly)
    never = not seen.value(VISITED, asked.on)
    items = [
        item(found, seen, how, subject.household, never)
        for found in obligations(seen, rules, asked.wants, asked.settled)
    ]
    return items, [flag.shown() for flag in flags(subject, seen, rules, titles)]


def flags(subject: Subject, seen: View, rules: Rules, titles: Mapping[str, str]) -> Iterator[Flag]:
    """What could not be used; conflicts; and events dated later than the day asked."""
    yield from alerts(subject, seen, rules.spec)
    for conflict in seen.facts.conflicts:
        what = titles.get(conflict.fact, conflict.fact)
        told = f"{iso(conflict.day)} 同一天有两个不同的{what}，按较差的算；写错的那一条请更正。"
        yield Flag(seen.identity, f"{conflict.fact}_conflict", told)
    if seen.timeline.future:
        yield Flag(seen.identity, "future_dated", _later(seen))


def _later(seen: View) -> str:
    first, count = seen.timeline.future[0], len(seen.timeline.future)
    what = f"{iso(first.day)} 的{first.kind}" + (f"等 {count} 条记录" if count > 1 else "")
    return f"{what}晚于这份清单的日期（{iso(seen.on)}），没有算进去；日期写错了的请更正。"
