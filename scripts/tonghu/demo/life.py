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
        if not dice.chance(step.chance):
            continue
        at = _anchor(stage, tale, step, at) + dice.between(*step.after)
        if at > stage.on:
            return
        if step.one is not None:
            thread = stage.story.threads.get(dice.weighted(step.one), ())
            yield from unrolled(stage, tale, thread, at, trigger, dice)
        elif step.event is not None:
            now = moment(stage, tale, at, trigger, dice)
            said = drawn(step.attributes or {}, {}, now)
            entry = told(tale, step.event, said, now, recorder(stage, step.event, said, now))
            yield entry
            yield from unrolled(stage, tale, step.then, at, entry, dice)


def _anchor(stage: Stage, tale: Tale, step: Step, at: int) -> int:
    if step.ago is not None:
        return stage.on - step.ago
    if step.age is not None and tale.born is not None:
        return period.birthday(tale.born, step.age, stage.rules.leap_rule)
    return at
