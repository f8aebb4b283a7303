"""A subject as seen on a day: its facts, and quick answers to what the duties ask of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from tonghu import period
from tonghu.duty.model import Matcher, matches
from tonghu.facts.fold import Facts
from tonghu.facts.predicate import Predicate
from tonghu.facts.spells import ALWAYS, Run, runs, value_on
from tonghu.record.timeline import Event, Timeline


class Pool(NamedTuple):
    """Events in order, and the day of each."""

    events: Sequence[Event]
    days: Sequence[int]


NONE: Sequence[Event] = ()
NOTHING = Pool(NONE, ())


def pooled(events: Sequence[Event]) -> Pool:
    """Events in order with their days."""
    return Pool(events, [event.day for event in events])


class View:
    """One subject on the day asked; what several duties ask is worked out once.

    `known` is the first day from which anything can be owed: the subject's own beginning.
    """

    def __init__(
        self,
        kind: str,
        identity: str,
        timeline: Timeline,
        facts: Facts,
        on: int,
        known: int,
        folder: str | None,
    ) -> None:
        self.kind = kind
        self.identity = identity
        self.timeline = timeline
        self.facts = facts
        self.on = on
        self.known = known
        self.folder = folder
        self._runs: dict[int, list[Run]] = {}
        self._events: dict[int, Pool] = {}
        self._by_kind: dict[str, list[Event]] | None = None

    def runs(self, test: Predicate | None) -> list[Run]:
        """The runs on which a predicate holds, from the subject's beginning on."""
        key = id(test)
        found = self._runs.get(key)
        if found is None:
            every = ALWAYS if test is None else runs(test, self.facts.steps)
            found = [Run(max(r.first, self.known), r.last) for r in every if r.last >= self.known]
            self._runs[key] = found
        return found

    def holding(self, test: Predicate) -> list[Run]:
        """The runs on which a predicate holds, whenever that began."""
        return runs(test, self.facts.steps)

    def pool(self, matchers: tuple[Matcher, ...]) -> Pool:
        """The events that the matchers describe, in order, and their days."""
        found = self._events.get(id(matchers))
        if found is None:
            found = self._events[id(matchers)] = self._pool(matchers)
        return found

    def _pool(self, matchers: tuple[Matcher, ...]) -> Pool:
        lists = {matcher.kind: self.of_kind(matcher.kind) for matcher in matchers}
        several = [event for events in lists.values() for event in events]
        if not several:
            return NOTHING
        if any(matcher.attributes for matcher in matchers):
            several = [event for event in several if matches(event, matchers)]
        return pooled(sorted(several, key=_order) if len(lists) > 1 else several)

    def events(self, matchers: tuple[Matcher, ...]) -> Sequence[Event]:
        """The events that the matchers describe, in order."""
        return self.pool(matchers).events

    def has(self, matchers: tuple[Matcher, ...]) -> bool:
        """Whether there is any event of the kinds that the matchers describe."""
        return any(self.of_kind(matcher.kind) for matcher in matchers)

    def of_kind(self, kind: str) -> Sequence[Event]:
        """The events of one kind, in order."""
        if self._by_kind is None:
            self._by_kind = {}
            for event in self.timeline.events:
                self._by_kind.setdefault(event.kind, []).append(event)
        return self._by_kind.get(kind, NONE)

    def value(self, fact: str, day: int) -> Any:
        """A fact's value on a day, None where it is absent."""
        return value_on(self.facts.steps.get(fact, []), day)

    def place(self, day: int) -> str | None:
        """Where the subject is on a day; before the first known place that one (A53)."""
        steps = self.facts.steps.get("place", [])
        if not steps:
            return self.folder
        found = value_on(steps, max(day, steps[0][0]))
        return found if isinstance(found, str) and found else self.folder


def _order(event: Event) -> tuple[int, int, str]:
    return event[0], event[1], event[2]


def first_day(events: tuple[Event, ...]) -> int:
    """The first day that anything was recorded; period.LAST where nothing was."""
    return events[0].day if events else period.LAST
