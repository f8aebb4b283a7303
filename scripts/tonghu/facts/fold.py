"""The fold: events in order → for each fact, the days on which it had which value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from tonghu import period
from tonghu.facts.holding import Holding, clipped, in_force
from tonghu.facts.spec import Effect, FactSpec, Source, Spec
from tonghu.facts.spells import Run, Steps, runs
from tonghu.record.timeline import Event, Timeline


class Conflict(NamedTuple):
    """Two values of an ordered fact given on one day; the worse one counts."""

    day: int
    fact: str


class Facts(NamedTuple):
    """`steps` of every fact with a value; `holdings` of list facts; same-day `conflicts`."""

    steps: Mapping[str, Steps]
    holdings: Mapping[str, list[Holding]]
    conflicts: tuple[Conflict, ...]


class _State:
    """What the fold has seen so far: steps of scalar facts and holdings of list facts."""

    def __init__(self, spec: Spec, corrected: Mapping[str, str]) -> None:
        self.spec = spec
        self.corrected = corrected
        self.steps: dict[str, Steps] = {}
        self.holdings: dict[str, list[Holding]] = {}
        self.conflicts: dict[Conflict, None] = {}

    def apply(self, event: Event, effect: Effect) -> None:
        if not all(self._is(fact, _value(source, event)) for fact, source in effect.where):
            return
        for fact, source in effect.drops:
            self._drop(fact, event, _value(source, event), effect.sole)
        for fact, source in effect.sets:
            if source.attribute is None or source.attribute in event.entry:
                self._set(self.spec.facts[fact], event, _value(source, event))
        for fact, source in effect.adds:
            self._add(self.spec.facts[fact], event, _value(source, event), effect.until)

    def _is(self, fact: str, value: Any) -> bool:
        steps = self.steps.get(fact)
        return steps is not None and steps[-1][1] == value

    def _set(self, fact: FactSpec, event: Event, value: Any) -> None:
        if fact.is_list:
            for holding in self.holdings.get(fact.name, ()):
                holding.end(event.day)
            self._add(fact, event, value, None)
            return
        value = None if isinstance(value, list) else value
        steps = self.steps.setdefault(fact.name, [])
        if not steps or steps[-1][0] != event.day:
            steps.append((event.day, value))
            return
        if fact.order and steps[-1][1] != value:
            self.conflicts[Conflict(event.day, fact.name)] = None
            value = max(steps[-1][1], value, key=lambda each: _rank(fact, each))
        steps[-1] = (event.day, value)

    def _add(self, fact: FactSpec, event: Event, value: Any, until: str | None) -> None:
        last = _last_day(event.entry.get(until)) if until else period.LAST
        holder = event.entry.get(fact.held_by) if fact.held_by else None
        held = self.holdings.setdefault(fact.name, [])
        for each in _elements(fact, value):
            held.append(Holding(each, holder, event.day, last, event))

    def _drop(self, fact: str, event: Event, value: Any, sole: bool) -> None:
        spec = self.spec.facts[fact]
        holder = event.entry.get(spec.held_by) if spec.held_by else None
        held = [h for h in self.holdings.get(fact, ()) if h.last >= event.day]
        if value is None and sole and len({h.value for h in held}) == 1:
            value = held[0].value
        elements = _elements(spec, self.corrected.get(str(value), value))
        for holding in held:
            if holding.value in elements and holder in (None, holding.holder):
                holding.end(event.day)


def fold(found: Timeline, spec: Spec, age: Steps) -> Facts:
    """What the events set, from their own days on; `age` are the steps of the age fact."""
    state = _State(spec, found.corrected)
    effects = spec.effects
    for event in found.events:
        effect = effects.get(event.kind)
        if effect is not None:
            state.apply(event, effect)
    steps: dict[str, Steps] = {"age": age}
    for name, fact in spec.facts.items():
        if fact.is_list:
            if name in state.holdings:
                held = clipped(state.holdings[name], fact, steps)
                state.holdings[name] = held
                steps[name] = in_force(held)
        elif name in state.steps:
            written = state.steps[name]
            steps[name] = (
                _within(written, runs(fact.only_while, steps)) if fact.only_while else written
            )
    return Facts(steps, state.holdings, tuple(state.conflicts))


def _within(steps: Steps, held: Iterable[Run]) -> Steps:
    """Only what was set inside a run counts, and only until that run ends."""
    found: Steps = []
    for run in held:
        inside = [step for step in steps if run.first <= step[0] <= run.last]
        if inside:
            found += inside
            if run.last < period.LAST:
                found.append((run.last + 1, None))
    return found


def _value(source: Source, event: Event) -> Any:
    if source.attribute is None:
        return source.fixed
    value = event.entry.get(source.attribute)
    return value if isinstance(value, (str, int, float, bool, list)) else None


def _elements(fact: FactSpec, value: Any) -> tuple[Any, ...]:
    given = value if isinstance(value, list) else [] if value is None else [value]
    spread: list[Any] = []
    for each in given:
        if isinstance(each, (str, int, bool)):
            spread += (fact.stands_for or {}).get(str(each), (each,))
    return tuple(dict.fromkeys(spread))


def _last_day(text: Any) -> int:
    try:
        return period.day(text)
    except (TypeError, ValueError):
        return period.LAST


def _rank(fact: FactSpec, value: Any) -> int:
    return fact.order.index(value) if value in fact.order else -1
