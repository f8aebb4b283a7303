"""Whether an obligation is met, and on which day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tonghu.demo.asked import Asked
from tonghu.demo.dice import Dice
from tonghu.demo.tale import Stage, Tale
from tonghu.due.obligation import Opening

ANY = ""
"""The key of a family's days on which anything was done."""

Days = dict[str, set[int]]
"""The days on which something was done in a family, by kind of event."""


def kept(stage: Stage, tale: Tale, duty: str) -> bool:
    """Whether an obligation of a duty is met at all."""
    percent: Mapping[str, int] = stage.story.data["kept"]
    own = tale.life.kept
    chance = own[duty] if duty in own else own.get("else", percent.get(duty, percent["else"]))
    return tale.dice.chance(chance)


def chosen_day(
    stage: Stage, tale: Tale, each: Asked, kind: str, days: Days, turn: int
) -> int | None:
    """A day that meets a window for the so-manieth time, None where it would come too late."""
    dice, data = tale.dice, stage.story.data
    duty, opening = each
    if duty.every is not None and opening.last is not None:
        length = opening.last - opening.opens + 1
        first = opening.opens + length * turn // duty.times
        last = opening.opens + length * (turn + 1) // duty.times - 1
        late = length // 2 if opening.cut else 0
        day = _visit(dice, data, (first, last + late), kind, days)
        return day if day <= min(opening.last, stage.on) else None
    if duty.within is not None and opening.last is not None:
        prompt = dice.chance(data["prompt"])
        day = _in_time(dice, opening) if prompt else opening.last + dice.between(*data["delay"])
        return day if day <= stage.on else None
    if duty.early is not None and dice.chance(50):
        day = opening.opens - dice.below(data["ahead"])
    else:
        day = _visit(dice, data, _lag(opening.opens, data["lag"]), kind, days)
    return day if day <= min(each.closes, stage.on) else None


def _in_time(dice: Dice, opening: Opening) -> int:
    """A day of a window; nothing is rolled for a window of one day."""
    assert opening.last is not None
    alone = opening.opens == opening.last
    return opening.last if alone else dice.between(opening.opens, opening.last)


def _lag(opens: int, lag: list[int]) -> tuple[int, int]:
    return opens + lag[0], opens + lag[1]


def _visit(
    dice: Dice, data: Mapping[str, Any], ends: tuple[int, int], kind: str, days: Days
) -> int:
    """A day between two: rather one on which the family is visited anyway."""
    for key, chance in ((kind, data["together"]), (ANY, data["combined"])):
        known = sorted(day for day in days.get(key, ()) if ends[0] <= day <= ends[1])
        if known and dice.chance(chance):
            return dice.one(known)
    return dice.between(*ends)
