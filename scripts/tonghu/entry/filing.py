"""Which files take new events: one new file a child and day, the record itself of a place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tonghu.entry.canonical import EVENTS, PLACE, TEAM, TIMELINE, canonical
from tonghu.entry.change import Change
from tonghu.entry.ground import Ground
from tonghu.entry.insert import with_events
from tonghu.entry.target import Target
from tonghu.record import files
from tonghu.record.subject import WORKER
from tonghu.source import Document

BY_HAND = (
    "{path} 的写法没法由工具安全地改；请先运行 tonghu check，或者自己在 timeline 里加上：{line}"
)
Event = Mapping[str, Any]


class Booked(NamedTuple):
    """An event that may be written, with its ref, whose it is, and the row that asks for it."""

    target: Target
    event: Event
    row: int = 0


Left = list[tuple[Booked, str]]


def filed(ground: Ground, booked: Sequence[Booked]) -> tuple[list[Change], Left]:
    """The changes of files, new files first, and what cannot be written safely, with why."""
    changes = list(_new_files(ground, [each for each in booked if each.target.folder]))
    left: Left = []
    others = [each for each in booked if each.target.folder is None]
    for path, group in _by_path(ground, others).items():
        change = _record(ground, path, group)
        if change is None:
            left += [(each, _by_hand(ground, path, each)) for each in group]
        else:
            changes.append(change)
    return changes, left


def _new_files(ground: Ground, booked: Iterable[Booked]) -> Iterator[Change]:
    grouped: dict[tuple[Path, str], list[Event]] = {}
    for each in booked:
        if each.target.folder:
            key = (each.target.folder.path, str(each.event["date"]))
            grouped.setdefault(key, []).append(each.event)
    for (folder, date), events in grouped.items():
        name = f"{date}-{events[0]['ref']}.yml"
        yield Change(folder / name, canonical(ground.schemas, EVENTS, events))


def _by_path(ground: Ground, booked: Iterable[Booked]) -> dict[Path, list[Booked]]:
    found: dict[Path, list[Booked]] = {}
    for each in booked:
        found.setdefault(_path(ground, each.target), []).append(each)
    return found


def _path(ground: Ground, found: Target) -> Path:
    repository = ground.repository
    if found.subject.kind == WORKER:
        return repository.records / files.TEAM
    path = next(d.path for d in repository.place_documents if d.data is found.subject.data)
    return repository.records.parent / path


def _record(ground: Ground, path: Path, group: Sequence[Booked]) -> Change | None:
    document = ground.repository.document(path)
    name = TEAM if group[0].target.subject.kind == WORKER else PLACE
    events = [each.event for each in group]
    wanted = _hired(document, group) if name == TEAM else _longer(document.data, events)
    text = with_events(ground.schemas, name, document, wanted, events)
    return None if text is None else Change(path, text, document.raw)


def _longer(data: Mapping[str, Any], events: Sequence[Event]) -> dict[str, Any]:
    return {**data, TIMELINE: [*(data.get(TIMELINE) or ()), *map(dict, events)]}


def _hired(document: Document, group: Sequence[Booked]) -> dict[str, Any]:
    """The team with the events of each worker."""
    workers = []
    for worker in document.data["workers"]:
        own = [each.event for each in group if each.target.subject.id == worker.get("code")]
        workers.append(_longer(worker, own) if own else worker)
    return {**document.data, "workers": workers}


def _by_hand(ground: Ground, path: Path, each: Booked) -> str:
    line = canonical(ground.schemas, EVENTS, [each.event]).strip()
    return BY_HAND.format(path=ground.repository.name(path), line=line)
