"""What an issue would show: for each place figures made anew, or the old ones carried."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from tonghu.disclosure.cell import Cell, Figure
from tonghu.disclosure.rounding import margin, shown
from tonghu.statistics.counting import Census
from tonghu.statistics.definition import COUNTY, TOWNSHIP, Definitions, Table
from tonghu.statistics.folder import Issue
from tonghu.statistics.past import Changes, Last, Past, few_days, last_of

YEAR = 4
"""Characters of a date that are its year."""


class Said(NamedTuple):
    """What this issue says of a place; `reached` is the highest floor of a table it passed."""

    geo: str
    asof: str
    figures: tuple[Figure, ...] = ()
    reached: int = 0
    few: bool = False


@dataclass(frozen=True)
class Candidate:
    """Everything that an issue is made from.

    `anew` says that a place whose past is lost may begin anew when its figures are a year old.
    """

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
    anew: bool = False

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
        if last is None and not self._begins(geo, due):
            self.waiting.add(geo)
            return None
        if last is not None and not self._enough(geo, last, every, due):
            return self._carried(geo, last)
        figures = tuple(figure for table in due for figure in self._anew(geo, table))
        return Said(geo, self.asof, figures, max((table.floor for table in due), default=0))

    def _few(self, geo: str, every: Sequence[Table], last: Last | None) -> Said | None:
        """Too few children for any figure: a sentence, at most once a year.

        Its day changes only as that of a figure would: else it would tell of who comes last.
        """
        if not every:
            return None
        smallest = min(every, key=lambda table: table.floor)
        if last is not None and not self._enough(geo, last, every, [smallest]):
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
        return self._changed(geo, last.asof, watched)

    def _begins(self, geo: str, due: Sequence[Table]) -> bool:
        """Whether a place may be shown for the first time beside others that were before."""
        return all(self._changed(geo, day, due) for day in self.changes.begins(geo))

    def _changed(self, geo: str, asof: str, watched: Sequence[Table]) -> bool:
        changes = self.changes.since(asof)
        if changes is None:
            return self.anew and year_after(asof) <= self.asof
        return all(changes[geo, table.id] >= self._needed(geo, table) for table in watched)

    def _needed(self, geo: str, table: Table) -> int:
        """How many children must have changed: more, by chance, where the table is sensitive.

        So who knows of all changes but one cannot tell by the decision what the last one was.
        """
        names = {name for row in table.rows for name in row}
        hidden = bool(names & self.note.harm.sensitive)
        return table.protection.refresh + hidden * margin(self.secret, geo, self.period)

    @cached_property
    def waiting(self) -> set[str]:
        """The places that are not shown yet because others were under which they counted."""
        return set()

    @cached_property
    def changes(self) -> Changes:
        """What has changed since earlier issues."""
        places = {*self.townships, *(person.geo for person in self.now.people.values())}
        return Changes(self.earlier, self.past, self.now, self.definitions.tables, places)

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


def allowed(table: Table, reached: int) -> bool:
    """Whether the county has children enough for a table of its townships."""
    return table.county_floor <= reached


def year_after(asof: str) -> str:
    """The same day of the next year."""
    return f"{int(asof[:YEAR]) + 1:04}{asof[YEAR:]}"
