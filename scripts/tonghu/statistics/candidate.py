"""What an issue would show: for each place figures made anew, or the old ones carried."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from tonghu.disclosure.cell import Cell, Figure
from tonghu.disclosure.rounding import shown
from tonghu.statistics.counting import Census, changed
from tonghu.statistics.definition import COUNTY, TOWNSHIP, Definitions, Table
from tonghu.statistics.folder import Issue

YEAR = 4
"""Characters of a date that are its year."""

Past = Callable[[str], Census | None]
"""The day of an earlier issue → the children as they were counted then; None if unknown."""


class Last(NamedTuple):
    """What was last said of a place: on which day, the figures, or that there are too few."""

    asof: str
    figures: tuple[Figure, ...]
    reached: int
    few: bool
    tables: Mapping[str, Any]


class Said(NamedTuple):
    """What this issue says of a place; `reached` is the highest floor of a table it passed."""

    geo: str
    asof: str
    figures: tuple[Figure, ...] = ()
    reached: int = 0
    few: bool = False


@dataclass(frozen=True)
class Candidate:
    """Everything that an issue is made from."""

    definitions: Definitions
    period: str
    asof: str
    now: Census
    county: str
    townships: Sequence[str]
    earlier: Sequence[Issue]
    past: Past
    secret: bytes
    names: Mapping[str, str] = field(default_factory=dict)

    def said(self) -> Iterator[Said]:
        """What is said of the county, and of each township.

        An only township is the county: a second figure for the same children would say more.
        """
        county = self._place(self.county, COUNTY, None)
        if county is None:
            return
        yield county
        for geo in self.townships if len(self.townships) > 1 else ():
            township = self._place(geo, TOWNSHIP, county.reached)
            if township is not None:
                yield township

    def _place(self, geo: str, level: str, reached: int | None) -> Said | None:
        """The figures of one place; None where nothing may be said."""
        every = [t for t in self.definitions.level(level) if reached is None or allowed(t, reached)]
        due = [table for table in every if table.floor <= self.now.totals[geo]]
        last = last_of(self.earlier, geo)
        if not every or (reached is None and not due):
            return self._few(geo, every, last)
        if last is not None and not self._enough(geo, last, every, due):
            return self._carried(geo, last)
        figures = tuple(figure for table in due for figure in self._anew(geo, table))
        return Said(geo, self.asof, figures, max((table.floor for table in due), default=0))

    def _few(self, geo: str, every: Sequence[Table], last: Last | None) -> Said | None:
        """Too few children for any figure: a sentence, once a year."""
        if not every:
            return None
        smallest = min(every, key=lambda table: table.floor)
        if last is not None and not last.few and not self._enough(geo, last, every, [smallest]):
            return self._carried(geo, last)
        year = self.asof[:YEAR]
        said = [day for issue in self.earlier for day in few_days(issue, geo) if day[:YEAR] == year]
        if said and last is not None:
            return self._carried(geo, last)
        return Said(geo, self.asof, few=True)

    def _carried(self, geo: str, last: Last) -> Said:
        """The old figures, of tables that still mean the same."""
        same = {
            table.id
            for table in self.definitions.tables
            if last.tables.get(table.id, {}).get("digest") == self.definitions.digest(table)
        }
        figures = tuple(figure for figure in last.figures if figure.table in same)
        return Said(geo, last.asof, figures, last.reached, last.few)

    def _enough(self, geo: str, last: Last, every: Sequence[Table], due: Sequence[Table]) -> bool:
        """Whether enough children changed in every table that was or would be shown."""
        before = {figure.table for figure in last.figures}
        watched = [table for table in every if table.id in before or table in due]
        changes = self._changes.of(last.asof)
        return changes is not None and all(
            changes[geo, table.id] >= table.protection.refresh for table in watched
        )

    @cached_property
    def _changes(self) -> _Changes:
        return _Changes(self.past, self.now, self.definitions.tables, {})

    def _anew(self, geo: str, table: Table) -> Iterator[Figure]:
        counts = self._counts(table)
        for row in table.rows:
            for dims in self.note.cells(row):
                cell = Cell(geo, dims)
                same, how = self.note.canonical(cell), table.protection
                value = shown(self.secret, same, counts[cell], self.period, how)
                yield Figure(table.id, cell, value, self.asof)

    @cached_property
    def note(self) -> Any:
        """The method note of this issue."""
        return self.definitions.note()

    def _counts(self, table: Table) -> Counter[Cell]:
        if table.id not in self._counted:
            self._counted[table.id] = self.now.counts(table)
        return self._counted[table.id]

    @cached_property
    def _counted(self) -> dict[str, Counter[Cell]]:
        return {}


class _Changes(NamedTuple):
    """How many children changed since each earlier day, worked out once."""

    past: Past
    now: Census
    tables: Sequence[Table]
    known: dict[str, Counter[tuple[str, str]] | None]

    def of(self, asof: str) -> Counter[tuple[str, str]] | None:
        """(Place, table) → distinct changed children; None where the past is unknown."""
        if asof not in self.known:
            before = self.past(asof)
            self.known[asof] = None if before is None else changed(before, self.now, self.tables)
        return self.known[asof]


def allowed(table: Table, reached: int) -> bool:
    """Whether the county has children enough for a table of its townships."""
    return table.county_floor <= reached


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
