"""The audit of issues: what an outsider could learn of them all, and whether the note is true."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from tonghu.disclosure.attack import attacked, changes
from tonghu.disclosure.cell import Cell, Figure, Span
from tonghu.disclosure.finding import Finding
from tonghu.disclosure.truth import (
    differing,
    ill_formed,
    not_random,
    not_remade,
    rewritten,
    untrue,
)
from tonghu.statistics.counting import Census, changed
from tonghu.statistics.floors import Floors, tightened
from tonghu.statistics.folder import MADE, Issue
from tonghu.statistics.form import flaws
from tonghu.statistics.neighbour import Known, all_counts, told
from tonghu.statistics.past import last_of

FEW = 20
"""Newcomers below which a share of them says nothing."""

LUCK = 2
"""Standard deviations that a share may be above its ceiling by chance."""


class Truth(NamedTuple):
    """The children behind some issues, by day; and the secret if it is known."""

    people: Mapping[str, Census]
    secret: bytes | None = None


class Report(NamedTuple):
    """What the audit found, the spans by day, and what a neighbour would know of newcomers."""

    findings: tuple[Finding, ...]
    spans: Mapping[str, Mapping[Cell, Span]]
    newcomers: Known


def audited(
    issues: Sequence[Issue], truth: Truth | None = None, least: Floors | None = None
) -> Report:
    """Everything that is wrong with some issues, in order of their periods.

    What counts as wrong is what the schemas say, where a note says less.
    """
    findings = list(_shapes(issues, least)) if least else []
    if least:
        issues = [replace(issue, note=tightened(issue.note, least)) for issue in issues]
    findings += _told_by_all(issues)
    spans: dict[str, Mapping[Cell, Span]] = {}
    for issue in issues:
        if issue.anew():
            spans[issue.asof], found = attacked(issue.day())
            findings += found
            findings += changes(_newest(spans, issue.asof), spans[issue.asof], issue.asof,
                                issue.note)  # fmt: skip
    known = Known(0, 0)
    if truth is not None:
        findings += _against(issues, truth)
        known = neighbours(issues, truth)
        ceiling = max((issue.note.harm.entrant for issue in issues), default=100)
        if known.newcomers >= FEW and beyond(known, ceiling / 100):
            share = f"{known.certain / known.newcomers:.0%}"
            findings.append(Finding("entrants", issues[-1].asof, (), share))
    return Report(tuple(findings), spans, known)


def _shapes(issues: Sequence[Issue], least: Floors) -> Iterator[Finding]:
    """What rules out that issues were made by the rules; of a single one its past is not asked."""
    for number, issue in enumerate(issues):
        if any(each.made for each in issues) and not issue.made:
            yield Finding("form", issue.asof, (), MADE)
        for file, what in flaws(issue, issues[:number], least, len(issues) == 1):
            yield Finding("form", issue.asof, (), f"{file}：{what}")


def beyond(known: Known, ceiling: float) -> bool:
    """Whether more newcomers are certain than the ceiling and chance allow."""
    allowed = ceiling * known.newcomers
    return known.certain > allowed + LUCK * math.sqrt(allowed * (1 - ceiling))


def _newest(spans: Mapping[str, Mapping[Cell, Span]], asof: str) -> dict[Cell, Span]:
    """What was known of each cell on the newest day before."""
    found: dict[Cell, Span] = {}
    for day in sorted(day for day in spans if day < asof):
        found |= spans[day]
    return found


def _told_by_all(issues: Sequence[Issue]) -> Iterator[Finding]:
    """What the folders say against each other and against the note."""
    earlier: list[Figure] = []
    for issue in issues:
        yield from differing(issue.figures, issue.note)
        yield from ill_formed(issue.anew(), issue.note)
        yield from rewritten(earlier, issue.figures)
        earlier += issue.anew()


def _against(issues: Sequence[Issue], truth: Truth) -> Iterator[Finding]:
    """What the children behind the figures say against the note."""
    for number, issue in enumerate(issues):
        census = truth.people.get(issue.asof)
        if census is None:
            continue
        counts, fresh = _counts(census), issue.anew()
        yield from untrue(fresh, counts, issue.note)
        yield from not_random(fresh, counts, issue.note)
        if truth.secret is not None:
            yield from not_remade(fresh, counts, issue.note, truth.secret, issue.period)
        yield from refreshed_early(issues[:number], issue, truth)


def refreshed_early(earlier: Sequence[Issue], issue: Issue, truth: Truth) -> Iterator[Finding]:
    """Places made anew although too few children had changed in one of their tables."""
    now = truth.people[issue.asof]
    known: dict[str, Counter[tuple[str, str]]] = {}
    for geo in sorted({figure.cell.geo for figure in issue.anew()}):
        last = last_of(earlier, geo)
        before = truth.people.get(last.asof) if last else None
        if last is None or before is None:
            continue
        if last.asof not in known:
            known[last.asof] = changed(before, now, now.definitions.tables)
        shown = {f.table for f in (*last.figures, *issue.anew()) if f.cell.geo == geo}
        few = [
            table
            for table in sorted(shown)
            if known[last.asof][geo, table] < issue.note.protection(table).refresh
        ]
        if few:
            yield Finding("refreshed-early", issue.asof, (Cell(geo, ()),), "、".join(few))


def neighbours(issues: Sequence[Issue], truth: Truth) -> Known:
    """What one who knows all the others could tell of newcomers, over all issues."""
    number, certain = 0, 0.0
    before: Census | None = None
    for issue in issues:
        now = truth.people.get(issue.asof)
        fresh = issue.anew()
        if now is not None and before is not None and fresh:
            found = told(before, now, _counts(now), fresh, issue.note)
            number, certain = number + found.newcomers, certain + found.certain
        before = now if now is not None and fresh else before
    return Known(number, certain)


def _counts(census: Census) -> Counter[Cell]:
    return all_counts(census, census.definitions.tables)
