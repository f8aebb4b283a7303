"""Steps and runs: a fact as (first day, value) steps, a predicate as runs of days."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from tonghu import period
from tonghu.facts.predicate import Predicate

Steps = list[tuple[int, Any]]
"""Rising first days, each with the value from that day until the next step."""

FROM = itemgetter(0)


class Run(NamedTuple):
    """Days on which something holds, both inclusive; open ends are period.FIRST and LAST."""

    first: int
    last: int


ALWAYS = (Run(period.FIRST, period.LAST),)


def value_on(steps: Steps, day: int) -> Any:
    """The value on a day, None before the first step."""
    at = bisect_right(steps, day, key=FROM)
    return steps[at - 1][1] if at else None


def runs(test: Predicate, facts: Mapping[str, Steps]) -> list[Run]:
    """The runs of days on which a predicate holds, in order, never touching."""
    columns = [facts.get(name, []) for name in test.reads]
    if len(columns) == 1:
        changes: Iterable[tuple[int, tuple[Any, ...]]] = [(d, (v,)) for d, v in columns[0]]
        if not columns[0] or columns[0][0][0] > period.FIRST:
            changes = [(period.FIRST, (None,)), *changes]
    else:
        days = sorted({period.FIRST, *(day for column in columns for day, _ in column)})
        changes = [(day, tuple(value_on(column, day) for column in columns)) for day in days]
    return _holding((day, test.holds(values)) for day, values in changes)


def _holding(changes: Iterable[tuple[int, bool]]) -> list[Run]:
    found: list[Run] = []
    start: int | None = None
    for day, holds in changes:
        if holds and start is None:
            start = day
        elif not holds and start is not None:
            found.append(Run(start, day - 1))
            start = None
    if start is not None:
        found.append(Run(start, period.LAST))
    return found


def common(left: Sequence[Run], right: Sequence[Run]) -> list[Run]:
    """The days that lie in a run of both."""
    return [
        Run(max(a.first, b.first), min(a.last, b.last))
        for a in left
        for b in right
        if a.first <= b.last and b.first <= a.last
    ]


def gaps(inside: Run, held: Sequence[Run]) -> list[Run]:
    """The runs of days of `inside` that no run of `held` covers."""
    found, at = [], inside.first
    for run in held:
        if run.last < at:
            continue
        if run.first > inside.last:
            break
        if run.first > at:
            found.append(Run(at, run.first - 1))
        at = run.last + 1
    if at <= inside.last:
        found.append(Run(at, inside.last))
    return found


def run_on(found: Sequence[Run], day: int) -> Run | None:
    """The run that holds a day."""
    return next((run for run in found if run.first <= day <= run.last), None)


def same_value(steps: Steps, inside: Run) -> list[tuple[Run, Any]]:
    """`inside` cut where the fact's value changes, each piece with its value."""
    pieces: list[tuple[Run, Any]] = []
    value, start = value_on(steps, inside.first), inside.first
    for day, new in steps:
        if inside.first < day <= inside.last and new != value:
            pieces.append((Run(start, day - 1), value))
            value, start = new, day
    return [*pieces, (Run(start, inside.last), value)]
