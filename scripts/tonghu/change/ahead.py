"""What is still to be done in days to come, as far as today's facts go on to hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tonghu import period
from tonghu.due.assign import owed
from tonghu.due.engine import Rules
from tonghu.due.judge import judge
from tonghu.due.obligation import SATISFIED, Opening, Owed
from tonghu.due.view import View
from tonghu.due.windows import openings
from tonghu.duty.model import Duty
from tonghu.facts.spells import Run, common, gaps
from tonghu.period import Window

MONTHS = 12


class Segment(NamedTuple):
    """Days from `first` to `last` on which the same settings hold, and the rules of those days."""

    rules: Rules
    first: int
    last: int


class Coming(NamedTuple):
    """One thing to do: the day by which, or if it is not `dated` the day from which."""

    duty: Duty
    day: int
    dated: bool
    place: str | None
    by: Owed


def months(on: int) -> list[Window]:
    """The month that holds a day, from that day on, and the eleven after it."""
    found = [Window(on, period.calendar_window("month", on).last)]
    while len(found) < MONTHS:
        found.append(period.calendar_window("month", found[-1].last + 1))
    return found


def coming(seen: View, duties: Iterable[Duty], over: Segment, on: int) -> Iterator[Coming]:
    """What a subject as known on the day `on` is still owed in some days to come.

    What has a deadline is there by its last day, the rest by the day on which it opens.
    """
    seen.on = over.last
    for duty in duties:
        if duty.subject != seen.kind or duty.since > over.last:
            continue
        found = _gaps(duty, seen) if duty.holds else _windows(duty, seen, over)
        for opening in found:
            dated = opening.last is not None
            day = opening.opens if opening.last is None else opening.last
            if (dated or day > on) and over.first <= day <= over.last:
                by = owed(duty, opening, seen, over.rules.staff, day, day)
                yield Coming(duty, day, dated, seen.place(day), by)


def _windows(duty: Duty, seen: View, over: Segment) -> Iterator[Opening]:
    """The windows that are not met and end, or without a deadline open, in the days."""
    pool = seen.pool(duty.do)
    for opening in openings(duty, seen, over.rules.terms, over.first):
        if opening.last is not None and opening.last < over.first:
            continue
        inside = duty.since <= opening.opens <= min(duty.until, over.last)
        if inside and judge(duty, opening, seen, pool).status != SATISFIED:
            yield opening


def _gaps(duty: Duty, seen: View) -> Iterator[Opening]:
    """The first day of each gap in what must hold, as far as it is needed and in force."""
    assert duty.holds is not None
    held = seen.holding(duty.holds)
    last = min(duty.until, seen.on)
    for need in common(seen.runs(duty.among), seen.runs(duty.when)):
        whole = Run(need.first, min(need.last, last))
        for gap in gaps(whole, held) if whole.first <= whole.last else ():
            opens = max(gap.first, duty.first_since)
            if max(opens, duty.since) <= gap.last:
                yield Opening(opens, None, need)
