"""A repository of records: reading settings, team, places and children from their files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from tonghu.problem import Problem, error
from tonghu.record import files
from tonghu.record.places import Place, Places, place
from tonghu.record.subject import CHILD, WORKER, Subject, birth_or_none, day_or_none
from tonghu.record.team import Team, Worker, worker
from tonghu.source import Document, read

CASE, EVENTS, PLACE = "case", "events", "place"
"""The schemas of records."""

Accepts = Callable[[str, object], bool]
"""Whether data is what a schema says, by the schema's name."""


def anything(_: str, data: object) -> bool:
    """Accepts whatever there is."""
    return data is not None


class Repository:
    """The records under one directory; `path` names are relative to its parent.

    With `accepts` subjects tell which of their files their schemas refuse.
    """

    def __init__(self, records: Path, accepts: Accepts = anything) -> None:
        self.records = records
        self.accepts = accepts
        above = records.parent.as_posix()
        self._above = 0 if above == "." else len(above.rstrip("/")) + 1

    def name(self, path: Path) -> str:
        """A file's path as problems name it: from the directory of the records on."""
        return path.as_posix()[self._above :]

    def document(self, path: Path) -> Document:
        """One file, read; a file that cannot be opened is a document with a problem."""
        name = self.name(path)
        try:
            return read(name, files.content(path))
        except OSError:
            return Document(name, None, (_closed(name),), b"")

    def unread(self) -> list[str]:
        """The paths of settings and team where they cannot be read in full."""
        documents = [self.settings]
        if (self.records / files.TEAM).exists():
            documents.append(self.team_document)
        return [d.path for d in documents if not isinstance(d.data, Mapping) or _wrong(d)]

    def refused(self) -> list[str]:
        """The paths of settings and team where they can be read, but are not what they must be."""
        named = [("settings", self.settings), ("team", self.team_document)]
        sound = ((name, d) for name, d in named if isinstance(d.data, Mapping) and not _wrong(d))
        return [d.path for name, d in sound if not self.accepts(name, d.data)]

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
        names, strays = files.inside(folder.path)
        documents = [self.document(folder.path / name) for name in names]
        return child(folder, documents, strays, self.accepts)

    def children(self) -> Iterator[Subject]:
        """Every child, one at a time."""
        return (self.child(folder) for folder in files.folders(self.records))

    def others(self) -> Iterator[Subject]:
        """Places and workers that duties may be about."""
        for document in self.place_documents:
            yield _placed(document, self.accepts)
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


def child(
    folder: files.Folder,
    documents: Sequence[Document],
    strays: Sequence[str] = (),
    accepts: Accepts = anything,
) -> Subject:
    """The child of one folder; what cannot be read is named in `unreadable`, never dropped.

    Only the case file says who the child is, and only lists say what happened besides.
    """
    cases = (d.data for d in documents if _is_case(d) and isinstance(d.data, Mapping))
    data: Mapping[str, Any] = next(cases, {})
    whole = [d for d in documents if _is_whole(d)]
    unreadable = [d.path for d in documents if not _is_whole(d)]
    if not any(_is_case(d) for d in documents):
        unreadable.append(f"{folder.township}/{folder.id}/{files.CASE}")
    return Subject(
        CHILD,
        folder.id,
        (*_entries(data), *(e for d in documents if isinstance(d.data, list) for e in d.data)),
        born=birth_or_none(data.get("born")),
        folder=folder.township,
        household=_text(data.get("household")),
        unreadable=tuple(unreadable),
        refused=tuple(d.path for d in whole if not accepts(_schema(d), d.data)),
        strays=tuple(f"{folder.township}/{folder.id}/{name}" for name in strays),
        inner=_inner(folder, strays),
        data=data,
    )


def _is_whole(document: Document) -> bool:
    """Whether all of a file could be read, and it is a case, or a list of events."""
    usual = Mapping if _is_case(document) else list
    return isinstance(document.data, usual) and not _wrong(document)


def _schema(document: Document) -> str:
    return CASE if _is_case(document) else EVENTS


def _inner(folder: files.Folder, strays: Sequence[str]) -> tuple[str, ...]:
    """The children whose files lie deeper than they are read."""
    below = (path for name in strays for path in files.records_below(folder.path / name))
    return tuple(dict.fromkeys(files.whose(path) for path in below))


def _is_case(document: Document) -> bool:
    return document.path.endswith("/" + files.CASE)


def _closed(path: str) -> Problem:
    return error(
        path, (1, 1), "file-unreadable", "这个文件打不开：请看看它在不在、是不是文件、有没有权限。"
    )


def _wrong(document: Document) -> bool:
    return any(problem.severity == "error" for problem in document.problems)


def _placed(document: Document, accepts: Accepts) -> Subject:
    data = _mapping(document)
    identity = str(data.get("id", document.path))
    whole = bool(data) and not _wrong(document)
    return Subject(
        str(data.get("kind", "")),
        identity,
        _entries(data),
        since=day_or_none(data.get("since")),
        folder=identity,
        unreadable=() if whole else (document.path,),
        refused=(document.path,) if whole and not accepts(PLACE, data) else (),
        data=data,
    )


def _mapping(document: Document) -> Mapping[str, Any]:
    return document.data if isinstance(document.data, Mapping) else {}


def _entries(data: Mapping[str, Any]) -> tuple[Any, ...]:
    timeline = data.get("timeline")
    return tuple(timeline) if isinstance(timeline, list) else ()


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
