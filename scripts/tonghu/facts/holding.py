"""An element of a list fact, held from one day to another, perhaps by somebody."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from tonghu.facts.spec import FactSpec
from tonghu.facts.spells import Steps, runs
from tonghu.record.timeline import Event


@dataclass(slots=True)
class Holding:
    """`value` held by `holder` from `first` to `last`, both inclusive, because of `event`."""

    value: Any
    holder: Any
    first: int
    last: int
    event: Event

    def end(self, day: int) -> None:
        """No longer from this day on."""
        self.last = min(self.last, day - 1)


def clipped(held: list[Holding], fact: FactSpec, steps: dict[str, Steps]) -> list[Holding]:
    """The holdings cut to the runs in which their value may hold at all."""
    held = [holding for holding in held if holding.first <= holding.last]
    if not fact.each:
        return held
    found = []
    for holding in held:
        test = fact.each.get(holding.value)
        if test is None:
            found.append(holding)
            continue
        for run in runs(test, steps):
            first, last = max(holding.first, run.first), min(holding.last, run.last)
            if first <= last:
                found.append(replace(holding, first=first, last=last))
    return found


def in_force(held: list[Holding]) -> Steps:
    """The steps of a list fact: on each day the tuple of values held, sorted."""
    if len(held) == 1:
        only = held[0]
        return [(only.first, (only.value,)), (only.last + 1, ())]
    days = sorted({day for holding in held for day in (holding.first, holding.last + 1)})
    steps: Steps = []
    for day in days:
        values = {str(h.value): h.value for h in held if h.first <= day <= h.last}
        now = tuple(values[key] for key in sorted(values))
        if not steps or steps[-1][1] != now:
            steps.append((day, now))
    return steps
