"""Families: who lives in them, where, since when, and everything that is written about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tonghu import period
from tonghu.demo.choose import Days
from tonghu.demo.dice import Dice
from tonghu.demo.fulfil import fulfil
from tonghu.demo.identity import child_id, short_name
from tonghu.demo.life import skeleton
from tonghu.demo.schooling import schooling
from tonghu.demo.sift import sift
from tonghu.demo.slips import slip
from tonghu.demo.story import Life, Story
from tonghu.demo.tale import Stage, Tale
from tonghu.period import Duration

MONTHS = 12
OLDEST = 16 * MONTHS


@dataclass(frozen=True)
class Plan:
    """One family before anything is written: its number, and those of its children."""

    number: int
    first: int
    size: int
    cast: int | None


@dataclass(frozen=True)
class Family:
    """A family's children with their tales told; twins say that they are two."""

    household: str
    tales: tuple[Tale, ...]
    twins: bool


def plans(story: Story, seed: int, children: int) -> list[Plan]:
    """The families of a county: those of the cast first, as far as half of the children go."""
    found: list[Plan] = []
    first = 0
    weights = {int(size): weight for size, weight in story.data["children"].items()}
    while first < children:
        number = len(found)
        cast = number if number < len(story.cast) and first < children // 2 else None
        wanted = Dice(seed, "size", number).weighted(weights) if cast is None else 0
        size = min(wanted or len(story.cast[number].lives), children - first)
        found.append(Plan(number, first, size, cast))
        first += size
    return found


def family(stage: Stage, plan: Plan) -> Family:
    """Everything about one family."""
    dice = Dice(stage.seed, "family", plan.number)
    home = dice.one(stage.around.villages)
    start = _start(stage, plan, dice)
    tales = _tales(stage, plan, dice, home, start)
    cast = None if plan.cast is None else stage.story.cast[plan.cast]
    days: Days = {}
    for tale in tales:
        if cast is None or cast.schooling:
            tale.entries += schooling(stage, tale)
        tale.entries += skeleton(stage, tale, (stage.seed, plan.number))
        sift(stage, tale)
        fulfil(stage, tale, days)
        slip(stage, tale)
    return Family(short_name(dice, set()), tuple(tales), cast is not None and cast.twins)


def _start(stage: Stage, plan: Plan, dice: Dice) -> int:
    """The first day on which the family is known."""
    if plan.cast is not None and (known := stage.story.cast[plan.cast].known) is not None:
        return stage.on - known
    data = stage.story.data
    first = period.after(stage.on, Duration(-MONTHS * data["years"], 0)) + 1
    if dice.chance(data["early"]):
        return first + dice.below(data["opening"])
    return dice.between(first, stage.on - data["closing"])


def _tales(stage: Stage, plan: Plan, dice: Dice, home: str, start: int) -> list[Tale]:
    lives = _lives(stage.story, plan, dice)
    months = MONTHS * dice.between(*lives[0].ages) + dice.below(MONTHS)
    found: list[Tale] = []
    for offset, life in enumerate(lives):
        own = Dice(stage.seed, "child", plan.first + offset)
        if offset:
            months = _sibling(months, offset, own.between(*stage.story.data["apart"]))
        tale = Tale("child", child_id(stage.seed, plan.first + offset), home, life, start, own)
        tale.sex = own.weighted(stage.story.data["sexes"])
        tale.born = _born(stage, life, start, months)
        found.append(tale)
    return found


def _lives(story: Story, plan: Plan, dice: Dice) -> list[Life]:
    if plan.cast is not None:
        return list(story.cast[plan.cast].lives[: plan.size])
    weights = {number: life.weight for number, life in enumerate(story.lives)}
    return [story.lives[dice.weighted(weights)]] * plan.size


def _sibling(months: int, offset: int, apart: int) -> int:
    """The age of the next brother or sister: older, else younger than all before."""
    older = months + apart * offset
    return older if older < OLDEST else max(0, months - apart * offset)


def _born(stage: Stage, life: Life, start: int, months: int) -> int:
    """The day that ages count from: the last of a month, some months before a day."""
    base = start
    if life.born is not None:
        base, months = stage.on, life.born[0] * MONTHS + life.born[1]
    at = date.fromordinal(base)
    year, month = divmod(at.year * MONTHS + at.month - 1 - months, MONTHS)
    return period.birth_day(f"{year:04d}-{month + 1:02d}")
