"""A subject: a child, place or worker with a timeline, and where in which files it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tonghu import period

CHILD = "child"
WORKER = "worker"


@dataclass(frozen=True, slots=True)
class Subject:
    """One subject as its files have it, nothing left out and nothing checked.

    `entries` are the raw events of all its files; `born` the day that ages count from and
    `since` the day from which it exists, None where unknown; `folder` where it lies: a child's
    township, a worker's place; `unreadable` the paths that could not be read in full, `refused`
    those that could but are not what their schema says; `strays` what lies beside and is not read,
    `inner` the children that such files are about.
    """

    kind: str
    id: str
    entries: tuple[Any, ...]
    born: int | None = None
    since: int | None = None
    folder: str | None = None
    household: str | None = None
    unreadable: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    strays: tuple[str, ...] = ()
    inner: tuple[str, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)


def day_or_none(text: Any) -> int | None:
    """The day number of a date, None where it is none."""
    try:
        return period.day(text)
    except (TypeError, ValueError):
        return None


def birth_or_none(text: Any) -> int | None:
    """The day that ages count from, None where a birth date cannot be read."""
    try:
        return period.birth_day(text)
    except (TypeError, ValueError):
        return None
