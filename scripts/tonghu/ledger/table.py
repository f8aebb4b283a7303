"""Rows of many subjects put together: the order of groups, and how many there are of what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tonghu.ledger.model import Cell, Column, Ledger
from tonghu.record.places import Places

LAST = 10**6
"""After everything that a schema lists."""


class Row(NamedTuple):
    """One row: whose it is, its cells, and a key among rows of the same group."""

    subject: str
    cells: tuple[Cell, ...]
    key: tuple[object, ...]
    is_read: bool = True


class Count(NamedTuple):
    """A value in each of some columns, how many subjects have it, and in how many rows."""

    values: tuple[str, ...]
    subjects: int
    rows: int


class Tally(NamedTuple):
    """How many subjects have which values in some columns."""

    titles: tuple[str, ...]
    counts: tuple[Count, ...]


class Balance(NamedTuple):
    """A cross-check: the equation, by how much it fails, and what of that is not collected."""

    equation: str
    short: int
    lacking: tuple[tuple[str, int], ...]
    wrong: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A ledger on a day; `levels` tells how far in each row of a summary stands.

    `twice` are the ids that stand in it more than once because they have several folders.
    """

    ledger: Ledger
    on: str
    area: str
    rows: Sequence[tuple[Cell, ...]]
    heads: tuple[str, ...]
    subjects: int
    unread: tuple[str, ...]
    tallies: tuple[Tally, ...] = ()
    balances: tuple[Balance, ...] = ()
    levels: tuple[int, ...] = ()
    twice: tuple[str, ...] = ()


def listed(ledger: Ledger, on: str, area: str, places: Places, found: Iterable[Row]) -> Table:
    """The table of a ledger with a row for each subject or event of an area."""
    groups = [ledger.place_of(title) for title in ledger.group]
    ranks = [_ranks(ledger.columns[at], places) for at in groups]

    def place(row: Row) -> tuple[object, ...]:
        values = [(r.get(str(row.cells[at]), LAST), str(row.cells[at])) for at, r in
                  zip(groups, ranks, strict=True)]  # fmt: skip
        return (row.is_read, *values, *row.key)

    rows = sorted(found, key=place)
    read = [row for row in rows if row.is_read]
    return Table(
        ledger,
        on,
        places.name(area) if area else "",
        [row.cells for row in rows],
        tuple(column.title for column in ledger.columns),
        len({row.subject for row in read}),
        tuple(sorted({row.subject for row in rows if not row.is_read})),
        tuple(_tally(ledger, titles, places, read) for titles in ledger.totals),
    )


def _tally(ledger: Ledger, titles: tuple[str, ...], where: Places, rows: Sequence[Row]) -> Tally:
    columns = [ledger.place_of(title) for title in titles]
    ranks = [_ranks(ledger.columns[at], where) for at in columns]
    every = [(row.subject, tuple(str(row.cells[at]) for at in columns)) for row in rows]
    many = Counter(values for _, values in every)
    once = Counter(values for _, values in set(every))

    def place(one: Count) -> list[tuple[int, str]]:
        pairs = zip(one.values, ranks, strict=True)
        return [(rank.get(value, LAST), value) for value, rank in pairs]

    counts = [Count(values, once[values], many[values]) for values in many]
    return Tally(titles, tuple(sorted(counts, key=place)))


def _ranks(column: Column, places: Places) -> dict[str, int]:
    """The order of the values of a column: of places, or as the schema or the page says them."""
    if column.shown_as:
        return places.ranks()
    name = column.of or column.its
    listed = [str(value) for value in name.listed] if name else []
    said = [column.words.get(value, value) for value in listed]
    return {value: rank for rank, value in enumerate([*said, *(c.say for c in column.choose)])}
