"""The present against the base revision: whose files changed, and what they are now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from tonghu.checks import past
from tonghu.checks.children import gathered
from tonghu.checks.county import County, dossiers
from tonghu.checks.dossier import Dossier
from tonghu.checks.ground import Ground
from tonghu.history.changes import changed
from tonghu.problem import Problem
from tonghu.record.files import CHILDREN, PLACES, TEAM, Folder


def compared(
    ground: Ground, base: str, paths: Sequence[Path], county: County | None
) -> Iterator[Problem]:
    """What was rewritten below some paths since the base; no county if none of it can be."""
    before = changed(ground.records, base, paths)
    others = {_key(dossier): dossier for dossier in dossiers(ground, county)} if county else {}

    def now(group: str, identity: str) -> Dossier | None:
        if group == CHILDREN:
            return present_child(ground, identity)
        return others.get((group, identity))

    yield from past.records_stay(ground, before, now)
    yield from past.definitions_stay(ground, before)


def _key(dossier: Dossier) -> tuple[str, str]:
    """The group and the id of a place or a worker."""
    if "code" in dossier.head:
        return TEAM, dossier.head["code"]
    return PLACES, str(dossier.head.get("id"))


def present_child(ground: Ground, identity: str) -> Dossier | None:
    """The child of an id, wherever its folder lies now."""
    for township in sorted((ground.records / CHILDREN).glob("*/")):
        if (township / identity).is_dir():
            return gathered(ground, Folder(township.name, identity, township / identity))
    return None
