"""Whether the method note is true: figures against the counts behind them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping

from tonghu.disclosure.cell import Cell, Figure
from tonghu.disclosure.finding import Finding
from tonghu.disclosure.note import Note
from tonghu.disclosure.rounding import shown

Counts = Mapping[Cell, int]
FAR = 4.5
"""Standard deviations from what chance would do, beyond which it was not chance."""


def untrue(figures: Iterable[Figure], counts: Counts, note: Note) -> Iterator[Finding]:
    """Figures that may not be published for the counts behind them."""
    for figure in figures:
        how, count = note.protection(figure.table), counts.get(figure.cell, 0)
        if how.allows(count, figure.value):
            continue
        code = "untrue"
        if figure.value is not None and count < how.threshold:
            code = "below-threshold"
        elif figure.value is not None and figure.value % how.base:
            code = "not-rounded"
        yield Finding(code, figure.asof, (figure.cell,))


def not_remade(
    figures: Iterable[Figure], counts: Counts, note: Note, secret: bytes, issue: str
) -> Iterator[Finding]:
    """Figures that the secret does not give for this cell, count and issue."""
    for figure in figures:
        how, count = note.protection(figure.table), counts.get(figure.cell, 0)
        if shown(secret, note.canonical(figure.cell), count, issue, how) != figure.value:
            yield Finding("not-remade", figure.asof, (figure.cell,))


def not_random(figures: Iterable[Figure], counts: Counts, note: Note) -> Iterator[Finding]:
    """Whether figures go to the farther multiple as often as chance would have it."""
    expected = seen = spread = 0.0
    cells = {figure.cell: figure for figure in figures if figure.value is not None}
    last = ""
    for cell, figure in cells.items():
        base, count = note.protection(figure.table).base, counts.get(cell, 0)
        far = min(count % base, base - count % base) / base
        assert figure.value is not None
        seen += abs(figure.value - count) > base / 2
        expected += far
        spread += far * (1 - far)
        last = max(last, figure.asof)
    if spread and abs(seen - expected) > FAR * math.sqrt(spread):
        yield Finding("not-random", last, (), f"{seen:.0f}/{expected:.0f}")


def differing(figures: Iterable[Figure], note: Note) -> Iterator[Finding]:
    """Cells that show two values for one day, and places whose new figures are of several days.

    Two cells that are the same children by definition are one.
    """
    values: dict[tuple[Cell, str], int | None] = {}
    days: dict[str, str] = {}
    for figure in figures:
        key = (note.canonical(figure.cell), figure.asof)
        if values.setdefault(key, figure.value) != figure.value:
            yield Finding("cell-differs", figure.asof, (figure.cell,))
        if days.setdefault(figure.cell.geo, figure.asof) != figure.asof:
            yield Finding("dates-differ", figure.asof, (figure.cell,))


def rewritten(before: Iterable[Figure], now: Iterable[Figure]) -> Iterator[Finding]:
    """Figures carried from an earlier issue that are no longer what they were."""
    old = {(figure.table, figure.cell, figure.asof): figure.value for figure in before}
    for figure in now:
        key = (figure.table, figure.cell, figure.asof)
        if key in old and old[key] != figure.value:
            yield Finding("figure-changed", figure.asof, (figure.cell,))


def ill_formed(figures: Iterable[Figure], note: Note) -> Iterator[Finding]:
    """Figures that the note rules out without knowing any count."""
    for figure in figures:
        how = note.protection(figure.table)
        if figure.value is not None and figure.value % how.base:
            yield Finding("not-rounded", figure.asof, (figure.cell,))
        elif figure.value is not None and figure.value < how.threshold - how.threshold % how.base:
            yield Finding("below-threshold", figure.asof, (figure.cell,))
