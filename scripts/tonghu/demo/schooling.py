"""A child's way through the schools of the county, from the day it is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from tonghu import period
from tonghu.demo.tale import Entry, Stage, Tale, moment, recorder, told


def schooling(stage: Stage, tale: Tale) -> Iterator[Entry]:
    """Where a child enters and leaves school; `tale.school` is the last one it entered."""
    data = stage.story.data
    if tale.dice.chance(data["unschooled"]):
        return
    current = _learns(stage, tale, tale.start)
    if current:
        yield from _enter(stage, tale, tale.start, current)
    for year in range(date.fromordinal(tale.start).year, date.fromordinal(stage.on).year + 1):
        leaves, enters = (period.day(f"{year}-{data[key]['day']}") for key in ("leave", "enter"))
        wanted = _learns(stage, tale, enters)
        if not tale.start < enters <= stage.on or wanted in (None, current):
            continue
        current = wanted
        if tale.school and leaves > tale.start and not _teaches(stage, tale.school, wanted):
            said = {"school": tale.school}
            yield _event(stage, tale, leaves, data["leave"]["event"], said)
        yield from _enter(stage, tale, enters, wanted)


def _learns(stage: Stage, tale: Tale, day: int) -> str | None:
    """What a child learns in the school year that a day lies in, by its age at the beginning."""
    enters = stage.story.data["enter"]["day"]
    year = date.fromordinal(day).year
    begun = period.day(f"{year}-{enters}")
    if begun > day:
        begun = period.day(f"{year - 1}-{enters}")
    found = None
    for each in stage.story.data["schooling"]:
        reached = period.birthday(tale.born or 0, each["age"], stage.rules.leap_rule)
        found = each["stage"] if reached <= begun else found
    return found


def _teaches(stage: Stage, school: str, wanted: str | None) -> bool:
    return school in stage.around.schools.get(wanted or "", ())


def _enter(stage: Stage, tale: Tale, day: int, wanted: str | None) -> Iterator[Entry]:
    if tale.school is None or not _teaches(stage, tale.school, wanted):
        tale.school = stage.around.school(wanted or "", tale.home, tale.dice)
    if tale.school is not None:
        said = {"school": tale.school, "stage": wanted}
        yield _event(stage, tale, day, stage.story.data["enter"]["event"], said)


def _event(stage: Stage, tale: Tale, day: int, kind: str, said: Mapping[str, str | None]) -> Entry:
    now = moment(stage, tale, day, {}, tale.dice)
    return told(tale, kind, said, now, recorder(stage, kind, said, now))
