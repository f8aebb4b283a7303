"""Five issues of an invented county: what is hidden, how far off, how much is new, how long."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import NamedTuple

from bench.posterior import SURE, Day, Guessed, guessed
from invented_people import QUARTERS, SECRET, County, Run, five_quarters, issue_all, last_day
from tonghu.disclosure.cell import Cell
from tonghu.statistics.audit import Truth, audited
from tonghu.statistics.definition import COUNTY

BARS = {4_000: (1, 5), 40_000: (5, 15)}
"""Children → seconds in which five quarters are issued, and audited."""
COUNTIES = {900: 8, 4_000: 8, 40_000: 3}
"""Children → over how many counties guesses are averaged: small ones differ much."""


class Measured(NamedTuple):
    """What came out of five quarters."""

    hidden: float
    error: float
    anew: float
    issued: float
    audited: float
    findings: int
    certain: float


def measured(children: int) -> Measured:
    """Five quarters of one county, timed by the work of this process."""
    county, truth = County(children, 1), {}
    for period in QUARTERS:
        truth[last_day(period)] = county.census()
        county.pass_quarter()
    start = time.process_time()
    run = issue_all(county, truth)
    between = time.process_time()
    report = audited(run.issues, Truth(truth, SECRET))
    end = time.process_time()
    hidden, error = usefulness(run)
    later = run.issues[1:]
    anew = sum(len({f.cell.geo for f in issue.anew()}) for issue in later)
    return Measured(
        hidden,
        error,
        anew / sum(len(issue.geos()) for issue in later),
        between - start,
        end - between,
        len(report.findings),
        report.newcomers.certain / max(report.newcomers.newcomers, 1),
    )


def usefulness(run: Run) -> tuple[float, float]:
    """The share of the county's cells of ten or more that is not shown, and the mean error."""
    errors: list[int] = []
    large = 0
    for issue in run.issues:
        census = run.truth[issue.asof]
        for table in run.county.definitions.level(COUNTY):
            counts = census.counts(table)
            here = {f.cell: f.value for f in issue.figures if f.table == table.id}
            for cell in (Cell("lanshan", d) for row in table.rows for d in issue.note.cells(row)):
                if counts[cell] >= table.protection.threshold:
                    large += 1
                    value = here.get(cell)
                    errors += [] if value is None else [abs(value - counts[cell])]
    return 1 - len(errors) / large, sum(errors) / len(errors)


def rows() -> Iterator[tuple[str, str, str, str]]:
    """The rows of the table: figure, bar, reached, and what is behind it."""
    for children, (issue, audit) in BARS.items():
        found = measured(children)
        name = f"five issues, {children:,} children"
        yield f"{name}: cells of ten or more hidden", "20 %", f"{found.hidden:.0%}", ""
        yield f"{name}: mean error", "2", f"{found.error:.2f}", ""
        yield f"{name}: places made anew", "60 %", f"{found.anew:.0%}", ""
        yield f"{name}: issued", f"{issue} s", f"{found.issued:.2f} s", "work of one process"
        known = f"{found.certain:.0%} of newcomers certain to one who knows all others"
        behind = f"{found.findings} findings, {known}"
        yield f"{name}: audited", f"{audit} s", f"{found.audited:.2f} s", behind
    for children, counties in COUNTIES.items():
        yield from _learnt(children, counties)


def _learnt(children: int, counties: int) -> Iterator[tuple[str, str, str, str]]:
    """What one who knows all others learns from five issues, by county and together."""
    days = [_days(County(children, seed)) for seed in range(1, counties + 1)]
    for newcomers, who in ((True, "newcomers"), (False, "unchanged children")):
        found = [guessed(each, newcomers) for each in days]
        for name in found[0]:
            each = [guess[name] for guess in found]
            every = Guessed(sum(g.children for g in each), sum(g.sure for g in each))
            shares = [guess.share for guess in each if guess.children]
            figure = f"five issues, {children:,} children: {name} of {who} over {SURE:.0%} likely"
            between = f"{min(shares, default=0):.0%} to {max(shares, default=0):.0%}"
            behind = f"{every.children:,} children of {counties} counties, {between}"
            yield figure, "–", f"{every.share:.0%}", behind


def _days(county: County) -> list[Day]:
    """The issues in which the county's figures were made anew, as the neighbour sees them."""
    run = five_quarters(county)
    return [Day(issue, run.truth[issue.asof]) for issue in run.issues
            if any(figure.cell.geo == "lanshan" for figure in issue.anew())]  # fmt: skip
