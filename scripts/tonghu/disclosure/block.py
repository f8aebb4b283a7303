"""All that the figures of one day say together: a count for every cell, bounds, and sums."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from tonghu.disclosure.cell import Cell, Dims, Figure, Span, names, parent
from tonghu.disclosure.note import Note

Pattern = tuple[str, ...]
"""Names of dimensions, sorted."""

Expression = Mapping[int, float]
"""Counts by their index, each with how often it is added."""

UNBOUNDED = 1_000_000_000
"""No county has as many children."""


class Row(NamedTuple):
    """An expression that lies between two numbers."""

    low: float
    high: float
    terms: Expression


class Day(NamedTuple):
    """The figures that are new on one day, and the note that goes with them.

    `geos` are all places of that issue: children add up to their parents, also those places whose
    own figures are of an earlier day and say nothing here. `withheld` are the tables of which
    the issue says that the audit kept them back.
    """

    asof: str
    figures: Sequence[Figure]
    geos: Collection[str]
    note: Note
    withheld: Collection[str] = ()


class Block:
    """The counts behind the figures of one day: `index` of each cell, its bounds, and the rows."""

    def __init__(self, day: Day) -> None:
        self.asof = day.asof
        self.note = day.note
        self.index: dict[Cell, int] = {}
        self.bounds: list[Span] = []
        self.patterns: dict[str, set[Pattern]] = {}
        for figure in day.figures:
            found = self.patterns.setdefault(figure.cell.geo, {()})
            found |= closed(names(figure.cell.dims), day.note)
        self._variables(set(day.geos))
        self._publish(day.figures, day.withheld)
        self.rows = [*self._sums(), *self._merged(), *self._places()]

    def _variables(self, geos: set[str]) -> None:
        for geo, patterns in self.patterns.items():
            for pattern in sorted(patterns):
                for dims in self.note.cells(pattern):
                    self._add(Cell(geo, dims))
        for geo in sorted(geos - set(self.patterns)):
            around = parent(geo)
            for pattern in self._below(around) if around in self.patterns else ():
                for dims in self.note.cells(pattern):
                    self._add(Cell(geo, dims))

    def _below(self, around: str | None) -> set[Pattern]:
        """The patterns that any place within another shows."""
        inner = [found for geo, found in self.patterns.items() if parent(geo) == around]
        return set().union(*inner)

    def _add(self, cell: Cell) -> None:
        if cell not in self.index:
            self.index[cell] = len(self.bounds)
            self.bounds.append(Span(0, UNBOUNDED))

    def _publish(self, figures: Sequence[Figure], withheld: Collection[str]) -> None:
        """What figures say of their cells, and tables that are there or not of the total."""
        shown: dict[str, set[str]] = {}
        for figure in figures:
            self._bound(figure.cell, self.note.protection(figure.table).span(figure.value))
            shown.setdefault(figure.cell.geo, set()).add(figure.table)
        for geo, tables in shown.items():
            for table, floor in self.note.level(geo).items():
                if table in tables:
                    self._bound(Cell(geo, ()), Span(floor, UNBOUNDED))
                elif table not in withheld:
                    self._bound(Cell(geo, ()), Span(0, max(floor - 1, 0)))

    def _bound(self, cell: Cell, said: Span) -> None:
        self._add(cell)
        at = self.index[cell]
        now = self.bounds[at]
        self.bounds[at] = Span(max(now.low, said.low), min(now.high, said.high))

    def _sums(self) -> Iterator[Row]:
        """Over the values of one dimension, cells add up to the cell without it."""
        for geo, patterns in self.patterns.items():
            for pattern in sorted(patterns):
                for name in pattern:
                    rest = tuple(other for other in pattern if other != name)
                    if rest in patterns:
                        for dims in self.note.cells(rest):
                            yield from self._sum(geo, dims, name)

    def _sum(self, geo: str, dims: Dims, name: str) -> Iterator[Row]:
        whole = self.index[Cell(geo, dims)]
        parts = [self.index[with_value(geo, dims, name, v)] for v in self.note.domains[name]]
        total = {whole: 1.0, **dict.fromkeys(parts, -1.0)}
        if name not in self.note.partial or self.note.along.get(name) in dict(dims):
            yield Row(0, 0, total)
            return
        for part in parts:
            yield Row(0, UNBOUNDED, {whole: 1.0, part: -1.0})
        if name in self.note.covers:
            yield Row(-UNBOUNDED, 0, total)

    def _merged(self) -> Iterator[Row]:
        """A value made of others is at least each of them, and at most their sum."""
        for geo, patterns in self.patterns.items():
            for pattern in sorted(patterns):
                for name in pattern:
                    of, _ = self.note.made.get(name, ("", {}))
                    rest = tuple(other for other in pattern if other != name)
                    if of and tuple(sorted((*rest, of))) in patterns:
                        for dims in self.note.cells(rest):
                            yield from self._merge(geo, dims, name)

    def _merge(self, geo: str, dims: Dims, name: str) -> Iterator[Row]:
        of, groups = self.note.made[name]
        for value, parts in groups.items():
            whole = self.index[with_value(geo, dims, name, value)]
            found = [self.index[with_value(geo, dims, of, part)] for part in parts]
            exact = of not in self.note.partial
            yield Row(0 if exact else -UNBOUNDED, 0, {whole: 1.0, **dict.fromkeys(found, -1.0)})
            for part in found:
                yield Row(0, UNBOUNDED, {whole: 1.0, part: -1.0})

    def _places(self) -> Iterator[Row]:
        """The children of a place are those of all places within it."""
        for geo in self.patterns:
            within = sorted({cell.geo for cell in self.index if parent(cell.geo) == geo})
            for pattern in sorted(self._below(geo) & self.patterns[geo]) if within else ():
                for dims in self.note.cells(pattern):
                    inner = [self.index[Cell(each, dims)] for each in within]
                    yield Row(
                        0, 0, {self.index[Cell(geo, dims)]: 1.0, **dict.fromkeys(inner, -1.0)}
                    )


def closed(pattern: Pattern, note: Note) -> set[Pattern]:
    """A pattern and all parts of it that mean something by themselves."""
    parts = {part for size in range(len(pattern) + 1) for part in combinations(pattern, size)}
    return {part for part in parts if all(note.along.get(n, n) in part for n in part)}


def with_value(geo: str, dims: Dims, name: str, value: str) -> Cell:
    """A cell with a value of one more dimension."""
    return Cell(geo, tuple(sorted((*dims, (name, value)))))
