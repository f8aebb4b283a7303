"""Making an issue: the candidate goes through the gate, and what does not pass is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from tonghu.disclosure.attack import Attack, attacked, changes
from tonghu.disclosure.block import Day
from tonghu.disclosure.cell import Cell, Span
from tonghu.disclosure.finding import Finding
from tonghu.statistics.candidate import Candidate, Said
from tonghu.statistics.definition import Definitions
from tonghu.statistics.folder import Issue


class Origin(NamedTuple):
    """What an issue can be made again from: the records, definitions, tool and secret."""

    records: Mapping[str, str]
    schemas: str
    tool: str
    key: str
    invented: bool = False


class Outcome(NamedTuple):
    """An issue that passed the gate, what was left out so that it would, and why."""

    issue: Issue
    withheld: tuple[str, ...]
    findings: tuple[Finding, ...]
    spans: Mapping[Cell, Span]


def issued(candidate: Candidate, origin: Origin) -> Outcome:
    """The candidate without the tables that would give something away.

    Whether a table is left out depends only on what would have been published, never on the
    counts behind it: so its absence tells no more than the figures themselves would have.
    """
    said = list(candidate.said())
    withheld: list[str] = []
    reasons: list[Finding] = []
    while True:
        kept = [_without(each, candidate.asof, withheld) for each in said]
        spans, findings = gate(candidate, kept, withheld)
        if not findings:
            break
        reasons += findings
        table = coarser(candidate.definitions, kept, candidate.asof, findings)
        if table is None:
            kept = [_without(each, candidate.asof, _all(candidate.definitions)) for each in said]
            withheld = _all(candidate.definitions)
            spans = {}
            break
        withheld.append(table)
    issue = Issue(
        candidate.period,
        tuple(figure for each in kept for figure in each.figures),
        candidate.note,
        made(candidate, kept, withheld, origin),
    )
    return Outcome(issue, tuple(withheld), tuple(reasons), spans)


def _all(definitions: Definitions) -> list[str]:
    return [table.id for table in definitions.tables]


def _without(said: Said, asof: str, withheld: Sequence[str]) -> Said:
    """A place without the new figures of some tables."""
    kept = tuple(f for f in said.figures if f.asof != asof or f.table not in withheld)
    return said._replace(figures=kept)


def gate(
    candidate: Candidate, said: Sequence[Said], withheld: Sequence[str] = ()
) -> tuple[Mapping[Cell, Span], list[Finding]]:
    """What an outsider learns from the new figures, together with all earlier ones.

    Figures of different days share no counts: an earlier day's, audited when it was issued, say
    nothing new of themselves. What joins the days are changes of one cell between them.
    """
    fresh = [figure for each in said for figure in each.figures if figure.asof == candidate.asof]
    if not fresh:
        return {}, []
    geos = {each.geo for each in said if each.figures}
    day = Day(candidate.asof, fresh, geos, candidate.note, withheld)
    spans, findings = attacked(day)
    narrow = candidate.note.harm.change
    asked = {cell: span for cell, span in spans.items() if span.high - span.low < narrow}
    before = spans_before(candidate.earlier, asked)
    return spans, [*findings, *changes(before, asked, candidate.asof, candidate.note)]


def spans_before(earlier: Sequence[Issue], cells: Mapping[Cell, Span]) -> dict[Cell, Span]:
    """What is known of some cells at the newest earlier day on which they were made anew."""
    wanted, found = set(cells), {}
    for issue in reversed(earlier):
        here = wanted & {figure.cell for figure in issue.anew()}
        if here:
            attack = Attack(issue.day())
            index = attack.block.index
            found.update({cell: attack.program.span({index[cell]: 1}) for cell in sorted(here)})
            wanted -= here
    return found


def coarser(
    definitions: Definitions, said: Sequence[Said], asof: str, findings: Sequence[Finding]
) -> str | None:
    """The finest table that has a part in what was found; None where only the total is left."""
    new = [f for each in said for f in each.figures if f.asof == asof]
    cells = {cell for finding in findings for cell in finding.cells}
    geos = {cell.geo for cell in cells}
    finest = [table for table in definitions.tables if any(table.rows[0])]
    direct = {figure.table for figure in new if figure.cell in cells}
    near = {figure.table for figure in new if figure.cell.geo in geos}
    for tables in (direct, near, {figure.table for figure in new}):
        fitting = [table.id for table in finest if table.id in tables]
        if fitting:
            return fitting[-1]
    outer = [t.id for t in definitions.tables if t.level != definitions.tables[0].level]
    return next((table for table in outer if any(f.table == table for f in new)), None)


def made(
    candidate: Candidate, said: Sequence[Said], withheld: Sequence[str], origin: Origin
) -> dict[str, Any]:
    """How an issue was made, as `issue.json` says it."""
    definitions = candidate.definitions
    return {
        "period": candidate.period,
        "asof": candidate.asof,
        **origin._asdict(),
        "records": dict(origin.records),
        **({"begun": True} if candidate.anew else {}),
        "withheld": sorted(withheld),
        "few": {each.geo: each.asof for each in said if each.few},
        "places": {
            each.geo: {"asof": each.asof, "reached": each.reached} for each in said if not each.few
        },
        "tables": {
            table.id: {
                "title": table.title,
                "level": table.level,
                "dimensions": list(dict.fromkeys(name for row in table.rows for name in row)),
                "floor": table.floor,
                "digest": definitions.digest(table),
            }
            for table in definitions.tables
        },
        "names": dict(sorted(candidate.names.items())),
        "titles": {name: definitions.dimensions[name].title for name in candidate.note.domains},
    }
