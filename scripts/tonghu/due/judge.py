"""The verdict on one window: satisfied, due, overdue or lapsed, and by which evidence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tonghu import period
from tonghu.due.obligation import DUE, LAPSED, OVERDUE, SATISFIED, Opening
from tonghu.due.view import Pool, View, pooled
from tonghu.duty.model import Duty
from tonghu.record.timeline import Event


class Verdict(NamedTuple):
    """What was found: `due` is None without a deadline, `late` None where it has no meaning."""

    due: int | None
    status: str
    late: bool | None
    evidence: tuple[Event, ...]


def judge(duty: Duty, opening: Opening, view: View, pool: Pool) -> Verdict:
    """The status of one window on the day asked; `pool` are the events that may satisfy it."""
    if duty.holds is not None:
        return _held(duty, view)
    if duty.answers or duty.per:
        pool = _narrowed(duty, opening, view, pool)
    if duty.every is not None:
        return _windowed(duty, opening, view.on, pool)
    if duty.within is not None:
        return _timed(duty, opening, view.on, pool)
    return _open_ended(duty, opening, view.on, pool)


def _narrowed(duty: Duty, opening: Opening, view: View, found: Pool) -> Pool:
    """The events that may answer this very window, whatever their day."""
    if duty.answers and opening.trigger is not None:
        found = pooled(_answers(duty, view).get(opening.trigger.ref, ()))
    if duty.per and opening.value is not None:
        named, value = duty.per, opening.value
        found = pooled([e for e in found.events if e.entry.get(named, value) == value])
    return found


def _answers(duty: Duty, view: View) -> Mapping[str, Sequence[Event]]:
    """Trigger ref → its evidence: the one it names, or alone the only one still open (A33)."""
    assert duty.answers is not None
    triggers = view.events(duty.after)
    found: dict[str, list[Event]] = {trigger.ref: [] for trigger in triggers}
    for event in view.events(duty.do):
        before = [t.ref for t in triggers if t.day <= event.day]
        named = event.entry.get(duty.answers)
        if named is not None:
            ref = view.timeline.corrected.get(str(named), str(named))
            chosen = [ref] if ref in before else []
        else:
            chosen = [ref for ref in before if not found[ref]]
        if len(chosen) == 1:
            found[chosen[0]].append(event)
    return found


def _taken(pool: Pool, first: int, last: int, times: int) -> tuple[Event, ...]:
    """The first event of each of the first `times` distinct days; fewer days give fewer."""
    found: list[Event] = []
    for event in pool.events[bisect_left(pool.days, first) :]:
        if event.day > last or len(found) == times:
            break
        if not found or event.day != found[-1].day:
            found.append(event)
    return tuple(found)


def _windowed(duty: Duty, opening: Opening, on: int, pool: Pool) -> Verdict:
    assert opening.last is not None
    first = period.before(opening.opens, duty.early) if duty.early else opening.opens
    found = _taken(pool, first, min(opening.last, on), duty.times)
    status = SATISFIED if len(found) == duty.times else _missed(opening, opening.last, on)
    return Verdict(opening.last, status, None, found)


def _timed(duty: Duty, opening: Opening, on: int, pool: Pool) -> Verdict:
    assert opening.last is not None
    first = period.before(opening.opens, duty.early) if duty.early else opening.opens
    until = min(opening.last, on) if opening.cut else on
    found = _taken(pool, first, until, duty.times)
    if len(found) == duty.times:
        return Verdict(opening.last, SATISFIED, found[-1].day > opening.last, found)
    return Verdict(opening.last, _missed(opening, opening.last, on), None, found)


def _missed(opening: Opening, last: int, on: int) -> str:
    if last >= on:
        return DUE
    return LAPSED if opening.cut else OVERDUE


def _open_ended(duty: Duty, opening: Opening, on: int, pool: Pool) -> Verdict:
    """Due until done; when the membership ends, what is unmet lapses (A30)."""
    first = period.before(opening.opens, duty.early) if duty.early else opening.opens
    scope = opening.scope.last
    found = _taken(pool, first, min(scope, on), duty.times)
    due = scope if scope < on else None
    if len(found) == duty.times:
        return Verdict(due, SATISFIED, None, found)
    return Verdict(due, DUE if due is None else LAPSED, None, found)


def _held(duty: Duty, view: View) -> Verdict:
    """Whether what must hold does hold on the day asked, and because of which events."""
    assert duty.holds is not None
    test = duty.holds
    if not test.holds(tuple(view.value(name, view.on) for name in test.reads)):
        return Verdict(None, DUE, None, ())
    evidence = [
        holding.event
        for name in test.reads
        for holding in view.facts.holdings.get(name, ())
        if holding.first <= view.on <= holding.last and _counts(test.schema, name, holding.value)
    ]
    return Verdict(None, SATISFIED, None, tuple(sorted(evidence, key=lambda e: e[:3])))


def _counts(schema: Mapping[str, object], name: str, value: object) -> bool:
    """Whether an element is one that the condition names; any is where it names none."""
    properties = schema.get("properties")
    wanted = properties.get(name) if isinstance(properties, Mapping) else None
    inner = wanted.get("contains") if isinstance(wanted, Mapping) else None
    if not isinstance(inner, Mapping):
        return True
    return value == inner.get("const", value) and value in inner.get("enum", [value])
