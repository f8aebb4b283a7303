"""The method note as a value: what everybody is told of how figures were protected."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from tonghu.disclosure.cell import Cell, Dims, Span

ROUND, RANDOM = "round", "random"


@dataclass(frozen=True)
class Protection:
    """Counts below `threshold` are not shown, others are multiples of `base`; `refresh` changed
    children are needed before a place's figures are made anew.

    `mode` is how figures are rounded; ours are random, others only stand in issues of others.
    """

    threshold: int
    base: int
    refresh: int
    mode: str = RANDOM

    def span(self, value: int | None) -> Span:
        """What a figure says of the count behind it."""
        if value is None:
            return Span(0, self.threshold - 1)
        below, above = self.reach()
        return Span(max(self.threshold, value - below), value + above)

    def reach(self) -> tuple[int, int]:
        """How far below and above a figure the count may be."""
        most, half = self.base - 1, self.base // 2
        return {"nearest": (half, half), "down": (0, most), "up": (most, 0)}.get(
            self.mode, (most, most)
        )

    def allows(self, count: int, value: int | None) -> bool:
        """Whether a count may be published as this value."""
        if value is None or count < self.threshold:
            return value is None and count < self.threshold
        span = self.span(value)
        return value % self.base == 0 and span.low <= count <= span.high


@dataclass(frozen=True)
class Harm:
    """What counts as a disclosure: small counts, narrow spans, small changes, and of what."""

    small: int
    width: int
    change: int
    entrant: int
    sensitive: frozenset[str]
    benign: Mapping[str, frozenset[str]]

    def hurts(self, dims: Dims) -> bool:
        """Whether a cell tells something sensitive of the children in it."""
        return any(self.hurtful(name, value) for name, value in dims)

    def hurtful(self, name: str, value: str) -> bool:
        """Whether a value is one that must not be learnt of a child."""
        return name in self.sensitive and value not in self.benign.get(name, ())


@dataclass(frozen=True)
class Note:
    """Protection by table, the values of every dimension, and how dimensions hang together.

    `partial` dimensions may have several values or none for one child; of those in `covers`
    every child has one; `floors` are the fewest children of a place from which each table of a
    level is shown; `made` says of which values of which other dimension a dimension is
    made; `along` of which other dimension a dimension tells the outcome.
    """

    default: Protection
    tables: Mapping[str, Protection]
    domains: Mapping[str, tuple[str, ...]]
    partial: frozenset[str]
    covers: frozenset[str]
    harm: Harm
    made: Mapping[str, tuple[str, Mapping[str, tuple[str, ...]]]] = field(default_factory=dict)
    along: Mapping[str, str] = field(default_factory=dict)
    floors: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def protection(self, table: str) -> Protection:
        """How the figures of a table are protected."""
        return self.tables.get(table, self.default)

    def level(self, geo: str) -> Mapping[str, int]:
        """The floors of the tables that a place may have, by how deep it lies."""
        levels = list(self.floors.values())
        depth = min(geo.count("/"), len(levels) - 1)
        return levels[depth] if levels else {}

    def cells(self, row: tuple[str, ...]) -> list[Dims]:
        """Every combination of values of some dimensions."""
        named = sorted(row)
        every = product(*(self.domains[name] for name in named))
        return [tuple(zip(named, values, strict=True)) for values in every]

    def canonical(self, found: Cell) -> Cell:
        """The one name of all cells that are the same children by definition."""
        pairs = {pair for own in found.dims for pair in self._plain(*own)}
        return Cell(found.geo, tuple(sorted(p for p in pairs if not self._implied(p, pairs))))

    def _plain(self, name: str, value: str) -> tuple[tuple[str, str], ...]:
        """A value as its only part, or as the first of all groups of the same parts."""
        of, groups = self.made.get(name, ("", {}))
        parts = frozenset(groups.get(value, ()))
        whole = of in self.domains and of not in self.partial and parts >= set(self.domains[of])
        if whole or (len(self.domains.get(name, "  ")) == 1 and name not in self.partial):
            return ()
        if len(parts) == 1:
            return ((of, next(iter(parts))),)
        same = (
            (other, each)
            for other, (base, known) in self.made.items()
            for each, own in known.items()
            if base == of and frozenset(own) == parts
        )
        return (min(same, default=(name, value)),)

    def _implied(self, pair: tuple[str, str], pairs: Collection[tuple[str, str]]) -> bool:
        """Whether another value of the same cell is a part of this one."""
        of, groups = self.made.get(pair[0], ("", {}))
        return any(name == of and value in groups[pair[1]] for name, value in pairs if of)

    def json(self) -> dict[str, Any]:
        """The note as `sdc.json` has it."""
        return {
            "default": _kind(self.default),
            "tables": {name: _kind(found) for name, found in self.tables.items()},
            "domains": {name: list(values) for name, values in self.domains.items()},
            "partial": sorted(self.partial),
            "covers": sorted(self.covers),
            "made": {
                name: {"of": of, "groups": {key: list(values) for key, values in groups.items()}}
                for name, (of, groups) in self.made.items()
            },
            "along": dict(self.along),
            "floors": {level: dict(floors) for level, floors in self.floors.items()},
            "protect": {
                "small": self.harm.small,
                "width": self.harm.width,
                "change": self.harm.change,
                "entrant": self.harm.entrant,
                "sensitive": sorted(self.harm.sensitive),
                "benign": {name: sorted(found) for name, found in self.harm.benign.items()},
            },
        }


def _kind(found: Protection) -> dict[str, Any]:
    return {
        "kind": ROUND,
        "base": found.base,
        "mode": found.mode,
        "threshold": found.threshold,
        "sticky": found.refresh,
    }
