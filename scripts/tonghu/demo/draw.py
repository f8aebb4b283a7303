"""Values of the story: written plainly, or drawn by chance, from a day, a fact or a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tonghu import period
from tonghu.demo.around import Around
from tonghu.demo.dice import Dice

NOTHING = object()


@dataclass(frozen=True)
class Moment:
    """What a value may depend on: the day, where, the event it follows, and what holds."""

    day: int
    home: str
    school: str | None
    around: Around
    dice: Dice
    trigger: Mapping[str, Any]
    holds: Callable[[str], Any]
    appoints: Mapping[str, list[str]]


def drawn(written: Mapping[str, Any], given: Mapping[str, Any], moment: Moment) -> dict[str, Any]:
    """The attributes as given, and those written that are not given; what cannot be is left out."""
    found = dict(given)
    for name, value in written.items():
        if name not in found:
            drawn_value = _value(value, moment, found)
            if drawn_value is not NOTHING:
                found[name] = drawn_value
    return found


def _value(written: Any, moment: Moment, found: Mapping[str, Any]) -> Any:
    if isinstance(written, list):
        return [_value(each, moment, found) for each in written]
    if not isinstance(written, Mapping):
        return written
    key, argument = next(iter(written.items()))
    draw = DRAWS.get(key)
    if draw is None:
        return {name: _value(value, moment, found) for name, value in written.items()}
    if key == "fact":
        return _fact(written, moment, found)
    return draw(argument, moment, found)


Draw = Callable[[Any, Moment, Mapping[str, Any]], Any]


def _fact(written: Mapping[str, Any], moment: Moment, found: Mapping[str, Any]) -> Any:
    held = moment.holds(written["fact"])
    if held is not None and held != ():
        return held
    return _value(written["else"], moment, found) if "else" in written else NOTHING


def _of(name: Any, moment: Moment, _: Mapping[str, Any]) -> Any:
    return moment.trigger.get(name, NOTHING)


def _place(which: Any, moment: Moment, _: Mapping[str, Any]) -> Any:
    if which == "home":
        return moment.home
    if which == "township":
        return moment.around.places.township(moment.home)
    return moment.around.village(moment.home, moment.dice, near=which == "other")


def _school(stage: Any, moment: Moment, _: Mapping[str, Any]) -> Any:
    but = moment.trigger.get("school")
    return moment.around.school(stage, moment.home, moment.dice, but)


def _staff(roles: Any, moment: Moment, _: Mapping[str, Any]) -> Any:
    return moment.around.recorder(roles, moment.home, moment.school, moment.day)


def _appoint(name: Any, moment: Moment, found: Mapping[str, Any]) -> Any:
    roles = moment.appoints.get(found[name], [])
    return moment.around.recorder(roles, moment.home, moment.school, moment.day)


DRAWS: Mapping[str, Draw] = {
    "any": lambda weights, moment, _: moment.dice.weighted(weights),
    "some": lambda weights, moment, _: [moment.dice.weighted(weights)],
    "percent": lambda percent, moment, _: moment.dice.chance(percent),
    "between": lambda ends, moment, _: moment.dice.between(*ends),
    "days": lambda ends, moment, _: period.iso(moment.day + moment.dice.between(*ends)),
    "fact": lambda *_: NOTHING,
    "of": _of,
    "place": _place,
    "school": _school,
    "staff": _staff,
    "appoint": _appoint,
}
