"""One who knows all other children, and every issue: how sure he gets of the last child."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tonghu.disclosure.cell import Cell, parent
from tonghu.disclosure.note import Protection
from tonghu.disclosure.rounding import shown
from tonghu.statistics.counting import Census, Person, Profile, Sight
from tonghu.statistics.definition import COUNTY, Definitions
from tonghu.statistics.folder import Issue
from tonghu.statistics.neighbour import all_counts, replaced

SURE = 0.95
SECRETS = 20
"""Invented secrets with which every figure is rounded again."""

Odds = NDArray[np.float64]
"""For each secret, how much likelier the figures are with another value than with the true one."""

Values = tuple[str, ...]
Prior = Counter[Values]

Stay = tuple[tuple[int, Person], ...]
"""The issues in which a child had the same value, and how it was counted in each."""


class Guessed(NamedTuple):
    """How many children have something that must not be learnt, and of how many it would be."""

    children: int
    sure: float

    @property
    def share(self) -> float:
        """The share of those of whom it would be learnt."""
        return self.sure / max(self.children, 1)


class Day:
    """One issue's new figures of the county, and how likely each is with a child more or less."""

    def __init__(self, issue: Issue, census: Census) -> None:
        tables = [table for table in census.definitions.level(COUNTY)
                  if any(f.table == table.id for f in issue.anew())]  # fmt: skip
        self.period, self.note, self.census = issue.period, issue.note, census
        self.sights = [Sight(table, census.definitions) for table in tables]
        counts = all_counts(census, tables)
        self.counts = {self.note.canonical(cell): count for cell, count in counts.items()}
        self.how = {self.note.canonical(f.cell): self.note.protection(f.table)
                    for f in issue.anew()}  # fmt: skip
        self._cells: dict[Person, set[Cell]] = {}
        self._odds: dict[tuple[Cell, int], Odds] = {}

    def cells(self, person: Person) -> set[Cell]:
        """The cells in which a child counts; the same children under two names are one."""
        if person not in self._cells:
            found = {self.note.canonical(Cell(sight.place(person.geo), dims))
                     for sight in self.sights
                     for dims in sight.cells(sight.seen(person.profile))}  # fmt: skip
            self._cells[person] = found & self.how.keys()
        return self._cells[person]

    def odds(self, person: Person, name: str, values: Values) -> Odds:
        """What the figures say for other values of a child's, against its own."""
        profile = replaced(person.profile, name, values, self.census.definitions)
        now, then = self.cells(person), self.cells(person._replace(profile=profile))
        moves = [*((cell, -1) for cell in now - then), *((cell, 1) for cell in then - now)]
        found = np.ones(SECRETS)
        for move in moves:
            if move not in self._odds:
                self._odds[move] = self._moved(*move)
            found *= self._odds[move]
        return found

    def _moved(self, cell: Cell, more: int) -> Odds:
        count, how = self.counts.get(cell, 0), self.how[cell]
        values = [shown(key, cell, count, self.period, how) for key in keys()]
        pairs = ((likely(count + more, v, how), likely(count, v, how)) for v in values)
        return np.array([then / now for then, now in pairs])


def keys() -> Iterator[bytes]:
    """The invented secrets."""
    return (hashlib.sha256(f"posterior {number}".encode()).digest() for number in range(SECRETS))


def likely(count: int, value: int | None, how: Protection) -> float:
    """How likely a count is published as a value."""
    if value is None or count < how.threshold:
        return float(value is None and count < how.threshold)
    over = count % how.base
    up = over / how.base
    return {count - over: 1 - up, count - over + how.base: up}.get(value, 0.0)


def guessed(days: Sequence[Day], newcomers: bool) -> dict[str, Guessed]:
    """Dimension → of how many children he would learn something sensitive from all issues together.

    Of newcomers since they came, or of children who were there from the first issue to the last, as
    long as their value is the same. He knows all the others, the child's register and its other
    values; what he holds likely beforehand is how common it is in that register. What he held
    likelier than SURE before any issue is not counted.
    """
    note = days[-1].note
    found = {}
    for name in sorted(note.harm.sensitive & note.domains.keys() - note.made.keys()):
        children, certain = 0, 0.0
        before = [_before(day.census, name) for day in days]
        for stay, alike in stays([day.census for day in days], name, newcomers).items():
            at, person = stay[-1]
            prior = before[at][_register(person, days[at].census.definitions)]
            sure = _sure(name, [(days[each], then) for each, then in stay], prior)
            children += alike * (sure is not None)
            certain += alike * (sure or 0.0)
        found[name] = Guessed(children, certain)
    return found


def _sure(name: str, stay: Sequence[tuple[Day, Person]], prior: Prior) -> float | None:
    """With what share of the secrets something is learnt; None where nothing is to be learnt."""
    day, person = stay[-1]
    weights = np.array(list(prior.values()), dtype=float)
    own = person.profile[_at(name, day.census.definitions)]
    known = [_holding(fact, prior) for fact in _facts(own, name, day)]
    known = [holds for holds in known if weights[holds].sum() <= SURE * weights.sum()]
    if not known:
        return None
    odds = [np.prod([day.odds(then, name, values) for day, then in stay], axis=0)
            for values in prior]  # fmt: skip
    after = weights[:, None] * np.array(odds)
    after /= after.sum(axis=0)
    learnt = np.any([after[holds].sum(axis=0) > SURE for holds in known], axis=0)
    return float(np.mean(learnt))


def _facts(own: Values, name: str, day: Day) -> list[frozenset[str]]:
    """What must not be learnt: each of several values, or that the only one is not benign."""
    bad = [value for value in day.note.domains[name] if day.note.harm.hurtful(name, value)]
    if name in day.note.partial:
        return [frozenset({value}) for value in own if value in bad]
    return [frozenset(bad)] if {*own} & {*bad} else []


def _holding(fact: frozenset[str], prior: Prior) -> list[int]:
    return [at for at, values in enumerate(prior) if fact & set(values)]


def _at(name: str, definitions: Definitions) -> int:
    return list(definitions.dimensions).index(name)


def _before(census: Census, name: str) -> dict[Profile, Prior]:
    """Register → how many children have which values of a dimension."""
    at = _at(name, census.definitions)
    found: dict[Profile, Prior] = defaultdict(Counter)
    for person in census.people.values():
        found[_register(person, census.definitions)][person.profile[at]] += 1
    return found


def _register(person: Person, definitions: Definitions) -> Profile:
    named = zip(definitions.dimensions.values(), person.profile, strict=True)
    return tuple(values for each, values in named if each.covers)


def stays(days: Sequence[Census], name: str, newcomers: bool) -> Counter[Stay]:
    """Children alike, as long as a value stays: newcomers, or those whose value never changed."""
    found: Counter[Stay] = Counter()
    at = _at(name, days[-1].definitions)
    for first, day in enumerate(days if newcomers else days[:1]):
        for child in day.people.keys() - (days[first - 1].people.keys() if first else ()):
            stay = tuple(_stay(child, at, days, first))
            if first if newcomers else len(stay) == len(days):
                found[stay] += 1
    return found


def _stay(child: str, at: int, days: Sequence[Census], first: int) -> Iterator[tuple[int, Person]]:
    value = days[first].people[child].profile[at]
    for number, day in enumerate(days[first:], first):
        person = day.people.get(child)
        if person is None or person.profile[at] != value:
            return
        yield number, _bared(person, day.definitions)


def _bared(person: Person, definitions: Definitions) -> Person:
    """A child of the county with only its register and what is sensitive of it."""
    named = zip(definitions.dimensions.values(), person.profile, strict=True)
    kept = (v if d.covers or d.name in definitions.harm.sensitive else () for d, v in named)
    return Person(parent(person.geo) or person.geo, tuple(kept))
