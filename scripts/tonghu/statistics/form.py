"""Whether an issue is one that could be made here: its tables, places, values, days, and words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from tonghu.disclosure.cell import Dims, Figure, parent
from tonghu.disclosure.truth import ill_formed
from tonghu.period import calendar_window, day, iso
from tonghu.statistics.floors import Allowed, Floors, weaker
from tonghu.statistics.folder import MADE, NOTE, Issue, sheet

PERIOD = re.compile(r"([0-9]{4})-Q([1-4])")
PLACE = re.compile(r"[a-z][a-z0-9-]*(/[a-z][a-z0-9-]*)?")
FIRST_YEAR = "1900"
QUARTER = "quarter"
Flaw = tuple[str, str]
"""The name of a file, and what is wrong in it."""


def last_day(period: str) -> str | None:
    """The last day of a period, None where it is none."""
    match = PERIOD.fullmatch(period)
    if not match or match[1] < FIRST_YEAR:
        return None
    first = day(f"{match[1]}-{int(match[2]) * 3 - 2:02}-01")
    return iso(calendar_window(QUARTER, first).last)


def flaws(
    issue: Issue, earlier: Sequence[Issue], least: Floors, alone: bool = False
) -> Iterator[Flaw]:
    """Everything that rules out that an issue was made by the rules, without any record or key.

    Where an issue is looked at alone, nothing is asked of figures that it carries.
    """
    for what in weaker(issue.note, least):
        yield NOTE, f"{what}比 schemas/ 的下限松"
    if issue.made:
        yield from _made(issue, least)
    yield from _figures(issue, least)
    yield from () if alone else _days(issue, earlier)


def _made(issue: Issue, least: Floors) -> Iterator[Flaw]:
    """How it says that it was made."""
    if issue.made.get("period") != issue.period or issue.asof != last_day(issue.period):
        yield MADE, "period、asof 不是这一期和它的最后一天"
    for table, said in issue.made["tables"].items():
        own = least.tables.get(table)
        if own is None or said.get("level") != own.level or said.get("floor", 0) < own.floor:
            yield MADE, f"tables 里的 {table} 不是 schemas/table.schema.json 准许的表"
    days = {f.cell.geo: f.asof for f in issue.figures}
    said = {geo: place.get("asof") for geo, place in issue.made["places"].items()}
    if any(said.get(geo) != asof for geo, asof in days.items()):
        yield MADE, "places 和表里的地方、日期不一样"


def _figures(issue: Issue, least: Floors) -> Iterator[Flaw]:
    """Which tables show what of which places, and in which form."""
    found: dict[tuple[str, str], list[Figure]] = {}
    for figure in issue.figures:
        found.setdefault((figure.table, figure.cell.geo), []).append(figure)
    tops = {parent(geo) or geo for _, geo in found}
    for (table, geo), figures in found.items():
        own = least.tables.get(table)
        if own is None:
            yield sheet(table), "没有这张统计表，不能公布"
        elif not PLACE.fullmatch(geo) or len(tops) > 1 or _level(geo, least) != own.level:
            yield sheet(table), "geo 不是这张表可以公布的地方"
        elif Counter(f.cell.dims for f in figures) != Counter(_grid(own, issue)):
            yield sheet(table), "一个地方的格子多了、少了或者重复了"
    for finding in ill_formed(issue.figures, issue.note):
        tables = {f.table for f in issue.figures if f.cell in finding.cells}
        yield from ((sheet(t), "value 不是取整单位的倍数，也不是 <10") for t in sorted(tables))


def _level(geo: str, least: Floors) -> str:
    """The level of a place by how deep it lies; levels stand in the order of the tables."""
    levels = list(dict.fromkeys(own.level for own in least.tables.values()))
    depth = geo.count("/")
    return levels[depth] if depth < len(levels) else ""


def _grid(own: Allowed, issue: Issue) -> Iterator[Dims]:
    """Every cell that a table has of one place."""
    domains: Mapping[str, tuple[str, ...]] = issue.note.domains
    for row in own.rows:
        if set(row) <= domains.keys():
            for values in product(*(domains[name] for name in sorted(row))):
                yield tuple(zip(sorted(row), values, strict=True))


def _days(issue: Issue, earlier: Sequence[Issue]) -> Iterator[Flaw]:
    """Figures of another day are those of an earlier issue, letter by letter."""
    before = {(f.table, f.cell, f.value, f.asof) for each in earlier for f in each.figures}
    last = last_day(issue.period)
    for figure in issue.figures:
        if figure.asof != issue.asof and (figure.table, *figure[1:]) not in before:
            yield sheet(figure.table), "沿用的数字和以前公布的不一样"
            return
    if last is None or any(each.period >= issue.period for each in earlier):
        yield MADE, "不是以后的一期"
