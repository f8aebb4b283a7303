"""What has been done for a subject so far, and which of it meets a window."""

from __future__ import annotations

from collections.abc import Mapping

from tonghu import period
from tonghu.demo.asked import Asked
from tonghu.demo.tale import Entry
from tonghu.duty.model import Matcher, matches
from tonghu.record.timeline import Event, event


class Done:
    """The events of a subject by kind."""

    def __init__(self, kinds: Mapping[str, int], means: Mapping[str, tuple[Matcher, ...]]) -> None:
        self._kinds = kinds
        self._means = means
        self._events: dict[str, list[Event]] = {}

    def add(self, entry: Entry) -> None:
        """One more event."""
        found = event(entry, self._kinds)
        if found is not None:
            self._events.setdefault(found.kind, []).append(found)

    def days(self, each: Asked) -> set[int]:
        """The days of the events that meet a window."""
        matchers = self._means[each.duty.id]
        found: set[int] = set()
        for kind in dict.fromkeys(matcher.kind for matcher in matchers):
            for done in self._events.get(kind, ()):
                if _in_time(done, each) and matches(done, matchers) and _its(done, each):
                    found.add(done.day)
        return found


def _in_time(done: Event, each: Asked) -> bool:
    duty, opening = each
    if duty.holds is not None:
        until = done.entry.get("until")
        return done.day <= each.closes and (until is None or period.day(until) >= opening.opens)
    first = period.before(opening.opens, duty.early) if duty.early else opening.opens
    return first <= done.day and (duty.within is not None or done.day <= each.closes)


def _its(done: Event, each: Asked) -> bool:
    """Whether evidence names this trigger and this value, where it has to name one."""
    duty, opening = each
    if duty.answers and opening.trigger:
        return bool(done.entry.get(duty.answers) == opening.trigger.ref)
    return not duty.per or done.entry.get(duty.per) == opening.value
