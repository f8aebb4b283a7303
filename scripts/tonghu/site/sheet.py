"""The figures of a table as rows and columns, each row with the day that it tells of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from tonghu.disclosure.cell import Cell, Figure
from tonghu.site.issued import label, named, written
from tonghu.site.markup import safe, table
from tonghu.statistics.folder import Issue
from tonghu.statistics.preview import WHOLE

KIND = "figures"
WHOLE_NAMES = f"{KIND} whole"
"""A table whose rows have short names: none of them is broken."""
SHORT = 14
CORNER = "两个合计相交的那一格是“–”：总人数在另一张表里，不在这里再公布一次。"
ITEM, PEOPLE, DAY, PLACE = "项目", "人数", "截至", "地方"
OUT_OF = "应做的孩子"
SHARE = "比例"
NO_SHARE = "人太少，不算"
PER_CENT = 100


class Cross(NamedTuple):
    """A table by two dimensions: which make the rows and which the columns."""

    down: str
    over: str


def sheet(issue: Issue, figures: Sequence[Figure]) -> str:
    """The figures; those by two dimensions crosswise, where a row is of one day."""
    cross = crossed(issue, figures)
    if cross:
        return _crosswise(issue, figures, cross)
    deep = any(figure.cell.dims for figure in figures)
    head = (_title(issue, figures) if deep else PLACE, PEOPLE, DAY)
    rows = [(_plain(f.cell, issue), safe(written(f, issue)), f.asof) for f in figures]
    return table(kind(name for name, *_ in rows), head, rows)


def kind(names: Iterable[str]) -> str:
    """The kind of a table whose rows have these names."""
    return WHOLE_NAMES if all(len(name) <= SHORT for name in names) else KIND


def cornered(issue: Issue, figures: Sequence[Figure]) -> bool:
    """Whether a table has both sums, and nothing where they meet."""
    cross, found = crossed(issue, figures), {figure.cell.dims for figure in figures}
    if cross is None or () in found:
        return False
    return {(cross.down,), (cross.over,)} <= {tuple(n for n, _ in dims) for dims in found}


def crossed(issue: Issue, figures: Sequence[Figure]) -> Cross | None:
    """The two dimensions of a table that has two; the one with fewer values goes across."""
    names = list(dict.fromkeys(name for figure in figures for name, _ in figure.cell.dims))
    if len(names) != len(Cross._fields) or len({figure.asof for figure in figures}) != 1:
        return None
    order = list(issue.made.get("tables", {}).get(figures[0].table, {}).get("dimensions", names))
    first, last = sorted(names, key=order.index)
    fewer = len(issue.note.domains[first]) < len(issue.note.domains[last])
    return Cross(last, first) if fewer else Cross(first, last)


def _title(issue: Issue, figures: Sequence[Figure]) -> str:
    """What the rows are grouped by."""
    names = {name for figure in figures for name, _ in figure.cell.dims}
    titles: Mapping[str, str] = issue.made.get("titles", {})
    return safe(titles.get(names.pop(), ITEM)) if len(names) == 1 else ITEM


def _plain(cell: Cell, issue: Issue) -> str:
    """A row's name; the whole county and a township by their names."""
    place = named(cell.geo.rpartition("/")[2], issue)
    return safe(label(cell, issue) if cell.dims else place)


def _crosswise(issue: Issue, figures: Sequence[Figure], cross: Cross) -> str:
    found = {figure.cell.dims: figure for figure in figures}
    over: list[str | None] = list(issue.note.domains[cross.over])
    down: list[str | None] = list(issue.note.domains[cross.down])
    whole = OUT_OF if issue.note.along.get(cross.over) else WHOLE
    over = [None, *over] if any(_dims(cross, d, None) in found for d in down) else over
    down = [*down, None] if any(_dims(cross, None, o) in found for o in over if o) else down
    titles: Mapping[str, str] = issue.made.get("titles", {})
    told = over[1] if whole == OUT_OF else None
    head = [
        titles.get(cross.down, ITEM),
        *(whole if value is None else named(value, issue) for value in over),
        *([SHARE] if told else []),
        DAY,
    ]
    rows = []
    for each in down:
        own = [found.get(_dims(cross, each, value)) for value in over]
        cells = [safe(written(f, issue)) if f else "" for f in own]
        share = [share_told(own[1], own[0])] if told else []
        name = WHOLE if each is None else named(each, issue)
        rows.append([safe(name), *cells, *share, figures[0].asof])
    return table(kind(name for name, *_ in rows), map(safe, head), rows)


def _dims(cross: Cross, down: str | None, over: str | None) -> tuple[tuple[str, str], ...]:
    pairs = ((cross.down, down), (cross.over, over))
    return tuple(sorted((name, value) for name, value in pairs if value is not None))


def share(part: Figure | None, whole: Figure | None) -> int | None:
    """A share out of two published figures and of nothing else; None where one is not shown."""
    if part is None or whole is None or part.value is None or not whole.value:
        return None
    return min(PER_CENT, round(PER_CENT * part.value / whole.value))


def share_told(part: Figure | None, whole: Figure | None) -> str:
    """A share as it is written."""
    found = share(part, whole)
    return NO_SHARE if found is None else f"{found}%"


class Share(NamedTuple):
    """How much of one thing was done as it should be."""

    label: str
    value: int | None
    told: str


def shares(issue: Issue, figures: Sequence[Figure]) -> Iterator[Share]:
    """The share of the first outcome of everything whose outcome is told."""
    by_cell = {figure.cell: figure for figure in figures}
    for name, of in issue.note.along.items():
        best = issue.note.domains[name][0]
        for cell, whole in by_cell.items():
            if [each for each, _ in cell.dims] == [of]:
                part = by_cell.get(Cell(cell.geo, tuple(sorted((*cell.dims, (name, best))))))
                value, told = share(part, whole), share_told(part, whole)
                yield Share(f"{label(cell, issue)}：{best}", value, told)
