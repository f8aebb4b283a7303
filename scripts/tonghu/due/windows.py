"""The windows that a duty opens for a subject, whatever was done in them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tonghu import period
from tonghu.due.obligation import Opening
from tonghu.due.view import View
from tonghu.duty.model import TERM, Duty
from tonghu.facts.spells import Run, common, gaps, run_on, same_value
from tonghu.period import Duration, Window
from tonghu.record.timeline import Event


def openings(
    duty: Duty, view: View, terms: Sequence[Window], settled: int = period.FIRST
) -> Iterator[Opening]:
    """The windows that a definition opens, some perhaps on days when it was not in force.

    Calendar windows that ended before the day `settled` and were met may be left out.
    """
    if duty.holds is not None:
        return _held(duty, view)
    if duty.after and not duty.carried and not view.has(duty.after):
        return iter(())
    if duty.every is None:
        return _points(duty, view)
    if duty.after:
        return _after_each(duty, view, terms)
    return _calendar(duty, view, terms, settled)


def members(duty: Duty, view: View) -> Iterator[tuple[Run, Any]]:
    """The runs of membership, cut where the fact that windows go by changes."""
    for run in view.runs(duty.among):
        if run.first <= view.on:
            if duty.per is None:
                yield run, None
            else:
                yield from same_value(view.facts.steps.get(duty.per, []), run)


def _windows(
    every: str | Duration, terms: Sequence[Window], first: int, last: int
) -> Iterable[Window]:
    if every == TERM:
        return (term for term in terms if term.first <= last and first <= term.last)
    if isinstance(every, str):
        return period.calendar_windows(every, first, last)
    return period.rolling_windows(first - 1, every, last)


def _calendar(duty: Duty, view: View, terms: Sequence[Window], settled: int) -> Iterator[Opening]:
    assert duty.every is not None
    states = view.runs(duty.when) if duty.when else None
    once = duty.times == 1 and duty.per is None and duty.answers is None
    for run, value in members(duty, view):
        met = view.pool(duty.do).days if once else ()
        first = max(run.first, duty.since) if isinstance(duty.every, str) else run.first
        for begins, ends in _windows(duty.every, terms, first, min(run.last, view.on, duty.until)):
            opens, end = max(begins, run.first), min(ends, run.last)
            if end < settled and _any_in(met, opens, end):
                continue
            if duty.exempt_first and opens > begins:
                continue
            if states is not None and not _touches(states, opens, min(end, view.on)):
                continue
            yield Opening(opens, end, run, run.last < ends, None, value)


def _any_in(days: Sequence[int], first: int, last: int) -> bool:
    at = bisect_left(days, first)
    return at < len(days) and days[at] <= last


def _touches(states: Sequence[Run], first: int, last: int) -> bool:
    return any(state.first <= last and first <= state.last for state in states)


def _after_each(duty: Duty, view: View, terms: Sequence[Window]) -> Iterator[Opening]:
    """Windows from the day after each trigger, until one is ended or started anew."""
    assert duty.every is not None
    triggers = _one_a_day(view.events(duty.after))
    for run, value in members(duty, view):
        for trigger in triggers:
            if not run.first <= trigger.day <= run.last:
                continue
            stop = _stop(trigger, triggers, view.events(duty.ended_by))
            last = min(run.last, view.on)
            for window in _windows(duty.every, terms, trigger.day + 1, last):
                if stop is not None and window.last >= stop:
                    break
                opens, end = max(window.first, trigger.day + 1), min(window.last, run.last)
                yield Opening(opens, end, run, run.last < window.last, trigger, value)


def _stop(trigger: Event, triggers: Sequence[Event], enders: Sequence[Event]) -> int | None:
    """The day that ends a series: the next ending event, or the next trigger."""
    ended = [ender.day for ender in enders if ender[:3] > trigger[:3]]
    anew = [other.day for other in triggers if other.day > trigger.day]
    return min(ended + anew, default=None)


def _points(duty: Duty, view: View) -> Iterator[Opening]:
    """Windows that open on one day: a trigger's, or the first day of a state or membership."""
    for run, value in members(duty, view):
        for opens, trigger in _starts(duty, view, run):
            last = None if duty.within is None else period.after(opens, duty.within)
            cut = last is not None and run.last < last
            end = run.last if cut else last
            yield Opening(opens, end, run, cut, trigger, value)


def _starts(duty: Duty, view: View, run: Run) -> Iterator[tuple[int, Event | None]]:
    if duty.after:
        yield from _triggered(duty, view, run)
        return
    states = common([run], view.runs(duty.when)) if duty.when else [run]
    for state in states:
        yield max(state.first, min(duty.first_since, state.last)), None


def _triggered(duty: Duty, view: View, run: Run) -> Iterator[tuple[int, Event | None]]:
    found = [event for event in view.events(duty.after) if run.first <= event.day <= run.last]
    if duty.when:
        states = view.runs(duty.when)
        found = [event for event in found if run_on(states, event.day)]
    carried = duty.carried and run_on(view.holding(duty.carried), run.first)
    if carried and not any(event.day == run.first for event in found):
        yield run.first, None
    for event in found if duty.answers else _one_a_day(found):
        yield event.day, event


def _one_a_day(events: Iterable[Event]) -> list[Event]:
    return list({event.day: event for event in reversed(list(events))}.values())[::-1]


def _held(duty: Duty, view: View) -> Iterator[Opening]:
    """The present gap, or if there is none the latest, in the present need (A36, A38)."""
    assert duty.holds is not None
    member = run_on(view.runs(duty.among), view.on)
    need = member and run_on(common([member], view.runs(duty.when)), view.on)
    if member and need and duty.since <= view.on <= duty.until:
        found = gaps(Run(need.first, view.on), view.holding(duty.holds))
        opens = found[-1].first if found else need.first
        yield Opening(max(opens, duty.first_since), None, member)
