"""The figures of a table over all issues: columns by day, and side by side in a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tonghu.checks.handbook import Leaf
from tonghu.disclosure.cell import Cell
from tonghu.site.book import title_of
from tonghu.site.chart import Series, Told, columns
from tonghu.site.issued import county, hidden, label, of_table, written
from tonghu.site.markup import safe, table
from tonghu.site.sheet import ITEM, kind, shares
from tonghu.statistics.folder import Issue
from tonghu.statistics.preview import WHOLE

Written = tuple[int | None, str]
"""A value, None where it is not shown, and how it is written."""
YEAR = 4
"""Digits of the year, which stands above the day so that the columns fit a phone."""
MOST_DAYS, MOST_SERIES = 6, 8
"""More columns do not fit a phone, and more rows of them are no picture any more."""


def history(leaf: Leaf, every: Sequence[Issue]) -> Iterator[str]:
    """Nothing where the figures are all of one day."""
    newest = every[-1]
    over: dict[Cell, dict[str, Written]] = {}
    for issue in every:
        for figure in of_table(issue, leaf.id):
            over.setdefault(figure.cell, {})[figure.asof] = figure.value, written(figure, issue)
    days = sorted({day for told in over.values() for day in told})[-MOST_DAYS:]
    if len(days) <= 1:
        return
    yield "## 历期"
    parts = _shares(leaf, every)
    drawn = [each for each in (parts or _counts(over, newest)) if _seen(each.values, days)]
    if 0 < len(drawn) <= MOST_SERIES:
        yield _columns(leaf, newest, drawn, days, bool(parts))
    rows = [
        [_named(cell, newest), *(_on(told, day) for day in days)] for cell, told in over.items()
    ]
    head = (ITEM, *(f"{day[:YEAR]}<br>{day[YEAR + 1 :]}" for day in days))
    yield table(kind(name for name, *_ in rows), head, (map(safe, row) for row in rows))
    if any(day not in told for told in over.values() for day in days):
        yield "“–”是那天没有重新公布，沿用以前的数字。"


def _counts(over: Mapping[Cell, Mapping[str, Written]], newest: Issue) -> list[Series]:
    """What is grouped least."""
    return [Series(_named(c, newest), values) for c, values in over.items() if len(c.dims) <= 1]


def _shares(leaf: Leaf, every: Sequence[Issue]) -> list[Series]:
    """Of a table that tells outcomes, the shares."""
    found: dict[str, dict[str, Written]] = {}
    for issue in every:
        figures = of_table(issue, leaf.id)
        for each in shares(issue, figures):
            found.setdefault(each.label, {})[figures[0].asof] = each.value, each.told
    return [Series(name, values) for name, values in found.items()]


def _seen(values: Mapping[str, Written], days: Sequence[str]) -> bool:
    """Whether there is something to compare: two days, and a number on one of them."""
    own = [values[day] for day in days if day in values]
    return len(own) > 1 and any(value is not None for value, _ in own)


def _on(told: Mapping[str, Written], day: str) -> str:
    return told[day][1] if day in told else ""


def _named(cell: Cell, issue: Issue) -> str:
    found = label(cell, issue)
    return county(issue) if found == WHOLE else found


def _columns(
    leaf: Leaf, issue: Issue, drawn: Sequence[Series], days: Sequence[str], parts: bool
) -> str:
    told = "；".join(
        f"{each.label}：" + "，".join(f"{day} {_on(each.values, day)}" for day in days
                                     if day in each.values)
        for each in drawn
    )  # fmt: skip
    blank = any(value is None for each in drawn for value, _ in each.values.values())
    unit = "公布的两个数字相除。" if parts else "单位：人。"
    below = "下面的日期是截至哪一天。"
    hatched = f"斜线是{hidden(leaf.id, issue)}，不显示。" if blank and not parts else ""
    words = Told(f"over-{leaf.id}", f"{title_of(leaf)}，历期", told, unit + below + hatched)
    return columns(words, drawn, days, issue.note.protection(leaf.id).threshold // 2)
