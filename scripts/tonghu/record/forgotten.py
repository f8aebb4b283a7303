"""The children whose files were removed for good: what is left of each is one row."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tonghu.record.files import CHILDREN, content
from tonghu.source import read

FORGOTTEN = "forgotten.yml"


class Row(NamedTuple):
    """One file that was removed: its id and the day."""

    id: str
    date: str


def forgotten(records: Path) -> tuple[Row, ...]:
    """The rows that can be read, none where there is no list."""
    try:
        raw = content(records / FORGOTTEN)
    except OSError:
        return ()
    return rows_of(read(FORGOTTEN, raw).data)


def rows_of(data: Any) -> tuple[Row, ...]:
    """The rows of a list as read."""
    found = data if isinstance(data, list) else []
    named = [(row.get("id"), row.get("date")) for row in found if isinstance(row, Mapping)]
    return tuple(
        Row(identity, date)
        for identity, date in named
        if isinstance(identity, str) and isinstance(date, str)
    )


def lying(records: Path, identity: str) -> list[Path]:
    """The folders of a child, in whichever townships they lie."""
    if not identity.isalnum():
        return []
    return sorted(each for each in (records / CHILDREN).glob(f"*/{identity}") if each.is_dir())
