"""The record of who looked at what is sealed: committed, by month and person, without names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tonghu.record.files import ACCESS
from tonghu.source import dump, read, replace

SCHEMA = "access"


class Access(NamedTuple):
    """One look: day, whose key, what was done, for what purpose, who approved, which subjects."""

    date: str
    by: str
    does: str
    purpose: str
    approver: str
    subjects: Sequence[str]

    def entry(self) -> dict[str, Any]:
        """As it is written."""
        return {**self._asdict(), "subjects": list(self.subjects)}


def path(records: Path, access: Access) -> Path:
    """One file per person and month, so that two people never change the same one."""
    return records / ACCESS / f"{access.date[:7]}-{access.by}.yml"


def noted_before(place: Path) -> list[Any]:
    """What stands in the file already; OSError or ValueError where it cannot be continued."""
    if not place.exists():
        return []
    document = read(place.name, place.read_bytes())
    if document.problems or not isinstance(document.data, list):
        raise ValueError(place.name)
    return document.data


def noted(records: Path, access: Access, keys: Sequence[str]) -> Path:
    """Append one look; OSError or ValueError where the file cannot be continued safely."""
    place = path(records, access)
    before = noted_before(place)
    place.parent.mkdir(exist_ok=True)
    replace(place, dump([*before, access.entry()], {"": list(keys)}))
    return place
