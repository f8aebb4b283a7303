"""What earlier issues said of places, and how many children have changed since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from tonghu.disclosure.cell import Figure
from tonghu.disclosure.rounding import MARGIN
from tonghu.statistics.counting import Census, changed
from tonghu.statistics.definition import Table
from tonghu.statistics.folder import Issue

Past = Callable[[str], Census | None]
"""The day of an earlier issue → the children as they were counted then; None if unknown."""

Changed = Counter[tuple[str, str]]
"""(Place, table) → how many distinct children changed, as far as that matters."""


class Last(NamedTuple):
    """What was last said of a place: on which day, the figures, or that there are too few."""

    asof: str
    figures: tuple[Figure, ...]
    reached: int
    few: bool
    tables: Mapping[str, Any]


def few_days(issue: Issue, geo: str) -> list[str]:
    """The day on which an issue says that a place has too few children, if it does."""
    day = issue.made.get("few", {}).get(geo)
    return [day] if isinstance(day, str) else []


def last_of(earlier: Sequence[Issue], geo: str) -> Last | None:
    """What the newest issue that says anything of a place says."""
    for issue in reversed(earlier):
        figures = tuple(figure for figure in issue.figures if figure.cell.geo == geo)
        few = few_days(issue, geo)
        place = issue.made.get("places", {}).get(geo, {})
        if figures or few:
            asof = few[0] if few else max(figure.asof for figure in figures)
            tables = issue.made.get("tables", {})
            return Last(asof, figures, int(place.get("reached", 0)), bool(few), tables)
    return None


@dataclass(frozen=True)
class Changes:
    """Children now against children then; places are those that there are now.

    A place that is new, or gone, is no change of its children: who was in it, or is in it now,
    counts as having been where it is now. So a place under a new name, or put together out of
    others, has no more changed children than really came, went, or became otherwise.
    """

    earlier: Sequence[Issue]
    past: Past
    now: Census
    tables: Sequence[Table]
    places: Collection[str]
    lost: set[str] = field(default_factory=set)
    _known: dict[str, Changed | None] = field(default_factory=dict)

    def since(self, asof: str) -> Changed | None:
        """What has changed since a day; None where the past is unknown, which is remembered."""
        if asof not in self._known:
            before = self._before(asof)
            found = changed(before, self.now, self.tables, MARGIN) if before else None
            self._known[asof] = found
        return self._known[asof]

    def _before(self, asof: str) -> Census | None:
        before = self.past(asof)
        if before is None:
            self.lost.add(asof)
            return None
        people = dict(before.people)
        for child, old in before.people.items():
            new = self.now.people.get(child)
            if new and new.geo != old.geo and self._moved(old.geo, new.geo):
                people[child] = old._replace(geo=new.geo)
        return Census(people, before.definitions)

    def _moved(self, old: str, new: str) -> bool:
        """Whether it is the place that changed, not where the child is."""
        return old not in self.places or new not in self.issued

    @cached_property
    def issued(self) -> dict[str, str]:
        """Every place of which there is a figure, and the day of its newest."""
        found: dict[str, str] = {}
        for issue in self.earlier:
            for figure in issue.figures:
                found[figure.cell.geo] = max(figure.asof, found.get(figure.cell.geo, ""))
        return found

    def begins(self, geo: str) -> list[str]:
        """The days since which a place of which nothing was said must have changed enough.

        They are the days of all that was last shown of places of its kind: its children may have
        been counted in any of them. None where there is no such place.
        """
        alike = {day for other, day in self.issued.items() if other.count("/") == geo.count("/")}
        return sorted(alike)
