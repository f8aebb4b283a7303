"""One pass over all records: the rows and counts of several ledgers at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from tonghu import pool
from tonghu.due.engine import Rules
from tonghu.due.lines import Asked
from tonghu.ledger.cells import SEPARATOR, Cells
from tonghu.ledger.model import Cell, Ledger
from tonghu.ledger.pages import ledgers
from tonghu.ledger.seen import Seen
from tonghu.ledger.summary import Counts, counted, summed
from tonghu.ledger.table import Row, Table, listed
from tonghu.period import iso
from tonghu.record.files import Folder, folders, twice
from tonghu.record.subject import CHILD, Subject
from tonghu.record.timeline import Event
from tonghu.sweep import Sweep, sweep


class Gathering(NamedTuple):
    """What filling ledgers needs: the records, the rules with the ages that matter, the ledgers.

    `wanted` are the ids asked for, all where there is none; `broken` those whose pages cannot be
    used.
    """

    found: Sweep
    rules: Rules
    cells: tuple[Cells, ...]
    wanted: frozenset[str]
    broken: tuple[str, ...]


class Part(NamedTuple):
    """For each ledger its rows, its counts, and who could not be read."""

    rows: tuple[list[Row], ...]
    counts: tuple[Counts, ...]
    unread: tuple[str, ...]


def gathering(records: Path, home: Path, on: int, wanted: frozenset[str]) -> Gathering:
    """Get ready to fill the ledgers that are wanted; all where none is named."""
    found = sweep(records, home, Asked(on))
    asked = {name: one for name, one in ledgers(found).items() if not wanted or name in wanted}
    every = [each for each in asked.values() if each is not None]
    ages = {age for ledger in every for test in ledger.predicates() for age in test.ages}
    rules = replace(found.rules, ages=tuple(sorted({*found.rules.ages, *ages})))
    cells = tuple(Cells(each, found.repository.places, found.rules.openly) for each in every)
    broken = tuple(name for name, each in asked.items() if each is None)
    return Gathering(found, rules, cells, wanted, broken)


def tables(made: Gathering, progress: Callable[[int, int], None]) -> Iterator[Table]:
    """The tables of the ledgers, in the order of their ids; all records are read once."""
    return made_of(made, chain(_swept(made, progress), _others(made)))


def made_of(made: Gathering, parts: Iterable[Part]) -> Iterator[Table]:
    """The tables of all parts together."""
    total = _nothing(made)
    unread: list[str] = []
    kept: dict[Cell, Cell] = {}
    for part in parts:
        for rows, more in zip(total.rows, part.rows, strict=True):
            rows += [_shared(row, kept) for row in more]
        for counts, new in zip(total.counts, part.counts, strict=True):
            counts.update(new)
        unread += part.unread
    doubled = frozenset(twice(made.found.repository.records))
    for cells, rows, counts in zip(made.cells, total.rows, total.counts, strict=True):
        table = _table(made, cells.ledger, rows, counts, tuple(sorted(unread)))
        yield replace(table, twice=_doubled(cells.ledger, rows, doubled))


def _doubled(ledger: Ledger, rows: Sequence[Row], doubled: frozenset[str]) -> tuple[str, ...]:
    """Those of the ids with several folders that a ledger may count more than once."""
    if CHILD not in ledger.subjects or not doubled:
        return ()
    return tuple(sorted(doubled if ledger.per else doubled & {row.subject for row in rows}))


def _shared(row: Row, kept: dict[Cell, Cell]) -> Row:
    """The row with cells that stand in memory once, however often they are said."""
    return row._replace(cells=tuple(kept.setdefault(cell, cell) for cell in row.cells))


def _table(
    made: Gathering, ledger: Ledger, rows: list[Row], counts: Counts, unread: tuple[str, ...]
) -> Table:
    repository, on = made.found.repository, iso(made.found.asked.on)
    area = _area(made)
    if ledger.per:
        return summed(ledger, on, repository.places, area, counts, unread)
    return listed(ledger, on, area, repository.places, rows)


def _area(made: Gathering) -> str:
    settings = made.found.repository.settings.data
    area = settings.get("area") if isinstance(settings, dict) else None
    return area if isinstance(area, str) else ""


def _swept(made: Gathering, progress: Callable[[int, int], None]) -> Iterator[Part]:
    if not any(CHILD in cells.ledger.subjects for cells in made.cells):
        return
    found = made.found
    arguments = (found.repository.records, found.home.root, found.asked.on, made.wanted)
    pieces = list(folders(made.found.repository.records))
    done = 0
    for part in pool.mapped(gathering, arguments, _part, pieces):
        done = min(done + pool.CHUNK, len(pieces))
        progress(done, len(pieces))
        yield part


def _part(made: Gathering, chunk: Sequence[Folder]) -> Part:
    return filled(made, (made.found.repository.child(folder) for folder in chunk))


def _others(made: Gathering) -> Iterator[Part]:
    if any(cells.ledger.subjects != (CHILD,) for cells in made.cells):
        yield filled(made, made.found.repository.others())


def _nothing(made: Gathering) -> Part:
    return Part(tuple([] for _ in made.cells), tuple(Counter() for _ in made.cells), ())


def filled(made: Gathering, subjects: Iterable[Subject]) -> Part:
    """The rows and counts of some subjects."""
    part = _nothing(made)
    unread: list[str] = []
    for subject in subjects:
        own = [cells for cells in made.cells if subject.kind in cells.ledger.subjects]
        found = _read(made, own, subject)
        if found is None and subject.kind == CHILD:
            unread.append(subject.id)
        for cells, rows, counts in zip(made.cells, part.rows, part.counts, strict=True):
            if subject.kind in cells.ledger.subjects:
                more = found[cells.ledger.id] if found else _unread(cells, subject)
                rows += more.rows
                counts.update(more.counts)
    return part._replace(unread=tuple(unread))


class _Own(NamedTuple):
    """What one ledger has of one subject."""

    rows: Sequence[Row]
    counts: Counts


def _read(made: Gathering, own: Sequence[Cells], subject: Subject) -> dict[str, _Own] | None:
    """What ledgers have of a subject; None where its files cannot be read or lead nowhere."""
    if subject.unreadable:
        return None
    try:
        seen = Seen(subject, made.rules, made.found.asked.on)
        return {cells.ledger.id: _of(cells, seen) for cells in own}
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return None


def _of(cells: Cells, seen: Seen) -> _Own:
    ledger = cells.ledger
    if not seen.holds(ledger, ledger.among):
        return _Own((), Counter())
    if ledger.per:
        return _Own((), counted(ledger, seen))
    return _Own(list(_rows(cells, seen)), Counter())


def _unread(cells: Cells, subject: Subject) -> _Own:
    """A row that says so, in every ledger that has rows: nobody knows where it belongs."""
    if cells.ledger.per:
        return _Own((), Counter())
    row = Row(subject.id, cells.unreadable(subject), (subject.id,), is_read=False)
    return _Own((row,), Counter())


def _rows(cells: Cells, seen: Seen) -> Iterator[Row]:
    ledger = cells.ledger
    events: Sequence[Event | None] = [None]
    if ledger.each:
        events = seen.events(ledger.each, ledger.during)
    spread = ledger.place_of(ledger.group[0]) if ledger.group else -1
    for event in events:
        values = cells.row(seen, event)
        joined = [_joined(value) for value in values]
        for one in values[spread] if ledger.group else (None,):
            own = tuple(
                one if place == spread and one is not None else cell
                for place, cell in enumerate(joined)
            )
            yield Row(seen.subject.id, own, _key(cells, seen, event))


def _joined(values: tuple[Cell, ...]) -> Cell:
    return values[0] if len(values) == 1 else SEPARATOR.join(map(str, values))


def _key(cells: Cells, seen: Seen, event: Event | None) -> tuple[object, ...]:
    """By place, household and id, an event by its day before that."""
    day = (iso(event.day),) if event else ()
    subject = seen.subject
    own = (*cells.places.order(seen.place()), subject.household or "", subject.id)
    return (*day, *own, event.ref if event else "")
