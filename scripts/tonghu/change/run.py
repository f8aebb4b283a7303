"""The whole comparison: everything the change reaches, and nothing else, evaluated in both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tonghu import pool
from tonghu.change.ahead import months
from tonghu.change.definitions import keys, pages
from tonghu.change.doubled import doubled
from tonghu.change.model import GONE, NEW, Lost, Outcome, Report, Told
from tonghu.change.pieces import Piece, State, changed_children, pairs, pieces
from tonghu.change.sides import Side, Sides, Where, sides
from tonghu.change.subjects import Pair, compared, told
from tonghu.due.flag import Flag
from tonghu.history.tree import changed_files
from tonghu.period import iso
from tonghu.record.openly import path
from tonghu.record.places import Places
from tonghu.record.repository import Repository
from tonghu.sweep import around

RECORDS, NO_RECORDS = "records", "no-records"
STANDS = "下面比较的时候，两边都按没写错的那一份算。"

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Question:
    """What is compared on which day: where both states lie, and what they are in Git.

    `paths` are those below which files are looked at.
    """

    base: Where
    head: Where
    before: State
    after: State
    paths: tuple[str, ...]
    on: int


@dataclass(frozen=True)
class Tools:
    """What comparing children needs; those of the work tree lie in `files`."""

    sides: Sides
    root: Path
    files: Repository


def report(asked: Question, progress: Progress) -> Report:
    """Everything that the change does."""
    tools = _tools(asked)
    base, head = tools.sides.base, tools.sides.head
    before, after = asked.before, asked.after
    files = changed_files(before.root, str(before.commit), after.commit, asked.paths)
    both = asked.base.there and asked.head.there
    states = before if asked.base.there else None, after if asked.head.there else None
    found = pieces(
        *states,
        changed_children(before.prefix, files),
        not both or tools.sides.reaches,
    )
    outcome = _others(tools.sides)
    outcome.told[:0] = [*_around(tools.sides), *doubled(*states, found)]
    done = 0
    for part in pool.mapped(_tools, (asked,), _chunk, found):
        outcome.add(part)
        done = min(done + pool.CHUNK, len(found))
        progress(done, len(found))
    return Report(
        asked.on,
        tuple(iso(month.first)[: len("YYYY-MM")] for month in months(asked.on)),
        {duty.id: duty.title for side in (base, head) for duty in side.rules.duties},
        Places([*base.repository.places.by_id.values(), *head.repository.places.by_id.values()]),
        tuple(pages(base, head)) if both else (),
        tuple(keys(base, head)) if both else (),
        tuple(path(name) for name in files if not changed_children(before.prefix, [name])),
        outcome,
    )


def _tools(asked: Question) -> Tools:
    found = sides(asked.base, asked.head, asked.on)
    records = asked.after.root / asked.after.prefix
    files = Repository(records, found.head.home.schemas.valid)
    return Tools(found, asked.before.root, files)


def _chunk(tools: Tools, chunk: Sequence[Piece]) -> Outcome:
    found = Outcome()
    for pair in pairs(tools.root, tools.files, chunk):
        found.add(compared(pair, tools.sides))
    return found


def _others(found: Sides) -> Outcome:
    """Places and workers, where they or what is asked of them differ."""
    old, new = (
        {(each.kind, each.id): each for each in side.repository.others()} if side.there else {}
        for side in (found.base, found.head)
    )
    gone = found.base.lost.others.keys() | found.head.lost.others.keys()
    outcome = Outcome()
    for key in sorted({*old, *new}):
        was, now = old.get(key), new.get(key)
        same = was == now and key not in gone
        if found.reaches or not same:
            outcome.add(compared(Pair(was, now, same), found))
    for side in (found.base, found.head):
        for duty, cause in side.lost.duties.items():
            outcome.lost.setdefault(Lost(cause, duty), Counter())
    return outcome


def _around(found: Sides) -> list[Told]:
    """What besides the children cannot be used, or could not: lists may lack what it says."""
    none = Flag(f"{RECORDS}/", NO_RECORDS, "还没有档案目录，按一个孩子也没有算。")
    missing = ((GONE, found.base), (NEW, found.head))
    old, new = _flags(found.base, found.head), _flags(found.head, found.base)
    return [*(Told(change, none) for change, side in missing if not side.there), *told(old, new)]


def _flags(side: Side, other: Side) -> list[Flag]:
    """The flags of one state; of a file for which that of the other stands in, that it does."""
    if not side.there:
        return []
    own = side.own
    found = [flag.shown() for flag in around(own.home, own.repository, own.rules)]
    for file in sorted(set(own.unread) - set(other.own.unread)) if other.there else ():
        at = next(number for number, flag in enumerate(found) if flag.subject == file)
        found[at] = replace(found[at], message=found[at].message + STANDS)
    return found
