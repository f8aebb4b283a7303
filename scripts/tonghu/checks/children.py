"""One child's folder: its files read once, held to their schemas, and asked every law."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tonghu.checks import folders, laws
from tonghu.checks.dossier import Dossier, Paper, add, judged
from tonghu.checks.ground import Ground
from tonghu.problem import Problem
from tonghu.record.files import CASE, SEALED, Folder


def child(ground: Ground, folder: Folder) -> tuple[Dossier, list[Problem]]:
    """What is wrong with one child's folder, and what its files say."""
    found: list[Problem] = []
    entries = folders.listing(folder.path)
    names = record_names(entry.name for entry in entries)
    dossier = Dossier(ground.child, folder)
    for name, paper in papers(ground, folder, names):
        found += paper.problems
        found += folders.file_is_named(ground, paper.document) if name != CASE else ()
        for each in laws.OF_FILES:
            found += each(ground, paper.document)
        add(dossier, paper)
    found += folders.case_is_there(ground, dossier, names)
    found += folders.nothing_is_overlooked(ground, folder.path, entries)
    if any(entry.name.endswith(SEALED) for entry in entries):
        from tonghu.checks.sealed import of_folder  # only sealed halves need what this imports

        found += of_folder(ground, entries, dossier)
    for law in (*laws.OF_CHILDREN, *laws.OF_TIMELINES):
        found += law(ground, dossier)
    return dossier, found


def gathered(ground: Ground, folder: Folder) -> Dossier:
    """The child of one folder, without a word on what is wrong."""
    dossier = Dossier(ground.child, folder)
    for _, paper in papers(
        ground, folder, record_names(e.name for e in folders.listing(folder.path))
    ):
        add(dossier, paper)
    return dossier


def papers(ground: Ground, folder: Folder, names: Iterable[str]) -> Iterator[tuple[str, Paper]]:
    """The record files of a folder."""
    for name in names:
        schema = "case" if name == CASE else "events"
        yield name, judged(ground.schemas, schema, folder.path / name, ground.records.parent)


def record_names(names: Iterable[str]) -> list[str]:
    """The open record files among the names in a child's folder, the case file first."""
    found = [name for name in names if name.endswith(".yml") and not name.endswith(SEALED)]
    return sorted(found, key=lambda name: name != CASE)
