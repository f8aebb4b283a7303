"""What goes from every list only because a file can no longer be read, or comes back when it can.

Such a loss is nobody's wish: it is counted by itself, and never mixed with what a change means.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from tonghu.change.model import Cause
from tonghu.due.engine import Rules
from tonghu.due.rules import applied, page_duties
from tonghu.due.settings import settings
from tonghu.duty.home import Home
from tonghu.record.repository import Repository
from tonghu.source import Document

Name = tuple[str, str]
"""The kind and the id of a place or worker."""


class Known(NamedTuple):
    """One state as it is: its definitions, records but for the children, and what follows."""

    home: Home
    repository: Repository
    unread: tuple[str, ...]
    rules: Rules
    others: Mapping[Name, str]
    bad: frozenset[str]


class Losses(NamedTuple):
    """Why duties, and all that is owed by some places and workers, are not on the lists."""

    duties: Mapping[str, Cause]
    others: Mapping[Name, Cause]

    def cause(self, duty: str, name: Name) -> Cause | None:
        """Why an obligation is not on the lists of one state."""
        return self.duties.get(duty) or self.others.get(name)


def known(home: Home, repository: Repository, unread: tuple[str, ...], rules: Rules) -> Known:
    """One state, with the files that tell of places and workers; `unread` cannot be used."""
    team = repository.team_document.path
    files = {
        (str(d.data.get("kind", "")), str(d.data.get("id"))): d.path
        for d in repository.place_documents
        if isinstance(d.data, Mapping)
    }
    every = list(repository.others())
    named = {(s.kind, s.id): files.get((s.kind, s.id), team) for s in every if s.kind}
    bad = frozenset(path for s in every for path in (*s.unreadable, *s.refused))
    return Known(home, repository, unread, rules, named, bad.union(unread))


def losses(name: str, good: Known, bad: Known) -> Losses:
    """What is on the lists of one state, and not on those of the state `name` for such a reason."""
    gone = {duty.id for duty in good.rules.duties} - {duty.id for duty in bad.rules.duties}
    duties = {duty: path for duty in sorted(gone) if (path := _file(duty, good, bad))}
    others = {
        each: path
        for each, path in good.others.items()
        if each not in bad.others and path in bad.bad
    }
    because = {path: Cause(name, path) for path in (*duties.values(), *others.values())}
    return Losses(
        {duty: because[path] for duty, path in duties.items()},
        {each: because[path] for each, path in others.items()},
    )


def _file(duty: str, good: Known, bad: Known) -> str | None:
    """The file for whose sake a duty is not there; None where the team wants it so."""
    page = bad.home.pages.get(duty)
    if page is None:
        moved = (path for path in bad.home.unread if _stem(path) == duty)
        return next(moved, None)
    data = bad.home.sound().get(duty)
    team = applied(bad.home, settings(bad.home, bad.repository.settings.data))
    if data is None or page_duties(duty, data, team) is None:
        return page.document.path
    if missing := set(data["cites"]) - bad.home.requirements().keys():
        return next(_sources(missing, good.home, bad.home), page.document.path)
    chosen = bad.repository.settings.path
    return chosen if chosen in bad.unread else None


def _sources(missing: set[str], good: Home, bad: Home) -> Iterator[str]:
    """The pages that name these requirements in one state, and are there in the other."""
    there = {page.document.path for page in bad.sources}
    for page in good.sources:
        if page.document.path in there and missing & _named(page.document):
            yield page.document.path


def _named(document: Document) -> set[str]:
    rows = document.data.get("requirements") if isinstance(document.data, Mapping) else None
    return {str(row.get("id")) for row in rows or () if isinstance(row, Mapping)}


def _stem(path: str) -> str:
    return PurePosixPath(path).name.lstrip(".").partition(".")[0]
