"""One pass over all records of a repository: read, evaluate, and hand on in order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from tonghu import pool
from tonghu.due.alerts import ELSEWHERE, TWICE
from tonghu.due.course import Count, Counts, Course, Span, add, counts_on, course, span
from tonghu.due.doubts import doubts
from tonghu.due.engine import Rules
from tonghu.due.flag import INVALID, UNREADABLE, Flag
from tonghu.due.item import Item
from tonghu.due.lines import Asked, lines
from tonghu.due.rules import rules
from tonghu.duty.home import Home, load_home
from tonghu.period import iso
from tonghu.record.files import Folder, folders, misplaced, twice, whose
from tonghu.record.forgotten import FORGOTTEN, forgotten
from tonghu.record.repository import Repository
from tonghu.record.subject import Subject

NOWHERE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What records and settings that no check has seen may lead to."""


@dataclass(frozen=True)
class Sweep:
    """What evaluating the subjects of one repository on one day needs."""

    repository: Repository
    home: Home
    rules: Rules
    asked: Asked
    titles: Mapping[str, str]

    def lines(self, subject: Subject) -> tuple[list[Item], list[Flag]]:
        """The lines and flags of one subject."""
        return lines(subject, self.rules, self.asked, self.titles)


class Part(NamedTuple):
    """The lines and flags of some subjects."""

    items: list[Item]
    flags: list[Flag]


class Encoded(NamedTuple):
    """The lines of some subjects as the inside of a JSON list, and their flags."""

    text: str
    flags: list[Flag]


def sweep(records: Path, home: Path, asked: Asked) -> Sweep:
    """Read everything but the children."""
    definitions = load_home(home)
    repository = Repository(records, definitions.schemas.valid)
    titles = {name: fact["title"] for name, fact in definitions.facts.data["facts"].items()}
    return Sweep(repository, definitions, rules(definitions, repository, asked.on), asked, titles)


def parts(found: Sweep, progress: Callable[[int, int], None]) -> Iterator[Part]:
    """Every subject's lines and flags, the children in the order of their folders."""
    yield _unread(found)
    yield from _swept(found, _part, progress)
    yield _part_of(found, list(found.repository.others()))


def encoded(found: Sweep, progress: Callable[[int, int], None]) -> Iterator[Encoded]:
    """The same as `parts`, with the lines encoded as JSON where they were worked out."""
    yield encode(_unread(found))
    yield from _swept(found, _encoded, progress)
    yield encode(_part_of(found, list(found.repository.others())))


def counted(found: Sweep, progress: Callable[[int, int], None]) -> Counts:
    """How much is due and overdue on the day, by township."""
    total = others(found, span(found.rules, found.asked.on, found.asked.on))
    add(total, astray(found.repository.records, found.asked.on))
    for part in _swept(found, _counted, progress):
        add(total, part)
    return counts_on(total, found.asked.on)


def others(found: Sweep, over: Span) -> Course:
    """The counts of places and workers from day to day, and of pages that cannot be read."""
    total: Course = {}
    for _ in around(found.home, found.repository, found.rules):
        add(total, {(over.first, ""): Count(unreadable=1)})
    for subject in found.repository.others():
        add(total, course(subject, over))
    return total


def _counted(found: Sweep, chunk: Sequence[Folder]) -> Course:
    over = span(found.rules, found.asked.on, found.asked.on)
    total: Course = {}
    for folder in chunk:
        add(total, course(found.repository.child(folder), over))
    return total


def _swept(
    found: Sweep,
    work: Callable[[Sweep, Sequence[Folder]], Any],
    progress: Callable[[int, int], None],
) -> Iterator[Any]:
    pieces = list(folders(found.repository.records))
    arguments = (found.repository.records, found.home.root, found.asked)
    done = 0
    for result in pool.mapped(sweep, arguments, work, pieces, found):
        done = min(done + pool.CHUNK, len(pieces))
        progress(done, len(pieces))
        yield result


def _part(found: Sweep, chunk: Sequence[Folder]) -> Part:
    return _part_of(found, [found.repository.child(folder) for folder in chunk])


def _encoded(found: Sweep, chunk: Sequence[Folder]) -> Encoded:
    return encode(_part(found, chunk))


def _part_of(found: Sweep, subjects: Sequence[Subject]) -> Part:
    items: list[Item] = []
    flags: list[Flag] = []
    for subject in subjects:
        more, told = _lines(found, subject)
        items += more
        flags += told
    return Part(items, flags)


def _lines(found: Sweep, subject: Subject) -> tuple[list[Item], list[Flag]]:
    """A subject's lines; one whose records lead nowhere never hides the lines of others."""
    try:
        return found.lines(subject)
    except NOWHERE:
        told = "档案里有推算不下去的地方，这一份没有列出来；先运行 tonghu check 改好。"
        return [], [Flag(subject.id, UNREADABLE, told).shown()]


def encode(part: Part) -> Encoded:
    """Lines encoded as the inside of a JSON list."""
    text = ",\n".join(json.dumps(item.json(), ensure_ascii=False) for item in part.items)
    return Encoded(text, part.flags)


def _unread(found: Sweep) -> Part:
    """What is missing from every list, or may be wrong in each."""
    records = found.repository.records
    told = around(found.home, found.repository, found.rules)
    flags = (*_astray(records), *told, *_forgotten(records, found.asked.on))
    return Part([], [flag.shown() for flag in flags])


def astray(records: Path, day: int) -> Course:
    """The counts of children who are flagged because of where their files lie."""
    return {(day, ""): Count(unreadable=len(_astray(records)))}


def around(home: Home, repository: Repository, used: Rules) -> list[Flag]:
    """What cannot be read besides the children is missing from every list, or refused."""
    told = "这个文件读不全，清单可能有漏、可能找不到人；先运行 tonghu check 改好。"
    unread = [Flag(path, UNREADABLE, told) for path in repository.unread()]
    doubted = list(doubts(home, repository, used))
    told = "这个文件有写得不对的地方，清单可能有漏、可能找不到人；先运行 tonghu check 改好。"
    known = {flag.subject for flag in doubted}
    refused = [Flag(p, INVALID, told) for p in repository.refused() if p not in known]
    return [*unread, *refused, *doubted]


def _forgotten(records: Path, on: int) -> Iterator[Flag]:
    """How many children of whom nothing is left may have been on the list of a past day."""
    since = sum(row.date > iso(on) for row in forgotten(records))
    if since:
        told = f"{iso(on)} 以后遗忘了 {since} 个孩子，他们的记录已经删除，清单比当时的少。"
        yield Flag(FORGOTTEN, "forgotten", told)


def _astray(records: Path) -> list[Flag]:
    """The children whose files lie where nobody reads them, or in two townships."""
    elsewhere = dict.fromkeys(whose(path) for path in misplaced(records))
    return [
        *(Flag(each, UNREADABLE, ELSEWHERE) for each in elsewhere),
        *(Flag(each, INVALID, TWICE) for each in twice(records)),
    ]
