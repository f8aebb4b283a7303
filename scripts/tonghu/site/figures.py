"""The page of a public table: its figures of every issue as text, chart, table and CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tonghu.checks.handbook import Leaf
from tonghu.disclosure.cell import Cell, Figure
from tonghu.site.book import Book, path_of, title_of
from tonghu.site.chart import Bar, Line, bars, lines
from tonghu.site.home import expanded
from tonghu.site.markup import block, link, page, safe, table
from tonghu.site.tables import clauses
from tonghu.statistics.folder import Issue, read_issues
from tonghu.statistics.ledger import FOLDER
from tonghu.statistics.preview import WHOLE, few

METHOD = "statistics/method.md"
ISSUES = "statistics/issues"
MOST_BARS, MOST_LINES = 24, 4
"""More bars are no picture any more, and more lines cannot be told apart without colours."""

ITEM = "项目"


def table_page(book: Book, leaf: Leaf) -> str:
    """What people wrote, then what was issued, then what it rests on."""
    issues = read_issues(book.handbook.root / FOLDER)
    here = path_of(leaf)
    ground = f"依据：{clauses(book, leaf.data.get('cites') or (), here)}。"
    parts = [expanded(book, leaf), *_issued(leaf, issues, here), block("ground", ground)]
    return page(title_of(leaf), *parts)


def _issued(leaf: Leaf, issues: Sequence[Issue], here: str) -> Iterator[str]:
    """The newest figures, and those before."""
    told = link(here, METHOD, "这些数字是怎样保护孩子的")
    if leaf.data.get("shown") is False:
        yield f"这张表默认不公布。{told}。"
        return
    if not issues:
        yield f"还没有公布过。{told}。"
        return
    newest = issues[-1]
    figures = [figure for figure in newest.figures if figure.table == leaf.id]
    if not figures:
        yield f"{_missing(leaf, newest)}{told}。"
        return
    yield f"## {newest.period}"
    yield _asof(figures, newest)
    yield _bars(leaf, newest, figures)
    yield _sheet(newest, figures)
    yield _hidden(leaf, issues) + f"各项相加不等于合计：{told}。"
    yield from _before(leaf, issues)
    files = (link(here, f"{ISSUES}/{each.period}/{leaf.id}.csv", each.period)
             for each in reversed(issues) if leaf.id in each.made.get("tables", {}))  # fmt: skip
    yield f"下载（CSV）：{'、'.join(files)}。"


def _missing(leaf: Leaf, newest: Issue) -> str:
    if leaf.id in newest.made.get("withheld", ()):
        return f"{newest.period} 没有公布这张表：几张表放在一起，可能推算出不该知道的数字。"
    if newest.made.get("few"):
        return f"{newest.period}：全县{few(newest)}，不公布人数。"
    return f"{newest.period} 没有这张表：在册的孩子不到 {leaf.data['floor']} 人，人少时不公布。"


def _asof(figures: Sequence[Figure], newest: Issue) -> str:
    days = sorted({figure.asof for figure in figures})
    if days == [newest.asof]:
        return f"截至 {newest.asof}。"
    if len(days) == 1:
        return f"截至 {days[0]}：从那以后变动的孩子太少，沿用当时的数字。"
    return "变动的孩子太少的地方，沿用以前的数字，各写明是哪一天的。"


def _hidden(leaf: Leaf, issues: Sequence[Issue]) -> str:
    every = (figure for issue in issues for figure in issue.figures if figure.table == leaf.id)
    if all(figure.value is not None for figure in every):
        return ""
    threshold = issues[-1].note.protection(leaf.id).threshold
    return f"“&lt;{threshold}”是少于{threshold}人（0 也算），为保护孩子不显示。"


def shown(figure: Figure, issue: Issue) -> str:
    """A figure as it is written."""
    if figure.value is None:
        return f"<{issue.note.protection(figure.table).threshold}"
    return str(figure.value)


def label(cell: Cell, issue: Issue) -> str:
    """What a bar or a row is called: its place, its values in the table's order, or the whole."""
    names: dict[str, str] = issue.made.get("names", {})
    order = list(issue.made.get("titles", {}))
    dims = sorted(cell.dims, key=lambda pair: order.index(pair[0]) if pair[0] in order else -1)
    own = [names.get(value, value) for _, value in dims]
    township = cell.geo.partition("/")[2]
    if township:
        own.insert(0, names.get(township, township))
    return " · ".join(own) or WHOLE


def _bars(leaf: Leaf, issue: Issue, figures: Sequence[Figure]) -> str:
    """The shares where there are any, else the figures that are grouped most."""
    deepest = max(len(figure.cell.dims) for figure in figures)
    drawn = [figure for figure in figures if len(figure.cell.dims) == deepest][:MOST_BARS]
    rows = _shares(issue, figures) or [
        Bar(label(f.cell, issue), f.value, shown(f, issue)) for f in drawn
    ]
    told = "；".join(f"{row.label} {row.shown}" for row in rows)
    few_drawn = issue.note.protection(leaf.id).threshold // 2
    return bars(f"bars-{leaf.id}", f"{title_of(leaf)}，{issue.period}", told, rows, few_drawn)


def _sheet(issue: Issue, figures: Sequence[Figure]) -> str:
    rows = [(safe(label(f.cell, issue)), safe(shown(f, issue)), f.asof) for f in figures]
    return table("figures", (ITEM, "人数", "截至"), rows)


def _shares(issue: Issue, figures: Sequence[Figure]) -> list[Bar]:
    """The share of the first outcome, out of what is published and of nothing else."""
    values = {figure.cell: figure.value for figure in figures}
    found = []
    for name, of in issue.note.along.items():
        best = issue.note.domains[name][0]
        for cell, whole in values.items():
            if [each for each, _ in cell.dims] == [of]:
                part = values.get(Cell(cell.geo, tuple(sorted((*cell.dims, (name, best))))))
                share = min(100, round(100 * part / whole)) if part and whole else None
                told = "人数太少，不算比例" if share is None else f"{share}%"
                found.append(Bar(f"{label(cell, issue)}：{best}", share, told))
    return found


def _before(leaf: Leaf, issues: Sequence[Issue]) -> Iterator[str]:
    """The figures of all issues side by side, and as lines where there are few."""
    over: dict[Cell, dict[str, str]] = {}
    values: dict[Cell, dict[str, int]] = {}
    for issue in issues:
        for figure in issue.figures:
            if figure.table == leaf.id:
                over.setdefault(figure.cell, {})[figure.asof] = shown(figure, issue)
                if figure.value is not None:
                    values.setdefault(figure.cell, {})[figure.asof] = figure.value
    days = sorted({day for told in over.values() for day in told})
    if len(days) <= 1:
        return
    issue = issues[-1]
    yield "## 历期"
    drawn = [Line(label(cell, issue), found) for cell, found in values.items() if len(found) > 1]
    if drawn and len(drawn) <= MOST_LINES:
        told = "；".join(
            f"{line.label}：" + "、".join(f"{day} {v}" for day, v in sorted(line.values.items()))
            for line in drawn
        )
        yield lines(f"lines-{leaf.id}", f"{title_of(leaf)}，历期", told, drawn)
    rows = (
        (label(cell, issue), *(told.get(day, "") for day in days)) for cell, told in over.items()
    )
    yield table("figures", (ITEM, *days), (map(safe, row) for row in rows))
