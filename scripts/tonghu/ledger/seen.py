"""A subject as a ledger sees it on a day: the value of every name, its events, where it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tonghu import period
from tonghu.due.engine import Rules, view
from tonghu.duty.model import Matcher
from tonghu.facts.predicate import Predicate
from tonghu.facts.spells import run_on
from tonghu.ledger.model import FACT, HEAD, Ledger, Name
from tonghu.record.subject import Subject
from tonghu.record.timeline import Event

AGE, PLACE = "age", "place"
"""The facts that are worked out and not only set."""


class Seen:
    """One subject on the day asked; what several ledgers ask of it is worked out once."""

    def __init__(self, subject: Subject, rules: Rules, on: int) -> None:
        self.subject = subject
        self.on = on
        self.view = view(subject, rules, on)
        self.leap_rule = rules.leap_rule
        self._values: dict[str, Any] = {}
        self._said: dict[str, Any] | None = None

    def value(self, name: Name) -> Any:
        """The value of a name on the day; None or an empty tuple where it has none."""
        if name.is_sealed:
            return None
        if name.name not in self._values:
            self._values[name.name] = self._value(name)
        return self._values[name.name]

    def _value(self, name: Name) -> Any:
        if name.source == HEAD:
            return plain(self.subject.data.get(name.name))
        if name.source != FACT:
            return plain(self.said().get(name.name))
        if name.name == AGE and self.subject.born is not None:
            return period.age_on(self.subject.born, self.on, self.leap_rule)
        return self.view.value(name.name, self.on) if name.name != AGE else None

    def said(self) -> dict[str, Any]:
        """What events said last of each attribute."""
        if self._said is None:
            self._said = {}
            for event in self.view.timeline.events:
                self._said.update(event.entry)
        return self._said

    def holds(self, ledger: Ledger, test: Predicate | None) -> bool:
        """Whether a selection of the ledger holds on the day."""
        if test is None:
            return True
        return test.holds(tuple(self.value(ledger.names[name]) for name in test.reads))

    def since(self, test: Predicate) -> int | None:
        """The day from which a selection has held until now."""
        run = run_on(self.view.holding(test), self.on)
        return run.first if run else None

    def events(self, matchers: tuple[Matcher, ...], during: str) -> Sequence[Event]:
        """The events that are described, in the period that holds the day, or ever."""
        found = self.view.events(matchers)
        if not during:
            return found
        first = period.calendar_window(during, self.on).first
        return [event for event in found if event.day >= first]

    def holders(self, fact: str, value: str) -> list[str]:
        """Who holds a value of a fact on the day."""
        held = self.view.facts.holdings.get(fact, [])
        found = [h.holder for h in held if h.value == value and h.first <= self.on <= h.last]
        return sorted({str(holder) for holder in found if holder})

    def place(self) -> str | None:
        """Where the subject is; a child whose village nobody wrote down, in its township."""
        return self.view.place(self.on)


def plain(value: Any) -> Any:
    """A written value as facts have it: a list as a tuple."""
    return tuple(map(str, value)) if isinstance(value, list) else value
