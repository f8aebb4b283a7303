"""The two states that are compared: what each says of everything but the children."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from tonghu.change.ahead import Segment, months
from tonghu.change.lost import Known, Losses, Name, known, losses
from tonghu.change.model import BASE, HEAD, Cause
from tonghu.change.staff import held, moved
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

    `own` is the state as it is; in `repository` what can be used of the other state's settings and
    team stands in for what cannot be used here, so that what they say does not seem to be gone.
    `lost` is what is owed in the other state and, for want of a file that can be read, not here.
    """

    own: Known
    repository: Repository
    there: bool
    segments: tuple[Segment, ...]
    lost: Losses

    @property
    def home(self) -> Home:
        """The definitions."""
        return self.own.home

    @cached_property
    def titles(self) -> dict[str, str]:
        """What each fact is called."""
        return {name: str(fact["title"]) for name, fact in self.home.facts.data["facts"].items()}

    @property
    def rules(self) -> Rules:
        """The rules of the day asked."""
        return self.segments[0].rules


@dataclass(frozen=True)
class Sides:
    """Both states, and what the difference of their rules reaches.

    `wide` are the ids of the duties to be compared for every subject; `alike` says that what holds
    for a subject is the same in both where its records are. Whoever is named for something by a
    worker of these `codes` is compared in every duty: those workers come, go, or are away.
    """

    on: int
    base: Side
    head: Side
    wide: frozenset[str]
    alike: bool
    codes: frozenset[str]

    @property
    def reaches(self) -> bool:
        """Whether subjects whose records are the same may be owed something else."""
        return bool(self.wide or self.codes)

    def cause(self, duty: str, name: Name) -> Cause | None:
        """Why an obligation of some subject is on the lists of one state alone."""
        return self.head.lost.cause(duty, name) or self.base.lost.cause(duty, name)


def sides(base: Where, head: Where, on: int) -> Sides:
    """Read both; OSError or ValueError where one has no definitions that can be read."""
    own = _read(base, on), _read(head, on)
    both = base.there and head.there
    used = _standing(own[0], own[1], both), _standing(own[1], own[0], both)
    lost = losses(BASE, own[1], own[0]), losses(HEAD, own[0], own[1])
    read = [(each.home, repository) for each, repository in zip(own, used, strict=True)]
    made = [
        Side(known, repository, where.there, segments, losses)
        for known, repository, where, segments, losses in zip(
            own, used, (base, head), _segments(read, on), lost, strict=True
        )
    ]
    wide, alike = _reach(*made)
    wide = wide.union(*(each.duties for each in lost))
    moves = moved(made[0].rules.staff.team, made[1].rules.staff.team)
    return Sides(on, made[0], made[1], wide, alike, moves.codes)


def _read(where: Where, on: int) -> Known:
    home = load_home(where.home)
    repository = Repository(where.records, home.schemas.valid)
    found = [*repository.unread(), *repository.refused()] if where.there else []
    return known(home, repository, tuple(found), rules(home, repository, on))


def _standing(own: Known, other: Known, both: bool) -> Repository:
    """The records, with what can be used of the other state for what cannot be used of this."""
    mine, theirs = own.repository, other.repository
    bad = set(own.unread) - set(other.unread) if both else set()
    found = Repository(mine.records, mine.accepts)
    found.settings = (theirs if mine.settings.path in bad else mine).settings
    found.team_document = (theirs if mine.team_document.path in bad else mine).team_document
    found.place_documents = mine.place_documents
    return found


def _segments(read: Sequence[tuple[Home, Repository]], on: int) -> list[tuple[Segment, ...]]:
    """The rules of both states in each span of days in which no setting changes."""
    days = sorted({day for each in read for day in option_days(*each)})
    last = months(on)[-1].last
    firsts = [on, *(day for day in days if on < day <= last)]
    spans = list(zip(firsts, [*(day - 1 for day in firsts[1:]), last], strict=True))
    every = [[rules(*each, first) for first in firsts] for each in read]
    ages = tuple(sorted({age for each in every for rule in each for age in rule.ages}))
    return [
        tuple(
            Segment(replace(rule, ages=ages), *span) for rule, span in zip(each, spans, strict=True)
        )
        for each in every
    ]


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
    if not alike or any(_ground(one.rules) != _ground(other.rules) for one, other in pairs):
        return frozenset({*old, *new}), alike
    changed = {each for each in {*old, *new} if old.get(each) != new.get(each)}
    roles = moved(base.rules.staff.team, head.rules.staff.team).roles
    changed |= {duty.id for side in (base, head) for duty in side.rules.duties if held(duty, roles)}
    if base.rules.terms != head.rules.terms:
        every = {**old, **new}
        changed |= {each for each, found in every.items() if any(d.every == TERM for d in found)}
    return frozenset(changed), alike


def _facts(found: Rules) -> tuple[object, ...]:
    return found.spec, found.kinds, found.leap_rule


def _ground(found: Rules) -> tuple[object, ...]:
    places = {place.id: (place.kind, place.within) for place in found.staff.places.by_id.values()}
    return places, found.staff.designations
