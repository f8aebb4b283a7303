"""The whole comparison: everything the change reaches, and nothing else, evaluated in both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tonghu import pool
from tonghu.change.ahead import months
from tonghu.change.definitions import keys, pages
from tonghu.change.model import BASE, HEAD, Outcome, Report, Told
from tonghu.change.pieces import Piece, State, changed_children, pairs, pieces
from tonghu.change.sides import Sides, Where, sides
from tonghu.change.subjects import Pair, compared
from tonghu.due.flag import UNREADABLE, Flag
from tonghu.history.tree import changed_files
from tonghu.period import iso
from tonghu.record.openly import path
from tonghu.record.places import Places
from tonghu.record.repository import Repository

RECORDS, NO_RECORDS = "records", "no-records"

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
    found = pieces(
        before if asked.base.there else None,
        after if asked.head.there else None,
        changed_children(before.prefix, files),
        not both or bool(tools.sides.wide),
    )
    outcome = _others(tools.sides)
    outcome.told[:0] = _unread(tools.sides)
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
    outcome = Outcome()
    for key in sorted({*old, *new}):
        was, now = old.get(key), new.get(key)
        if was != now or found.wide:
            outcome.add(compared(Pair(was, now, was == now), found))
    return outcome


def _unread(found: Sides) -> list[Told]:
    """What cannot be read besides the children: what it says is missing from the comparison."""
    told = []
    for name, side in ((BASE, found.base), (HEAD, found.head)):
        if not side.there:
            told.append(
                Told(name, Flag(f"{RECORDS}/", NO_RECORDS, "还没有档案目录，按一个孩子也没有算。"))
            )
        sound = side.home.sound()
        for page in side.home.pages:
            if page not in sound:
                text = "手册这一页读不懂，它要求的事没有比较；先运行 tonghu check 改好。"
                told.append(Told(name, Flag(page, UNREADABLE, text)))
        for file in side.unread:
            text = "这个文件有写错的地方，两边都按没写错的那一份算；先运行 tonghu check 改好。"
            told.append(Told(name, Flag(file, UNREADABLE, text)))
    return told
