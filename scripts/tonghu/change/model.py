"""What a change does, as plain values: obligations, days, children and work that are others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tonghu.due.flag import Flag
from tonghu.record.places import Places

BASE, HEAD = "base", "head"
SETTLED, OPENED, REOPENED, ENDED = "settled", "opened", "reopened", "ended"
STATUS, DEADLINE, OWNER, PLACE = "status", "due", "by", "place"
CHANGES = (OPENED, REOPENED, SETTLED, ENDED, STATUS, DEADLINE, OWNER, PLACE)
"""What becomes of an obligation: the first that is true of it."""

NEW, GONE, MOVED, SAME = "new", "gone", "moved", "same"
OVERDUE, OPEN, MONTHS, SUBJECTS = "overdue", "open", "months", "subjects"
"""Work that no month holds, overdue on the day or without deadline; that of the months; by whom."""


class State(NamedTuple):
    """An obligation in one of the two states; days are numbers, `due` None without a deadline."""

    status: str
    due: int | None
    place: str | None
    role: str
    worker: str | None


class Altered(NamedTuple):
    """An obligation that is another: `base` or `head` is None where there is none."""

    change: str
    duty: str
    title: str
    subject: str
    kind: str
    opens: int
    base: State | None
    head: State | None


class Moved(NamedTuple):
    """The next day by which something has to be done; None where there is none in the months."""

    duty: str
    title: str
    subject: str
    kind: str
    place: str | None
    base: int | None
    head: int | None


class Child(NamedTuple):
    """A child that came, went, or lives elsewhere, by its places in both states."""

    change: str
    id: str
    base: str | None
    head: str | None


class Load(NamedTuple):
    """Some work: when it is to be done, by which duty, by whom, and in which township.

    `when` is a month as YYYY-MM, OVERDUE or OPEN.
    """

    when: str
    duty: str
    role: str
    worker: str
    township: str


class Told(NamedTuple):
    """A flag: NEW in the head, or GONE with the base, or the SAME in both."""

    change: str
    flag: Flag


class Cause(NamedTuple):
    """A file that cannot be read in the state `side`."""

    side: str
    path: str


class Lost(NamedTuple):
    """What is on the lists of one state and, for such a cause, not of the other."""

    cause: Cause
    duty: str


@dataclass
class Outcome:
    """What comparing some subjects has found; `work` counts both states.

    `lost` counts SUBJECTS, OVERDUE, OPEN and MONTHS.
    """

    altered: list[Altered] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    lost: dict[Lost, Counter[str]] = field(default_factory=dict)
    work: dict[str, Counter[Load]] = field(
        default_factory=lambda: {BASE: Counter(), HEAD: Counter()}
    )

    def add(self, other: Outcome) -> None:
        """Take in what comparing others has found."""
        self.altered += other.altered
        self.moved += other.moved
        self.children += other.children
        self.told = list(dict.fromkeys([*self.told, *other.told]))
        for each, more in other.lost.items():
            self.lost.setdefault(each, Counter()).update(more)
        for side, counts in other.work.items():
            self.work[side].update(counts)


class Key(NamedTuple):
    """A value of a page or of the settings that is another."""

    name: str
    base: Any
    head: Any


class Page(NamedTuple):
    """A duty whose definition is another: which keys; none where it follows other settings."""

    duty: str
    title: str
    change: str
    keys: tuple[Key, ...]


@dataclass(frozen=True)
class Report:
    """Everything that a change does."""

    on: int
    months: tuple[str, ...]
    titles: Mapping[str, str]
    places: Places
    pages: tuple[Page, ...]
    keys: tuple[Key, ...]
    files: tuple[str, ...]
    outcome: Outcome
