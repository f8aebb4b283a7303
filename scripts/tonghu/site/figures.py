"""The page of a public table: its figures of every issue as text, chart, table and CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tonghu.checks.handbook import Leaf
from tonghu.disclosure.cell import Figure
from tonghu.site.book import Book, path_of, title_of
from tonghu.site.chart import Bar, Told, bars
from tonghu.site.floors import notice
from tonghu.site.home import expanded
from tonghu.site.issued import (
    METHOD,
    asof,
    county,
    hidden,
    issues,
    label,
    missing,
    named,
    of_table,
    spoken,
    written,
)
from tonghu.site.markup import block, link, page, safe
from tonghu.site.over_time import history
from tonghu.site.sheet import CORNER, PER_CENT, cornered, crossed, shares, sheet
from tonghu.site.tables import clauses
from tonghu.statistics.folder import Issue

ISSUES = "statistics/issues"
MOST_BARS = 30
"""More bars are no picture any more."""


def table_page(book: Book, leaf: Leaf) -> str:
    """What people wrote, then what was issued, then what it rests on."""
    every = issues(book)
    here = path_of(leaf)
    ground = f"依据：{clauses(book, leaf.data.get('cites') or (), here)}。"
    parts = [
        *(notice(every[-1]) if every else ()),
        expanded(book, leaf),
        *_issued(leaf, every, here),
    ]
    return page(title_of(leaf), *parts, block("ground", ground))


def _issued(leaf: Leaf, every: Sequence[Issue], here: str) -> Iterator[str]:
    """The newest figures, and those before."""
    told = link(here, METHOD, "这些数字是怎样保护孩子的")
    if leaf.data.get("shown") is False:
        yield f"这张表默认不公布。{told}。"
        return
    if not every:
        yield f"还没有公布过。{told}。"
        return
    newest = every[-1]
    figures = of_table(newest, leaf.id)
    yield f"## {spoken(newest.period)}"
    if not figures:
        yield f"{missing(leaf, newest)}。{_hidden(leaf, every)}{told}。"
    else:
        yield from _figures(leaf, newest, figures)
        yield f"{_hidden(leaf, every)}{_rounded(leaf, figures, newest)}：{told}。"
    yield from history(leaf, every)
    files = [link(here, f"{ISSUES}/{each.period}/{leaf.id}.csv", spoken(each.period))
             for each in reversed(every) if of_table(each, leaf.id)]  # fmt: skip
    if files:
        yield f"下载（CSV，可以用表格软件打开）：{'、'.join(files)}。"


def _figures(leaf: Leaf, newest: Issue, figures: Sequence[Figure]) -> Iterator[str]:
    """One figure is a sentence; several are a chart with the same in a table below it."""
    if len(figures) == 1:
        (figure,) = figures
        number = f'<span class="number">{safe(written(figure, newest))}</span> 人'
        yield block("single", f"{safe(county(newest))} {number}（截至 {figure.asof}）")
    else:
        yield _bars(leaf, newest, figures)
        yield sheet(newest, figures)
        if cornered(newest, figures):
            yield CORNER
    if {figure.asof for figure in figures} != {newest.asof}:
        yield "变动的孩子太少的地方，沿用以前的数字，写明截至哪一天。"


def _hidden(leaf: Leaf, every: Sequence[Issue]) -> str:
    """What stands for a count that is not shown, where any issue has one."""
    figures = (figure for issue in every for figure in of_table(issue, leaf.id))
    if all(figure.value is not None for figure in figures):
        return ""
    threshold = every[-1].note.protection(leaf.id).threshold
    return f"“&lt;{threshold}”是少于{threshold}人（0 也算），为保护孩子不显示。"


def _rounded(leaf: Leaf, figures: Sequence[Figure], issue: Issue) -> str:
    base = issue.note.protection(leaf.id).base
    sums = "，各项相加不等于合计，这不是算错" if len(figures) > 1 else ""
    return f"数字随机取整到 {base} 的倍数{sums}"


def _bars(leaf: Leaf, issue: Issue, figures: Sequence[Figure]) -> str:
    """The shares where there are any, else the figures that are grouped most."""
    parts = [Bar(each.label, each.value, each.told) for each in shares(issue, figures)]
    rows = parts or list(_rows(issue, figures))[:MOST_BARS]
    told = "；".join(" ".join(filter(None, (r.group, r.label, r.shown, r.when))) for r in rows)
    threshold = issue.note.protection(leaf.id).threshold
    blank = any(row.value is None for row in rows)
    hatched = f"斜线是{hidden(leaf.id, issue)}，不显示。" if blank and not parts else ""
    unit = "公布的两个数字相除。" if parts else "单位：人。"
    title = f"{title_of(leaf)}，{spoken(issue.period)}"
    words = Told(f"bars-{leaf.id}", title, told, f"{asof(figures)}。{unit}{hatched}")
    return bars(words, rows, threshold // 2, PER_CENT if parts else 1)


def _rows(issue: Issue, figures: Sequence[Figure]) -> Iterator[Bar]:
    """A bar for each figure that is grouped most; by two dimensions in groups."""
    cross = crossed(issue, figures)
    deepest = max(len(figure.cell.dims) for figure in figures)
    drawn = [figure for figure in figures if len(figure.cell.dims) == deepest]
    one = len({figure.asof for figure in figures}) == 1
    if cross:
        down, over = issue.note.domains[cross.down], issue.note.domains[cross.over]
        drawn.sort(key=lambda figure: down.index(dict(figure.cell.dims)[cross.down]))
    for figure in drawn:
        dims, shown = dict(figure.cell.dims), written(figure, issue)
        if cross:
            value = dims[cross.over]
            group = named(dims[cross.down], issue)
            bar = Bar(named(value, issue), figure.value, shown, "", group, over.index(value))
        else:
            bar = Bar(label(figure.cell, issue), figure.value, shown, "" if one else figure.asof)
        yield bar
