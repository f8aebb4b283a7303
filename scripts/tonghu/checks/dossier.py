"""All that the open files of one subject say, and where in which file each thing stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from tonghu.checks.reading import opened, shown
from tonghu.checks.shape import PLAIN, Attribute, Shape
from tonghu.problem import Problem
from tonghu.record.files import Folder
from tonghu.schema import Schemas
from tonghu.source import Document

Where = tuple[str | int, ...]
Spot = tuple[str, tuple[int, int]]
AMENDS = ("supersedes", "retracts")


class Paper(NamedTuple):
    """A file as read, and what reading it and its schema have against it."""

    document: Document
    problems: Sequence[Problem] = ()

    def spot(self, *where: str | int, key: bool = False) -> Spot:
        """Where a value, or its key, stands."""
        return self.document.path, self.document.mark(where, key=key)


class Kind(NamedTuple):
    """A kind of subject: the shape of its events, and its own attributes."""

    shape: Shape
    head: Mapping[str, Attribute]


@dataclass
class Dossier:
    """One subject: its own attributes, its events, and where they stand.

    `head` and `events` hold only values of the type that their attribute has, and nothing that
    somebody complained of already; so a law tells only what is new. `folder` is a child's;
    `whole` is false where a file could not be read in full, and events may be there unseen.
    """

    kind: Kind
    folder: Folder | None = None
    head: Mapping[str, Any] = field(default_factory=dict)
    origin: tuple[Document, Where] | None = None
    events: list[Mapping[str, Any]] = field(default_factory=list)
    spots: list[tuple[Document, Where]] = field(default_factory=list)
    whole: bool = True

    def at(self, number: int, *path: str | int) -> Spot:
        """Where a value of an event stands; where the event stands without a path."""
        document, where = self.spots[number]
        return document.path, document.mark((*where, *path))

    def on_head(self, *path: str | int) -> Spot:
        """Where a value of the subject itself stands."""
        assert self.origin is not None
        document, where = self.origin
        return document.path, document.mark((*where, *path))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Ref → the first event that has it."""
        found: dict[str, int] = {}
        for number, event in enumerate(self.events):
            if "ref" in event:
                found.setdefault(event["ref"], number)
        return found

    @cached_property
    def amended(self) -> bool:
        """Whether an event corrects or withdraws another."""
        return any("supersedes" in event or "retracts" in event for event in self.events)

    @cached_property
    def standing(self) -> Sequence[int]:
        """The events that are neither corrected nor withdrawn.

        An event that was recorded wrongly stays in its file; once amended it is wrong no more.
        """
        every = range(len(self.events))
        if not self.amended:
            return every
        amending = [(event, event[key]) for event in self.events for key in AMENDS if key in event]
        gone = {ref for event, ref in amending if ref != event.get("ref")}
        return [number for number in every if self.events[number].get("ref") not in gone]

    @cached_property
    def counting(self) -> Sequence[int]:
        """The events that count: those standing, but for withdrawals."""
        if not self.amended:
            return self.standing
        return [number for number in self.standing if "retracts" not in self.events[number]]

    @cached_property
    def by_kind(self) -> dict[str, list[int]]:
        """Kind → the events of it that count."""
        found: dict[str, list[int]] = {}
        for number in self.counting:
            found.setdefault(self.events[number].get("event", ""), []).append(number)
        return found

    def order(self, number: int) -> tuple[str, int, str]:
        """Where an event stands in time: by day, then the order of kinds, then ref (A28)."""
        event = self.events[number]
        kind = self.kind.shape.kinds.get(event.get("event", ""), -1)
        return event.get("date", ""), kind, event.get("ref", "")


Now = Callable[[str, str], Dossier | None]
"""The present dossier of a subject by its group (children, places, team) and its id."""


def untold(told: Iterable[Problem], found: Iterable[Problem]) -> Iterator[Problem]:
    """The problems of values that nobody complained of yet; a file as a whole has several."""
    places = {(one.path, one.line, one.column) for one in told}
    for one in found:
        if one.line == 1 or (one.path, one.line, one.column) not in places:
            yield one


def mappings(value: Any) -> list[Mapping[str, Any]]:
    """The mappings in a list, nothing where there is no list."""
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def judged(schemas: Schemas, schema: str, path: Path, root: Path) -> Paper:
    """A record must be what its schema says; here is the file, and what is wrong with it.

    schema-required 错误
        这种记录必须有的栏目，一项也不能缺。
        改法：补上缺的栏目。
    schema-unknown-key 错误
        栏目的名称必须是 schema 里有的。
        改法：照提示改正名称，不需要的删掉。
    schema-other-kind 错误
        栏目必须是这种记录可以有的，有的栏目只属于别的记录。
        改法：删掉，或者换成该写它的那种记录。
    schema-key-pattern 错误
        名称必须照规定的样子写。
        改法：照例子改正。
    schema-type 错误
        文字、数字、列表等必须是规定的那一种。
        改法：照提示改写；看起来像数字的文字加英文双引号。
    schema-empty 错误
        写了名称就必须有内容。
        改法：补上内容，不需要就删掉这一项。
    schema-enum 错误
        有固定写法的栏目，必须写其中的一个。
        改法：从提示里选一个。
    schema-format 错误
        日期必须是日历上有的一天，写成 2026-01-12 的样子。
        改法：查对后改正；2 月没有 30 日。
    schema-pattern 错误
        编号、代号等必须照规定的样子写。
        改法：照例子改正。
    schema-length 错误
        文字不能太长，也不能太短。
        改法：缩短或写全；长的经过写进密封的一半。
    schema-range 错误
        数字不能超出规定的大小。
        改法：查对后改正。
    schema-min-items 错误
        列表至少要有规定的那么多项。
        改法：补上，或者删掉这一项。
    schema-max-items 错误
        列表不能超过规定的那么多项。
        改法：删去多的。
    schema-min-keys 错误
        里面至少要有规定的那么多项。
        改法：补上，或者删掉整个一项。
    schema-max-keys 错误
        里面不能超过规定的那么多项。
        改法：删去多的。
    schema-duplicate 错误
        列表里的各项不能重复。
        改法：删掉其中一个。
    schema-contains 错误
        列表里必须有规定的那一项。
        改法：补上。
    schema-other 错误
        schema 里的其他规定也必须遵守。
        改法：照提示改正。
    """
    document = opened(shown(path, root), path)
    if document.data is None or schemas.valid(schema, document.data):
        return Paper(document, document.problems)
    return Paper(document, (*document.problems, *schemas.problems(schema, document)))


def add(found: Dossier, paper: Paper) -> None:
    """Add what a file says: a subject with its timeline, or a list of events."""
    found.whole &= not paper.document.problems
    data = paper.document.data
    if isinstance(data, Mapping):
        describe(found, paper, data, ())
    elif isinstance(data, list):
        _events(found, paper, data, ())


def describe(found: Dossier, paper: Paper, data: Mapping[str, Any], where: Where) -> None:
    """Add a subject's own attributes and its timeline, which stand at a place of a file."""
    found.origin = (paper.document, where)
    known = {key: value for key, value in data.items() if key in found.kind.head}
    found.head = sound(paper, known, where, found.kind.head)
    timeline = data.get("timeline")
    if isinstance(timeline, list):
        _events(found, paper, timeline, (*where, "timeline"))


def _events(found: Dossier, paper: Paper, entries: list[Any], where: Where) -> None:
    for number, entry in enumerate(entries):
        if isinstance(entry, Mapping):
            spot = (*where, number)
            found.spots.append((paper.document, spot))
            found.events.append(_event(paper, entry, spot, found.kind.shape))


def _event(paper: Paper, entry: Mapping[str, Any], where: Where, shape: Shape) -> Mapping[str, Any]:
    if not paper.problems:
        return entry
    kind = entry.get("event")
    known = isinstance(kind, str) and kind in shape.kinds
    attributes = {key: shape.attribute(kind if known else "", key) for key in entry}
    kept = sound(paper, entry, where, attributes)
    return kept if known else {key: value for key, value in kept.items() if key != "event"}


def sound(
    paper: Paper, data: Mapping[str, Any], where: Where, attributes: Mapping[str, Attribute]
) -> Mapping[str, Any]:
    """What no problem speaks of, and what has the type that laws rely on."""
    if not paper.problems:
        return data
    told = {(problem.line, problem.column) for problem in paper.problems}
    return {
        key: value
        for key, value in data.items()
        if attributes.get(key, PLAIN).fits(value) and paper.document.mark((*where, key)) not in told
    }
