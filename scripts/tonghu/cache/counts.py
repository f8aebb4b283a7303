"""Counts of what is due by township; with Git, worked out only for children who have changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any, NamedTuple

from tonghu import period, pool, sweep
from tonghu.cache import depends
from tonghu.cache.store import Row, Store, load, possible, save
from tonghu.cache.work import Work, change, kept, settled, whole, work
from tonghu.due.course import Count, Counts, Course, Span, add, counts_on, course, span
from tonghu.due.lines import Asked
from tonghu.due.rules import option_days
from tonghu.duty.home import definitions
from tonghu.history.standing import look
from tonghu.record import files
from tonghu.record.files import Folder
from tonghu.record.places import Place, Places
from tonghu.sweep import Sweep

AHEAD = 7
"""For so many days at least counts are worked out, and always to the end of a month."""

GROUND = ("about", "places", "first", "last")
"""The values on which children's rows depend."""

Progress = Callable[[int, int], None]


class Question(NamedTuple):
    """The directory of the records, the root of the definitions, and the day asked about."""

    records: Path
    home: Path
    on: int


class Answer(NamedTuple):
    """The counts of the day by township, and the places they are of."""

    counts: Counts
    places: Places


class Result(NamedTuple):
    """A child's row, and whether it may be kept as far as the child's files can tell."""

    row: Row
    lasts: bool


class Tools(NamedTuple):
    """What working out a child's row needs; `began` is when its files must have been at rest."""

    found: Sweep
    over: Span
    began: int


def fresh(asked: Question, progress: Progress) -> Answer:
    """The counts worked out from all records."""
    found = _sweep(asked)
    return Answer(sweep.counted(found, progress), found.repository.places)


def counted(asked: Question, progress: Progress) -> Answer:
    """The same counts, from what is known of an earlier run as far as that still holds."""
    begun = look(asked.records) if possible() else None
    if begun is None:
        return fresh(asked, progress)
    path = begun.file("counts")
    store = load(path) or Store()
    basis = _basis(asked, store)
    found = files.names(asked.records)
    seen = begun.answer()
    if seen is None:
        return fresh(asked, progress)
    again = all(store.fixed.get(name) == basis[name] for name in GROUND)
    done = work(asked.records, seen, found, store) if again else None
    if done is None:
        store, done = Store(), whole(asked.records, seen, found)
    if done is None:
        return fresh(asked, progress)
    total = _answered(asked, basis, store, done, progress, path)
    places = Places(Place(*each) for each in basis["places"])
    return Answer(counts_on(total, asked.on), places)


def _answered(
    asked: Question, basis: dict[str, Any], store: Store, done: Work, progress: Progress, path: Path
) -> Course:
    """The course of everything together; what lasts of it goes into the file."""
    before = _course(store.fixed.get("total", []))
    span_of = (basis["first"], basis["last"], done.standing.began)
    results = list(_results((asked, *span_of), done.folders(asked.records), progress))
    total = _changed(before, store.rows(done.again), (result.row for result in results))
    add(total, _course(basis["others"]))
    add(total, sweep.astray(asked.records, asked.on))
    rows = change(done, store, (result.row for result in results if result.lasts))
    lasting = _changed(before, rows.gone, rows.new)
    if kept(done, store, rows, {**basis, "total": _plain(lasting)}):
        save(path, store)
    return total


def _basis(asked: Question, store: Store) -> dict[str, Any]:
    """What the answer depends on besides the children, and the course of places and workers."""
    about = depends.key(
        depends.tool(),
        depends.content(asked.home, definitions(asked.home)),
        depends.content(asked.records, [asked.records / files.SETTINGS]),
    )
    apart = depends.content(asked.records, depends.apart(asked.records))
    before = store.fixed
    same = before.get("about") == about and before["first"] <= asked.on <= before["last"]
    if same and before["apart"] == apart:
        return {name: before[name] for name in (*GROUND, "apart", "others")}
    found = _sweep(asked)
    places = [list(astuple(each)) for each in found.repository.places.by_id.values()]
    first, last = asked.on, _last(found)
    if same and before["places"] == places:
        first, last = before["first"], before["last"]
    others = _plain(sweep.others(found, span(found.rules, first, last)))
    values = (about, places, first, last, apart, others)
    return dict(zip((*GROUND, "apart", "others"), values, strict=True))


def _sweep(asked: Question) -> Sweep:
    return sweep.sweep(asked.records, asked.home, Asked(asked.on))


def _last(found: Sweep) -> int:
    """The last day with the same settings up to which counts are worked out."""
    on = found.asked.on
    month = period.calendar_window("month", on + AHEAD).last
    days = option_days(found.home, found.repository)
    return min([month, *(day - 1 for day in days if day > on)])


def _results(
    arguments: tuple[Any, ...], folders: Sequence[Folder], progress: Progress
) -> Iterable[Result]:
    done = 0
    for chunk in pool.mapped(_tools, arguments, _chunk, folders):
        done += len(chunk)
        progress(done, len(folders))
        yield from chunk


def _tools(asked: Question, first: int, last: int, began: int) -> Tools:
    found = _sweep(asked)
    return Tools(found, span(found.rules, first, last), began)


def _chunk(tools: Tools, folders: Sequence[Folder]) -> list[Result]:
    return [_result(tools, folder) for folder in folders]


def _result(tools: Tools, folder: Folder) -> Result:
    found = course(tools.found.repository.child(folder), tools.over)
    row = Row((folder.township, folder.id), json.dumps(_plain(found)))
    return Result(row, settled(folder.path, tools.began))


def _changed(before: Course, gone: Iterable[Row], new: Iterable[Row]) -> Course:
    """A course without some rows and with others."""
    total = dict(before)
    for rows, times in ((gone, -1), (new, 1)):
        for row in rows:
            add(total, _course(json.loads(row.value)), times)
    return total


def _plain(found: Course) -> list[list[Any]]:
    return sorted([day, township, *count] for (day, township), count in found.items() if any(count))


def _course(plain: list[list[Any]]) -> Course:
    return {(day, township): Count(*count) for day, township, *count in plain}
