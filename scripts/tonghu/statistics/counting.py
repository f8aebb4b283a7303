"""Children as values of dimensions, the cells that each counts in, and how many count in each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product
from operator import itemgetter
from typing import Any, NamedTuple

from tonghu.disclosure.cell import Cell, Dims, parent
from tonghu.statistics.definition import COUNTY, Definitions, Table

Profile = tuple[tuple[str, ...], ...]
"""The values of each dimension, in the order of the definitions."""


class Person(NamedTuple):
    """A child that is counted: the path of its township, and its values."""

    geo: str
    profile: Profile


People = Mapping[str, Person]
"""Child → what is counted of it."""


class Census:
    """All children of one day, as they are counted in tables and places."""

    def __init__(self, people: People, definitions: Definitions) -> None:
        self.people = people
        self.definitions = definitions

    @cached_property
    def totals(self) -> Counter[str]:
        """How many children are counted in each place, and in what it lies in."""
        found: Counter[str] = Counter()
        for geo, number in Counter(person.geo for person in self.people.values()).items():
            found[geo] += number
            found[parent(geo) or ""] += number
        return found

    def counts(self, table: Table) -> Counter[Cell]:
        """How many children count in each cell of a table, at every place of its level."""
        sight = Sight(table, self.definitions)
        geos = (person.geo for person in self.people.values())
        seen_of = map(sight.seen, (person.profile for person in self.people.values()))
        alike = Counter(zip(geos, seen_of, strict=True))
        found: Counter[Cell] = Counter()
        for (geo, seen), number in alike.items():
            for dims in sight.cells(seen):
                found[Cell(sight.place(geo), dims)] += number
        return found


class Sight:
    """What one table sees of a child: only the values of its own dimensions."""

    def __init__(self, table: Table, definitions: Definitions) -> None:
        self.table = table
        self.definitions = definitions
        self.names = list(dict.fromkeys(name for row in table.rows for name in row))
        order = list(definitions.dimensions)
        where: list[Any] = [order.index(name) for name in self.names]
        self.seen: Callable[[Profile], Any] = itemgetter(*where or [slice(0)])
        self._known: dict[Any, tuple[Dims, ...]] = {}
        self._places: dict[str, str] = {}

    def place(self, geo: str) -> str:
        """The place of the table's level that a township is, or lies in."""
        if self.table.level != COUNTY:
            return geo
        if geo not in self._places:
            self._places[geo] = parent(geo) or geo
        return self._places[geo]

    def cells(self, seen: Any) -> tuple[Dims, ...]:
        """The cells in which a child counts of whom this is `seen`."""
        found = self._known.get(seen)
        if found is None:
            own = seen if len(self.names) > 1 else (seen,) if self.names else ()
            values = dict(zip(self.names, own, strict=True))
            found = tuple(dims for row in self.table.rows for dims in self._row(row, values))
            self._known[seen] = found
        return found

    def _row(self, row: Sequence[str], values: Mapping[str, tuple[str, ...]]) -> Iterable[Dims]:
        """One cell for each combination of values; an outcome goes with its own duty only."""
        along = {name: self.definitions.dimensions[name].along for name in row}
        free = [name for name in row if along[name] not in row]
        for chosen in product(*(range(len(values[name])) for name in free)):
            at = dict(zip(free, chosen, strict=True))
            yield tuple(sorted((n, values[n][at[n if n in at else along[n] or n]]) for n in row))


def changed(
    before: Census, now: Census, tables: Sequence[Table], more: int = 0
) -> Counter[tuple[str, str]]:
    """(Place, table) → how many distinct children count there otherwise than before.

    Counted only as far as the table needs, and some more: beyond that it does not matter.
    """
    found: Counter[tuple[str, str]] = Counter()
    watched = [_Watch(Sight(table, now.definitions), table, more) for table in tables]
    geos = {person.geo for census in (before, now) for person in census.people.values()}
    for watch in watched:
        watch.short = {watch.sight.place(geo) for geo in geos}
    for old, new in _pairs(before.people, now.people):
        watched = [watch for watch in watched if watch.short]
        if not watched:
            break
        for watch in watched:
            watch.look(old, new, found)
    return found


class _Watch:
    """One table, and the places in which not enough children have changed so far."""

    def __init__(self, sight: Sight, table: Table, more: int) -> None:
        self.sight = sight
        self.table = table
        self.enough = table.protection.refresh + more
        self.short: set[str] = set()

    def look(self, old: Person | None, new: Person | None, found: Counter[tuple[str, str]]) -> None:
        for geo in _differs(self.sight, old, new):
            if geo in self.short:
                found[geo, self.table.id] += 1
                if found[geo, self.table.id] >= self.enough:
                    self.short.discard(geo)


def _pairs(before: People, now: People) -> Iterator[tuple[Person | None, Person | None]]:
    """Every child that is not the same on both days."""
    for child, new in now.items():
        old = before.get(child)
        if old != new:
            yield old, new
    for child, old in before.items():
        if child not in now:
            yield old, None


def _differs(sight: Sight, old: Person | None, new: Person | None) -> Iterable[str]:
    """The places in whose cells of a table one child counts otherwise."""
    then = None if old is None else sight.seen(old.profile)
    since = None if new is None else sight.seen(new.profile)
    there = None if old is None else sight.place(old.geo)
    here = None if new is None else sight.place(new.geo)
    if there == here and then == since:
        return ()
    out = {(there, dims) for dims in sight.cells(then)} if then is not None else set()
    into = {(here, dims) for dims in sight.cells(since)} if since is not None else set()
    return {geo for geo, _ in out ^ into if geo is not None}
