"""One child's folder: its files read once, held to their schemas, and asked every law."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from tonghu.checks import folders, laws, seals
from tonghu.checks.dossier import Dossier, add, judged
from tonghu.checks.ground import Ground
from tonghu.checks.reading import opened_raw, shown
from tonghu.checks.twins import Trait, trait
from tonghu.problem import Problem
from tonghu.record.files import CASE, SEALED, Folder


class Finding(NamedTuple):
    """What one folder gave: its problems, and what is kept of the child."""

    problems: list[Problem]
    trait: Trait | None


def child(ground: Ground, folder: Folder) -> Finding:
    """Check one child's folder."""
    found: list[Problem] = []
    dossier = Dossier(ground.child, folder)
    root = ground.records.parent
    entries = folders.listing(folder.path)
    names = record_names(entry.name for entry in entries)
    found += folders.case_is_there(ground, dossier, names)
    found += folders.nothing_is_overlooked(ground, folder.path, entries)
    for name in names:
        path = folder.path / name
        paper = judged(ground.schemas, "case" if name == CASE else "events", path, root)
        found += folders.file_is_named(ground, paper.document) if name != CASE else ()
        found += paper.problems
        add(dossier, paper)
        for each in laws.OF_FILES:
            found += each(ground, paper.document)
    if ground.sealed:
        found += sealed_halves(ground, entries)
    for law in (*laws.OF_CHILDREN, *laws.OF_TIMELINES):
        found += law(ground, dossier)
    return Finding(found, trait(ground, dossier))


def record_names(names: Iterable[str]) -> list[str]:
    """The open record files among the names in a child's folder, the case file first."""
    found = [name for name in names if name.endswith(".yml") and not name.endswith(SEALED)]
    return sorted(found, key=lambda name: name != CASE)


def sealed_halves(ground: Ground, entries: Iterable[os.DirEntry[str]]) -> Iterator[Problem]:
    """What is wrong with the sealed halves in a folder."""
    for entry in entries:
        if entry.name.endswith(SEALED):
            path = Path(entry.path)
            document = opened_raw(shown(path, ground.records.parent), path)
            yield from seals.sealed_half_is_sealed(ground, document)
