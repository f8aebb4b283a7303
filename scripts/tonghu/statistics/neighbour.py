"""The neighbour who knows every other child, and what it could tell of a newcomer."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from tonghu.disclosure.cell import Cell, Figure
from tonghu.disclosure.note import Note
from tonghu.disclosure.rounding import shown
from tonghu.statistics.counting import Census, Person, Profile, Sight
from tonghu.statistics.definition import Definitions, Table

KEYS = 20
"""Invented secrets with which every issue is made again."""

Moves = tuple[frozenset[Cell], frozenset[Cell]]
"""The cells that a child would leave and enter if it had another value."""


class Known(NamedTuple):
    """How many newcomers with something to hide there are, and of how many it would be known."""

    newcomers: int
    certain: float


class Neighbour:
    """One day's counts, and what follows for a child if all the others are known."""

    def __init__(self, census: Census, counts: Mapping[Cell, int], figures: Sequence[Figure],
                 note: Note) -> None:  # fmt: skip
        self.definitions = census.definitions
        self.counts = counts
        self.note = note
        self.tables = {figure.cell: figure.table for figure in figures}
        shows = {figure.table for figure in figures}
        self.sights = [Sight(t, census.definitions) for t in self.definitions.tables
                       if t.id in shows]  # fmt: skip

    def alternatives(self, person: Person, name: str) -> list[Moves]:
        """For each other value of a dimension, what would be counted otherwise."""
        at = list(self.definitions.dimensions).index(name)
        own = person.profile[at]
        found = []
        for value in self.definitions.dimensions[name].values:
            if (value,) != own:
                other = replaced(person.profile, name, (value,), self.definitions)
                now, then = self._cells(person), self._cells(person._replace(profile=other))
                found.append((frozenset(now - then), frozenset(then - now)))
        return found

    def _cells(self, person: Person) -> set[Cell]:
        found = {
            Cell(sight.place(person.geo), dims)
            for sight in self.sights
            for dims in sight.cells(sight.seen(person.profile))
        }
        return found & self.tables.keys()

    def certain(self, moves: Iterable[Moves], values: Mapping[Cell, int | None]) -> bool:
        """Whether every other value is ruled out by what is published."""
        return all(self._ruled_out(left, entered, values) for left, entered in moves)

    def _ruled_out(
        self, left: Iterable[Cell], entered: Iterable[Cell], values: Mapping[Cell, int | None]
    ) -> bool:
        tried = [*((cell, -1) for cell in left), *((cell, 1) for cell in entered)]
        return any(
            not self.note.protection(self.tables[cell]).allows(
                self.counts.get(cell, 0) + more, values[cell]
            )
            for cell, more in tried
        )


def newcomers(before: Census, now: Census) -> Counter[Person]:
    """Children who were not counted before, those alike together."""
    return Counter(person for child, person in now.people.items() if child not in before.people)


def told(
    before: Census, now: Census, counts: Mapping[Cell, int], figures: Sequence[Figure], note: Note
) -> Known:
    """Of how many newcomers a neighbour would be certain, on average over many secrets."""
    neighbour = Neighbour(now, counts, figures, note)
    draws = [_drawn(key, counts, figures, note) for key in _keys()]
    number = certain = 0
    for person, alike in newcomers(before, now).items():
        for name in hidden(person.profile, now.definitions, note):
            moves = neighbour.alternatives(person, name)
            number += alike
            certain += alike * sum(neighbour.certain(moves, values) for values in draws)
    return Known(number, certain / KEYS)


def hidden(profile: Profile, definitions: Definitions, note: Note) -> Iterator[str]:
    """The dimensions of which a child has one value, and one that must not be learnt."""
    for (name, dimension), values in zip(definitions.dimensions.items(), profile, strict=True):
        alone = len(values) == 1 and not dimension.several and not dimension.made
        if alone and name in note.domains and note.harm.hurtful(name, values[0]):
            yield name


def replaced(
    profile: Profile, name: str, new: tuple[str, ...], definitions: Definitions
) -> Profile:
    """The profile with other values of a dimension, and with what is made of them."""
    found: list[tuple[str, ...]] = []
    for (each, dimension), values in zip(definitions.dimensions.items(), profile, strict=True):
        if each == name:
            found.append(new)
        elif dimension.made and dimension.made[0] == name:
            found.append(tuple(g for g, parts in dimension.made[1].items() if {*new} & {*parts}))
        else:
            found.append(values)
    return tuple(found)


def _keys() -> Iterator[bytes]:
    return (hashlib.sha256(f"key {number}".encode()).digest() for number in range(KEYS))


def _drawn(
    key: bytes, counts: Mapping[Cell, int], figures: Sequence[Figure], note: Note
) -> dict[Cell, int | None]:
    return {
        f.cell: shown(
            key, note.canonical(f.cell), counts.get(f.cell, 0), f.asof, note.protection(f.table)
        )
        for f in figures
    }


def all_counts(census: Census, tables: Iterable[Table]) -> Counter[Cell]:
    """The counts of every cell of some tables."""
    found: Counter[Cell] = Counter()
    for table in tables:
        found |= census.counts(table)
    return found
