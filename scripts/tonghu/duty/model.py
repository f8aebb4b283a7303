"""A duty: who owes what to whom, when, on which evidence, by which clause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from tonghu import period
from tonghu.facts.predicate import Predicate
from tonghu.period import Duration
from tonghu.record.timeline import Event

TERM = "term"


class Matcher(NamedTuple):
    """An event of one kind whose attributes have one of the values named."""

    kind: str
    attributes: tuple[tuple[str, tuple[Any, ...]], ...] = ()


class Of(NamedTuple):
    """The role that the event which started the obligation names in an attribute."""

    attribute: str


@dataclass(frozen=True)
class Duty:
    """One definition of a duty, in force from day `since` to day `until` (both inclusive).

    `first_since` is the day on which the duty first existed in any form. `every` is a calendar
    period, `term`, or a Duration for rolling windows. The grammar is docs/handbook/grammar.md.
    """

    id: str
    title: str
    cites: tuple[str, ...]
    subject: str
    force: str
    by: tuple[str | Of, ...]
    since: int = period.FIRST
    until: int = period.LAST
    first_since: int = period.FIRST
    among: Predicate | None = None
    when: Predicate | None = None
    do: tuple[Matcher, ...] = ()
    holds: Predicate | None = None
    every: str | Duration | None = None
    times: int = 1
    within: Duration | None = None
    after: tuple[Matcher, ...] = ()
    ended_by: tuple[Matcher, ...] = ()
    early: Duration | None = None
    per: str | None = None
    exempt_first: bool = False
    carried: Predicate | None = None
    answers: str | None = None


def matches(event: Event, matchers: tuple[Matcher, ...]) -> bool:
    """Whether an event is one of those that the matchers describe."""
    for matcher in matchers:
        if event.kind == matcher.kind:
            for name, allowed in matcher.attributes:
                if event.entry.get(name) not in allowed:
                    break
            else:
                return True
    return False
