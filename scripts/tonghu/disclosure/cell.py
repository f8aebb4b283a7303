"""A cell: the children of one place who have certain values; and what is published of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

Dims = tuple[tuple[str, str], ...]
"""(dimension, value) pairs, sorted by dimension; a dimension not named is summed over."""


class Cell(NamedTuple):
    """The same cell whichever table shows it: a place, and values of some dimensions."""

    geo: str
    dims: Dims


class Figure(NamedTuple):
    """One figure as published; `value` is None where a count below the threshold is not shown."""

    table: str
    cell: Cell
    value: int | None
    asof: str


class Span(NamedTuple):
    """The least and the most that a count can be, both inclusive."""

    low: int
    high: int


def cell(geo: str, dims: Mapping[str, str]) -> Cell:
    """The cell with these values; empty ones are summed over."""
    return Cell(geo, tuple(sorted((name, value) for name, value in dims.items() if value)))


def names(dims: Dims) -> tuple[str, ...]:
    """The dimensions that a cell has values of."""
    return tuple(name for name, _ in dims)


def parent(geo: str) -> str | None:
    """The place around a place, None around the largest."""
    return geo.rpartition("/")[0] or None
