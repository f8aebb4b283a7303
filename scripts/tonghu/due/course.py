"""How much is due and overdue by township, and on which days to come that changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tonghu import period
from tonghu.due.alerts import alerts
from tonghu.due.engine import Rules, belongs_on, view
from tonghu.due.judge import judge
from tonghu.due.obligation import DUE, OVERDUE
from tonghu.due.view import View
from tonghu.due.windows import openings
from tonghu.duty.model import TERM
from tonghu.record.subject import Subject


class Count(NamedTuple):
    """How many obligations are due and overdue, and how many alerts say that more may be."""

    due: int = 0
    overdue: int = 0
    unreadable: int = 0

    def plus(self, other: Count, times: int = 1) -> Count:
        """Both together, or with -1 one without the other."""
        return Count(
            self.due + times * other.due,
            self.overdue + times * other.overdue,
            self.unreadable + times * other.unreadable,
        )


NOTHING = Count()
Counts = dict[str, Count]
"""Township → what there is of it; empty for what lies nowhere."""

Course = dict[tuple[int, str], Count]
"""(Day, township) → what comes and goes on that day; on the first, all that there is by then."""


class Span(NamedTuple):
    """Days from `first` to `last` with the rules that hold on all of them.

    `turns` are the days after the first on which windows may open or end whatever the subject.
    """

    rules: Rules
    first: int
    last: int
    turns: tuple[int, ...]


def span(rules: Rules, first: int, last: int) -> Span:
    """The days from one to another."""
    found = {day for duty in rules.duties for day in (duty.since, duty.until + 1, duty.first_since)}
    found.update(day for term in rules.terms for day in (term.first, term.last + 1))
    for every in {duty.every for duty in rules.duties}:
        if isinstance(every, str) and every != TERM:
            found.update(window.first for window in period.calendar_windows(every, first, last))
    return Span(rules, first, last, tuple(sorted(day for day in found if first < day <= last)))


def course(subject: Subject, over: Span) -> Course:
    """The counts of one subject from day to day; one whose records lead nowhere is unreadable."""
    try:
        return _changing(subject, over)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        township = over.rules.staff.places.township(subject.folder) or subject.folder or ""
        return {(over.first, township): Count(unreadable=1)}


def _changing(subject: Subject, over: Span) -> Course:
    """The counts, worked out anew only where they can change."""
    found: Course = {}
    counts: Counts = {}
    day: int | None = over.first
    seen = view(subject, over.rules, over.first)
    while day is not None:
        before, seen = counts, _later(subject, seen, day, over.rules)
        counts, turns = _counts(subject, seen, over.rules)
        for township in {**before, **counts}:
            change = counts.get(township, NOTHING).plus(before.get(township, NOTHING), -1)
            if change != NOTHING:
                found[day, township] = change
        later = (turn for turn in (*turns, *_turns(subject, seen), *over.turns) if turn > day)
        day = min((turn for turn in later if turn <= over.last), default=None)
    return found


def _later(subject: Subject, seen: View, day: int, rules: Rules) -> View:
    """A subject as seen on a later day: what was worked out of its events holds until the next."""
    if any(event.day <= day for event in seen.timeline.future):
        return view(subject, rules, day)
    seen.on = day
    return seen


def add(into: Course, other: Mapping[tuple[int, str], Count], times: int = 1) -> None:
    """Add a course to another, or with -1 take it away."""
    for key, count in other.items():
        into[key] = into.get(key, NOTHING).plus(count, times)


def counts_on(found: Mapping[tuple[int, str], Count], day: int) -> Counts:
    """What a course has come to by a day."""
    counts: Counts = {}
    for (changed, township), count in found.items():
        if changed <= day:
            counts[township] = counts.get(township, NOTHING).plus(count)
    return {township: count for township, count in counts.items() if count != NOTHING}


def _counts(subject: Subject, seen: View, rules: Rules) -> tuple[Counts, list[int]]:
    """What there is on a day, and the days on which a window that has opened is over."""
    counts: Counts = {}
    turns: list[int] = []
    for place, count in (*_owed(seen, rules, turns), *_unsure(subject, seen, rules)):
        township = rules.staff.places.township(place) or place or ""
        counts[township] = counts.get(township, NOTHING).plus(count)
    return counts, turns


def _owed(seen: View, rules: Rules, turns: list[int]) -> Iterator[tuple[str | None, Count]]:
    for duty in rules.duties:
        if duty.subject != seen.kind or duty.since > seen.on:
            continue
        pool = seen.pool(duty.do)
        for opening in openings(duty, seen, rules.terms):
            if opening.last is not None:
                turns.append(opening.last + 1)
            if duty.holds or duty.since <= opening.opens <= min(duty.until, seen.on):
                verdict = judge(duty, opening, seen, pool)
                if verdict.status in (DUE, OVERDUE):
                    count = Count(verdict.status == DUE, verdict.status == OVERDUE)
                    yield seen.place(belongs_on(verdict, seen)), count


def _unsure(subject: Subject, seen: View, rules: Rules) -> Iterator[tuple[str | None, Count]]:
    for _ in alerts(subject, seen, rules.spec):
        yield subject.folder, Count(unreadable=1)


def _turns(subject: Subject, seen: View) -> Iterator[int]:
    """The days on which a subject may be another: events, the days after, facts, its beginning."""
    for event in (*seen.timeline.events, *seen.timeline.future):
        yield event.day
        yield event.day + 1
    for steps in seen.facts.steps.values():
        for day, _ in steps:
            yield day
    if subject.since is not None:
        yield subject.since
