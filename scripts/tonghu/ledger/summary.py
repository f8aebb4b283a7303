"""A summary: how many children of each place each column counts, and whether the columns agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from tonghu.ledger.model import Cell, Check, Ledger
from tonghu.ledger.seen import Seen
from tonghu.ledger.table import Balance, Table
from tonghu.record.places import Places

TOWNSHIP, VILLAGE = "township", "village"
Counts = Counter[tuple[str, int]]
"""(place, column) → how many; the place is empty where it is not known."""


def counted(ledger: Ledger, seen: Seen) -> Counts:
    """The columns that count one subject, at its own place."""
    where = seen.place() or ""
    columns = enumerate(ledger.columns)
    return Counter((where, at) for at, column in columns if seen.holds(ledger, column.where))


def summed(
    ledger: Ledger, on: str, places: Places, area: str, total: Counts, unread: tuple[str, ...]
) -> Table:
    """The table: the whole area, every township, and in it every village."""
    names, levels, rows = [], [], []
    for level, name, own in _lines(ledger, places, total):
        names.append(name if level else places.name(area) if area else name)
        levels.append(level)
        rows.append(own)
    found: list[tuple[Cell, ...]] = [
        (name, *cells) for name, cells in zip(names, rows, strict=True)
    ]
    heads = (ledger.terms.total, *(column.title for column in ledger.columns))
    every = rows[0] if rows else ()
    whole = every[0] if every else 0
    balances = tuple(_balance(check, ledger, found) for check in ledger.checks)
    return Table(
        ledger, on, places.name(area) if area else "", found, heads, whole, unread, (), balances,
        tuple(levels),
    )  # fmt: skip


def _lines(
    ledger: Ledger, places: Places, total: Counts
) -> Iterator[tuple[int, str, tuple[int, ...]]]:
    """(level, name, counts) of every line; places without children are there too."""
    own: dict[str, Counts] = {}
    for (where, at), count in total.items():
        own.setdefault(where, Counter())[where, at] += count
    width = range(len(ledger.columns))
    sums = {where: tuple(counts[where, at] for at in width) for where, counts in own.items()}
    yield 0, ledger.terms.total, _sum(list(sums.values()), len(width))
    known = {*sums, *(place.id for place in places.by_id.values() if place.kind == VILLAGE)}
    known |= {place.id for place in places.by_id.values() if place.kind == TOWNSHIP}
    within: dict[str, list[str]] = {}
    for where in sorted(known, key=places.order):
        within.setdefault(places.township(where) or "", []).append(where)
    nothing = tuple(0 for _ in width)
    for township in within:
        inside = within[township]
        name = places.name(township) if township else ledger.terms.missing
        yield 1, name, _sum([sums.get(where, nothing) for where in inside], len(width))
        if ledger.per == VILLAGE:
            yield from _villages(inside, township, sums, nothing, places, ledger.terms.missing)


def _villages(
    inside: Sequence[str],
    township: str,
    sums: Mapping[str, tuple[int, ...]],
    nothing: tuple[int, ...],
    places: Places,
    missing: str,
) -> Iterator[tuple[int, str, tuple[int, ...]]]:
    for where in inside:
        if where != township:
            yield 2, places.name(where), sums.get(where, nothing)
    if township in sums:
        yield 2, missing, sums[township]


def _sum(rows: Sequence[tuple[int, ...]], width: int) -> tuple[int, ...]:
    return tuple(sum(row[at] for row in rows) for at in range(width))


def _balance(check: Check, ledger: Ledger, rows: Sequence[tuple[Cell, ...]]) -> Balance:
    """Whether the columns agree in every row; the first row is the whole."""
    at = {column.number: place for place, column in enumerate(ledger.columns, 1)}
    titles = {column.number: column.title for column in ledger.columns}

    def total(row: tuple[Cell, ...], numbers: tuple[int, ...]) -> int:
        return sum(int(row[at[number]]) for number in numbers)

    wrong = tuple(
        str(row[0])
        for row in rows
        if total(row, check.left) != total(row, (*check.right, *check.lacking))
    )
    first = rows[0]
    lacking = tuple((titles[number], total(first, (number,))) for number in check.lacking)
    short = total(first, check.left) - total(first, check.right)
    return Balance(check.equation, short, lacking, wrong)
