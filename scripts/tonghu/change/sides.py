"""The two states that are compared: what each says of everything but the children."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from tonghu.change.ahead import Segment, months
from tonghu.due.engine import Rules
from tonghu.due.rules import option_days, rules
from tonghu.duty.home import Home, load_home
from tonghu.duty.model import TERM, Duty
from tonghu.record.repository import Repository


class Where(NamedTuple):
    """Where one state lies: its records but for the children, and its definitions.

    `there` is false where there were no records yet.
    """

    records: Path
    home: Path
    there: bool = True


@dataclass(frozen=True)
class Side:
    """One state, read; `segments` are the days to come, the first beginning on the day asked.

    `unread` are the files of settings and team that cannot be used; those of the other state stand
    in for them, so that what they say does not seem to be gone.
    """

    repository: Repository
    home: Home
    there: bool
    unread: tuple[str, ...]
    titles: Mapping[str, str]
    segments: tuple[Segment, ...]

    @property
    def rules(self) -> Rules:
        """The rules of the day asked."""
        return self.segments[0].rules


@dataclass(frozen=True)
class Sides:
    """Both states, and what the difference of their rules reaches.

    `wide` are the ids of the duties to be compared for every subject; `alike` says that what holds
    for a subject is the same in both where its records are.
    """

    on: int
    base: Side
    head: Side
    wide: frozenset[str]
    alike: bool


class Read(NamedTuple):
    """What was read of one state, and the files of settings and team that cannot be used."""

    repository: Repository
    home: Home
    there: bool
    unread: tuple[str, ...]


def sides(base: Where, head: Where, on: int) -> Sides:
    """Read both; OSError or ValueError where one has no definitions that can be read."""
    read = [_read(base), _read(head)]
    _stand_in(*read)
    _stand_in(*reversed(read))
    days = sorted({day for each in read for day in option_days(each.home, each.repository)})
    last = months(on)[-1].last
    firsts = [on, *(day for day in days if on < day <= last)]
    spans = list(zip(firsts, [*(day - 1 for day in firsts[1:]), last], strict=True))
    every = [[rules(each.home, each.repository, first) for first in firsts] for each in read]
    ages = tuple(sorted({age for each in every for rule in each for age in rule.ages}))
    lost = {page for each in read for page in each.home.pages.keys() - each.home.sound().keys()}
    made = [
        Side(*each, _titles(each.home), _segments(found, spans, ages, lost))
        for each, found in zip(read, every, strict=True)
    ]
    wide, alike = _reach(*made)
    return Sides(on, made[0], made[1], wide, alike)


def _read(where: Where) -> Read:
    home = load_home(where.home)
    repository = Repository(where.records, home.schemas.valid)
    found = [*repository.unread(), *repository.refused()] if where.there else []
    return Read(repository, home, where.there, tuple(found))


def _stand_in(bad: Read, good: Read) -> None:
    """Let what can be used of one state stand in for what cannot be used of the other."""
    for path in set(bad.unread) - set(good.unread) if good.there else ():
        if path == bad.repository.settings.path:
            bad.repository.settings = good.repository.settings
        else:
            bad.repository.team_document = good.repository.team_document


def _segments(
    found: list[Rules], spans: list[tuple[int, int]], ages: tuple[int, ...], lost: set[str]
) -> tuple[Segment, ...]:
    """The rules of each span without the duties whose page cannot be read in both states."""
    return tuple(
        Segment(replace(each, ages=ages, duties=_without(each.duties, lost)), *span)
        for each, span in zip(found, spans, strict=True)
    )


def _without(duties: tuple[Duty, ...], lost: set[str]) -> tuple[Duty, ...]:
    return tuple(duty for duty in duties if duty.id not in lost)


def _titles(home: Home) -> dict[str, str]:
    return {name: str(fact["title"]) for name, fact in home.facts.data["facts"].items()}


def by_id(found: Rules) -> dict[str, list[Duty]]:
    """The definitions of each duty, as far as they say what is owed."""
    duties: dict[str, list[Duty]] = {}
    for duty in found.duties:
        duties.setdefault(duty.id, []).append(replace(duty, title="", cites=()))
    return duties


def _reach(base: Side, head: Side) -> tuple[frozenset[str], bool]:
    """The ids of the duties that the difference may reach, and whether subjects are alike."""
    pairs = list(zip(base.segments, head.segments, strict=True))
    alike = all(_facts(one.rules) == _facts(other.rules) for one, other in pairs)
    old, new = by_id(base.rules), by_id(head.rules)
    if not alike or any(_staff(one.rules) != _staff(other.rules) for one, other in pairs):
        return frozenset({*old, *new}), alike
    changed = {each for each in {*old, *new} if old.get(each) != new.get(each)}
    if base.rules.terms != head.rules.terms:
        every = {**old, **new}
        changed |= {each for each, found in every.items() if any(d.every == TERM for d in found)}
    return frozenset(changed), alike


def _facts(found: Rules) -> tuple[object, ...]:
    return found.spec, found.kinds, found.leap_rule


def _staff(found: Rules) -> tuple[object, ...]:
    places = {place.id: (place.kind, place.within) for place in found.staff.places.by_id.values()}
    return places, found.staff.team.workers, found.staff.designations
