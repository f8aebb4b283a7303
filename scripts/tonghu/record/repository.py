"""A repository of records: reading settings, team, places and children from their files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from tonghu.problem import Problem, error
from tonghu.record import files
from tonghu.record.places import Place, Places, place
from tonghu.record.subject import CHILD, WORKER, Subject, birth_or_none, day_or_none
from tonghu.record.team import Team, Worker, worker
from tonghu.source import Document, read


class Repository:
    """The records under one directory; `path` names are relative to its parent."""

    def __init__(self, records: Path) -> None:
        self.records = records

    def name(self, path: Path) -> str:
        """A file's path as problems name it."""
        return path.relative_to(self.records.parent).as_posix()

    def document(self, path: Path) -> Document:
        """One file, read; a file that cannot be opened is a document with a problem."""
        try:
            return read(self.name(path), files.content(path))
        except OSError:
            return Document(self.name(path), None, (_closed(self.name(path)),), b"")

    def unread(self) -> list[str]:
        """The paths of settings and team where they cannot be read in full."""
        documents = [self.settings]
        if (self.records / files.TEAM).exists():
            documents.append(self.team_document)
        return [d.path for d in documents if not isinstance(d.data, Mapping) or _wrong(d)]

    @cached_property
    def settings(self) -> Document:
        """records/settings.yml."""
        return self.document(self.records / files.SETTINGS)

    @cached_property
    def team_document(self) -> Document:
        """records/team.yml."""
        return self.document(self.records / files.TEAM)

    @cached_property
    def place_documents(self) -> list[Document]:
        """Every file under places/."""
        return [self.document(path) for path in files.place_files(self.records)]

    @cached_property
    def places(self) -> Places:
        """The places whose records have an id."""
        found = [place(_mapping(document)) for document in self.place_documents]
        return Places([each for each in found if isinstance(each, Place)])

    @cached_property
    def team(self) -> Team:
        """The workers that have a code."""
        found = [worker(entry) for entry in self._workers()]
        return Team([each for each in found if isinstance(each, Worker)])

    def _workers(self) -> list[Any]:
        if not (self.records / files.TEAM).exists():
            return []
        entries = _mapping(self.team_document).get("workers")
        return entries if isinstance(entries, list) else []

    def child(self, folder: files.Folder) -> Subject:
        """A child from all open files of its folder."""
        return child(folder, [self.document(folder.path / n) for n in _names(folder)])

    def children(self) -> Iterator[Subject]:
        """Every child, one at a time."""
        return (self.child(folder) for folder in files.folders(self.records))

    def others(self) -> Iterator[Subject]:
        """Places and workers that duties may be about."""
        for document in self.place_documents:
            yield _placed(document)
        for entry in self._workers():
            if isinstance(entry, Mapping) and isinstance(entry.get("code"), str):
                yield Subject(
                    WORKER,
                    entry["code"],
                    _entries(entry),
                    since=day_or_none(entry.get("since")),
                    folder=_text(entry.get("works_at")),
                    data=entry,
                )


def child(folder: files.Folder, documents: list[Document]) -> Subject:
    """The child of one folder; what cannot be read is named in `unreadable`, never dropped."""
    data: Mapping[str, Any] = {}
    entries: list[Any] = []
    unreadable = [d.path for d in documents if d.data is None or _wrong(d)]
    if not any(d.path.endswith("/" + files.CASE) for d in documents):
        unreadable.append(f"{folder.township}/{folder.id}/{files.CASE}")
    for document in documents:
        if isinstance(document.data, Mapping):
            data = document.data
            entries.extend(_entries(data))
        elif isinstance(document.data, list):
            entries.extend(document.data)
    return Subject(
        CHILD,
        folder.id,
        tuple(entries),
        born=birth_or_none(data.get("born")),
        folder=folder.township,
        household=_text(data.get("household")),
        unreadable=tuple(unreadable),
        data=data,
    )


def _closed(path: str) -> Problem:
    return error(
        path, (1, 1), "file-unreadable", "这个文件打不开：请看看它在不在、是不是文件、有没有权限。"
    )


def _names(folder: files.Folder) -> list[str]:
    return files.record_files(folder.path)


def _wrong(document: Document) -> bool:
    return any(problem.severity == "error" for problem in document.problems)


def _placed(document: Document) -> Subject:
    data = _mapping(document)
    identity = str(data.get("id", document.path))
    return Subject(
        str(data.get("kind", "")),
        identity,
        _entries(data),
        since=day_or_none(data.get("since")),
        folder=identity,
        unreadable=() if data and not _wrong(document) else (document.path,),
        data=data,
    )


def _mapping(document: Document) -> Mapping[str, Any]:
    return document.data if isinstance(document.data, Mapping) else {}


def _entries(data: Mapping[str, Any]) -> tuple[Any, ...]:
    timeline = data.get("timeline")
    return tuple(timeline) if isinstance(timeline, list) else ()


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
