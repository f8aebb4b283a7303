"""The skeleton of a life: threads of the story unrolled into events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tonghu import period
from tonghu.demo.dice import Dice
from tonghu.demo.draw import drawn
from tonghu.demo.story import Step
from tonghu.demo.tale import Entry, Stage, Tale, moment, recorder, told


def skeleton(stage: Stage, tale: Tale, family: tuple[str | int, ...]) -> Iterator[Entry]:
    """What happens to a child, whoever owes it what; shared threads roll the family's dice."""
    threads = stage.story.threads
    yield from unrolled(stage, tale, tale.life.steps, tale.start, {}, tale.dice)
    for number, name in enumerate(tale.life.shared):
        dice = Dice(*family, "shared", number)
        yield from unrolled(stage, tale, threads[name], tale.start, {}, dice)
    for name in tale.life.own:
        yield from unrolled(stage, tale, threads[name], tale.start, {}, tale.dice)


def unrolled(
    stage: Stage,
    tale: Tale,
    steps: tuple[Step, ...],
    start: int,
    trigger: Mapping[str, Any],
    dice: Dice,
) -> Iterator[Entry]:
    """The events of some steps, one after the other, up to the county's last day."""
    at = start
    for step in steps:
        rolls = tale.dice if step.own else dice
        if not rolls.chance(step.chance):
            continue
        at = _anchor(stage, tale, step, at) + rolls.between(*step.after)
        if at > stage.on or _too_old(stage, tale, step, at):
            continue
        if step.one is not None:
            thread = stage.story.threads.get(rolls.weighted(step.one), ())
            yield from unrolled(stage, tale, thread, at, trigger, rolls)
        elif step.event is not None:
            now = moment(stage, tale, at, trigger, rolls)
            said = drawn(step.attributes or {}, {}, now)
            entry = told(tale, step.event, said, now, recorder(stage, step.event, said, now))
            yield entry
            yield from unrolled(stage, tale, step.then, at, entry, rolls)


def _anchor(stage: Stage, tale: Tale, step: Step, at: int) -> int:
    if step.ago is not None:
        return stage.on - step.ago
    return at if step.age is None else _birthday(stage, tale, step.age)


def _too_old(stage: Stage, tale: Tale, step: Step, day: int) -> bool:
    """Whether a step is for younger children; nothing happens after the last age of all."""
    under = stage.story.data["grown"] if step.under is None else step.under
    return day >= _birthday(stage, tale, under)


def _birthday(stage: Stage, tale: Tale, age: int) -> int:
    if tale.born is None:
        return period.LAST
    return period.birthday(tale.born, age, stage.rules.leap_rule)
