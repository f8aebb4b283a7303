"""Due lists as people get them: a page for each person or place, by village, household, child."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tonghu import period
from tonghu.due.flag import ALERTS, Flag
from tonghu.due.item import Item
from tonghu.due.obligation import DUE, OVERDUE, SATISFIED
from tonghu.period import iso
from tonghu.record.subject import CHILD

LATE, MONTH, OPEN, EARLY, DONE, ENDED = range(6)
"""How pressing a line is: overdue, due this month, until done, later; then done, and lapsed."""

WORKER, VILLAGE, TOWNSHIP = "worker", "village", "township"


class Judged(NamedTuple):
    """An obligation and how pressing it is."""

    stage: int
    item: Item


class Line(NamedTuple):
    """One duty towards one subject: its obligations by stage, the most pressing and oldest first.

    What was missed for months is one line, for it is one thing to do.
    """

    parts: tuple[tuple[int, tuple[Item, ...]], ...]

    @property
    def stage(self) -> int:
        """How pressing the most pressing is."""
        return self.parts[0][0]

    @property
    def item(self) -> Item:
        """The obligation that what is done next will answer: the newest."""
        return self.parts[-1][1][-1]

    def items(self) -> list[Judged]:
        """Every obligation."""
        return [Judged(stage, item) for stage, items in self.parts for item in items]


@dataclass(frozen=True, slots=True)
class Entry:
    """One subject on a page with all that is owed for it, the most pressing first."""

    subject: str
    kind: str
    place: str | None
    household: str | None
    never: bool
    lines: tuple[Line, ...]
    notes: tuple[str, ...]

    def rank(self) -> tuple[bool, int, str]:
        """A child never visited comes first, then by stage and day."""
        stage, items = self.lines[0].parts[0]
        return not self.never, stage, items[0].due or ""


@dataclass(frozen=True, slots=True)
class Page:
    """What one person or place is given.

    `key` is a worker's code or a place's id, empty where nobody is named; `villages` are the
    children by place, `own` the other subjects; `done` counts what was done this month and `past`
    are all lines that are done or lapsed; `alerts` tell of what may be missing or wrong, `notes`
    of what belongs to no line.
    """

    key: str
    villages: tuple[tuple[str | None, tuple[Entry, ...]], ...]
    own: tuple[Entry, ...]
    counts: Mapping[int, int]
    done: int
    past: tuple[Judged, ...]
    alerts: tuple[Flag, ...]
    notes: tuple[Flag, ...] = ()

    def entries(self) -> list[Entry]:
        """All subjects on the page in their order."""
        return [entry for _, entries in self.villages for entry in entries] + list(self.own)

    def roles(self) -> dict[str, int]:
        """The roles that owe something, and how much each."""
        return dict(Counter(each.item.role for each in self.owed()))

    def owed(self) -> list[Judged]:
        """Every obligation that is still owed."""
        return [each for entry in self.entries() for line in entry.lines for each in line.items()]


@dataclass(frozen=True, slots=True)
class Listing:
    """All pages made from the records of a day, and what was asked for."""

    on: str
    by: str
    since: str | None
    everything: bool
    pages: tuple[Page, ...]


class Sorter(NamedTuple):
    """What putting lines in order needs: the first and last day of the month, and flags.

    `keeps` are the roles that keep children's files and can mend what a flag tells of.
    """

    first: str
    last: str
    on: str
    flags: Mapping[str, list[Flag]]
    alerts: tuple[Flag, ...]
    keeps: frozenset[str]

    def tells(self, item: Item) -> bool:
        """Whether the flags of a line's subject belong on the page of whoever owes it."""
        return item.kind != CHILD or item.role in self.keeps


def sorter(on: int, flags: Iterable[Flag], keeps: frozenset[str] = frozenset()) -> Sorter:
    """The order of a day; flags by subject, apart those that tell of what may be missing."""
    month = period.calendar_window("month", on)
    alerts: list[Flag] = []
    told: dict[str, list[Flag]] = {}
    for flag in flags:
        if flag.code in ALERTS:
            alerts.append(flag)
        else:
            told.setdefault(flag.subject, []).append(flag)
    alerts.sort(key=lambda flag: flag.subject)
    return Sorter(iso(month.first), iso(month.last), iso(on), told, tuple(alerts), keeps)


def judged(item: Item, order: Sorter) -> Judged:
    """An obligation with its stage."""
    if item.status == OVERDUE:
        return Judged(LATE, item)
    if item.status != DUE:
        return Judged(DONE if item.status == SATISFIED else ENDED, item)
    if item.due is None:
        return Judged(OPEN, item)
    return Judged(MONTH if item.due <= order.last else EARLY, item)


def page(key: str, items: Iterable[Item], order: Sorter) -> Page:
    """One page from its lines."""
    found = sorted((judged(item, order) for item in items), key=pressing)
    owed = [each for each in found if each.stage < DONE]
    past = [each for each in found if each.stage >= DONE]
    entries = _entries(owed, order)
    children = [entry for entry in entries if entry.kind == CHILD]
    return Page(
        key,
        _villages(children),
        tuple(entry for entry in entries if entry.kind != CHILD),
        Counter(each.stage for each in owed),
        sum(_this_month(each.item, order) for each in past if each.stage == DONE),
        tuple(past),
        order.alerts,
    )


def pressing(each: Judged) -> tuple[int, str, str, str, str]:
    """The order of obligations: by stage, then by day."""
    item = each.item
    return each.stage, item.due or "", item.duty, item.opens, item.subject


def _this_month(item: Item, order: Sorter) -> bool:
    done = max([item.opens, *(found["date"] for found in item.evidence)])
    return order.first <= done <= order.on


def _entries(owed: Sequence[Judged], order: Sorter) -> list[Entry]:
    """The subjects of what is owed, each where it was last known to be."""
    found: dict[tuple[str, str], list[Judged]] = {}
    for each in owed:
        found.setdefault((each.item.kind, each.item.subject), []).append(each)
    entries = []
    for (kind, subject), own in found.items():
        newest = max((each.item for each in own), key=lambda item: item.opens)
        told = order.flags.get(subject, ()) if any(order.tells(each.item) for each in own) else ()
        notes = tuple(flag.message for flag in told)
        never = kind == CHILD and newest.never
        entries.append(
            Entry(subject, kind, newest.place, newest.household, never, _lines(own), notes)
        )
    return sorted(entries, key=lambda entry: (entry.rank(), entry.subject))


def _lines(owed: Sequence[Judged]) -> tuple[Line, ...]:
    """What one person owes by one duty is one line, unless evidence has to name which it is."""
    found: dict[tuple[object, ...], dict[int, list[Item]]] = {}
    for stage, item in owed:
        key = (item.duty, item.given, item.role, item.worker)
        found.setdefault(key, {}).setdefault(stage, []).append(item)
    return tuple(
        Line(tuple((stage, tuple(items)) for stage, items in parts.items()))
        for parts in found.values()
    )


def _villages(children: Sequence[Entry]) -> tuple[tuple[str | None, tuple[Entry, ...]], ...]:
    """Children by village and household; the most pressing child puts its own ones in front."""
    households: dict[str | None, dict[str, list[Entry]]] = {}
    for child in children:
        home = child.household or child.subject
        households.setdefault(child.place, {}).setdefault(home, []).append(child)
    return tuple(
        (place, tuple(child for home in homes.values() for child in home))
        for place, homes in households.items()
    )
