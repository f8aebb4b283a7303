"""Which obligations a due list shows, and the flags beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tonghu import period
from tonghu.due.alerts import alerts
from tonghu.due.engine import Rules, obligations, out_of_terms, owes_nothing, view
from tonghu.due.flag import MISSING, Flag
from tonghu.due.item import Item, Shown, item
from tonghu.due.judge import Verdict
from tonghu.due.obligation import DUE, OVERDUE, SATISFIED, Opening
from tonghu.due.view import View
from tonghu.period import iso
from tonghu.record.subject import Subject

VISITED = "visited"
UNREGISTERED = (
    "档案里有记录，可是没有登记过任何名册，也没有别的事由，什么也没有列出来；"
    "请补上登记，整份建错了的用 tonghu forget 删掉。"
)


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
    """What could not be used or is not known; conflicts; events dated after the day asked."""
    first = list(alerts(subject, seen, rules.spec))
    yield from first
    for conflict in seen.facts.conflicts:
        what = titles.get(conflict.fact, conflict.fact)
        told = f"{iso(conflict.day)} 同一天有两个不同的{what}，按较差的算；写错的那一条请更正。"
        yield Flag(seen.identity, f"{conflict.fact}_conflict", told)
    if seen.timeline.future:
        yield Flag(seen.identity, "future_dated", _later(seen))
    if not first and owes_nothing(seen, rules):
        yield Flag(seen.identity, MISSING, UNREGISTERED)
    if out_of_terms(seen, rules):
        yield Flag(rules.settings, MISSING, _no_term(rules))


def _no_term(rules: Rules) -> str:
    """What the settings lack, the same for everybody who waits for it."""
    last = max((term.last for term in rules.terms), default=None)
    known = "里没有学期" if last is None else f"里的学期只到 {iso(last)}"
    return f"terms {known}，以后按学期要做的事没有列出来；请补上现在的学期，放假时补下一个。"


def _later(seen: View) -> str:
    first, count = seen.timeline.future[0], len(seen.timeline.future)
    what = f"{iso(first.day)} 的{first.kind}" + (f"等 {count} 条记录" if count > 1 else "")
    return f"{what}晚于这份清单的日期（{iso(seen.on)}），没有算进去；日期写错了的请更正。"
