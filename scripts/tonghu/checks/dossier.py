"""All that the open files of one subject say, and where in which file each thing stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


class Kind(NamedTuple):
    """A kind of subject: the shape of its events, and its own attributes."""

    shape: Shape
    head: Mapping[str, Attribute]


@dataclass
class Dossier:
    """One subject: its own attributes, its events, and where they stand.

    `head` and `events` hold only values of the type that their attribute has, and nothing that
    somebody complained of already; so a law tells only what is new. `folder` is a child's.
    """

    kind: Kind
    folder: Folder | None = None
    head: Mapping[str, Any] = field(default_factory=dict)
    origin: tuple[Document, Where] | None = None
    events: list[Mapping[str, Any]] = field(default_factory=list)
    spots: list[tuple[Document, Where]] = field(default_factory=list)

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
    def counting(self) -> Sequence[int]:
        """The events that count: neither corrected nor withdrawn, nor withdrawals."""
        every = range(len(self.events))
        if not self.amended:
            return every
        gone = {event[key] for event in self.events for key in AMENDS if key in event}
        events = self.events
        return [
            n for n in every if events[n].get("ref") not in gone and "retracts" not in events[n]
        ]

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


def judged(schemas: Schemas, schema: str, path: Path, root: Path) -> Paper:
    """A file, and what reading it and its schema have against it."""
    document = opened(shown(path, root), path)
    if document.data is None or schemas.valid(schema, document.data):
        return Paper(document, document.problems)
    return Paper(document, (*document.problems, *schemas.problems(schema, document)))


def add(found: Dossier, paper: Paper) -> None:
    """Add what a file says: a subject with its timeline, or a list of events."""
    data = paper.document.data
    if isinstance(data, Mapping):
        describe(found, paper, data, ())
    elif isinstance(data, list):
        _events(found, paper, data, ())


def describe(found: Dossier, paper: Paper, data: Mapping[str, Any], where: Where) -> None:
    """Add a subject's own attributes and its timeline, which stand at a place of a file."""
    found.origin = (paper.document, where)
    found.head = sound(paper, data, where, found.kind.head)
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
