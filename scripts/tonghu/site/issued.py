"""What was issued, as pages speak of it: periods, names of cells, figures as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from tonghu.checks.handbook import Leaf
from tonghu.disclosure.cell import Cell, Figure
from tonghu.site.book import Book, path_of
from tonghu.statistics.folder import Issue
from tonghu.statistics.preview import WHOLE, few

METHOD = "statistics/method.md"
SHELF = "statistics"
PERIOD = re.compile(r"(\d{4})-Q([1-4])")
NUMBERS = ("一", "二", "三", "四")
INVENTED = "invented"
SEVERAL = "各写明截至哪一天"


def issues(book: Book) -> tuple[Issue, ...]:
    """Every issue in order of time; invented ones only where there are no others."""
    found = book.issues
    return tuple(issue for issue in found if invented(issue) == invented(found[-1]))


def invented(issue: Issue) -> bool:
    """Whether its children are invented."""
    return issue.made.get(INVENTED) is True


def ordered(book: Book, paths: Iterable[str]) -> list[str]:
    """The pages of the tables in the order of the schema, then the other pages of the shelf."""
    ids = {f"{SHELF}/{name}.md": at for at, name in enumerate(table_ids(book))}
    return sorted(paths, key=lambda path: (ids.get(path, len(ids)), path))


def table_ids(book: Book) -> list[str]:
    """Every table that may be published, coarse ones first."""
    return list(table_schema(book)["id"]["enum"])


def table_schema(book: Book) -> dict[str, Any]:
    """What the schema says of the keys of a table's page."""
    return dict(book.handbook.schemas.raw("table")["properties"])


def table_leaves(book: Book) -> list[Leaf]:
    """The pages of the tables in the order of the schema."""
    found = {path_of(leaf): leaf for leaf in book.handbook.tables}
    return [found[path] for path in ordered(book, found)]


def of_table(issue: Issue, table: str) -> list[Figure]:
    """The figures of one table."""
    return [figure for figure in issue.figures if figure.table == table]


def spoken(period: str) -> str:
    """A period as people say it."""
    found = PERIOD.fullmatch(period)
    return f"{found[1]}年第{NUMBERS[int(found[2]) - 1]}季度" if found else period


def written(figure: Figure, issue: Issue) -> str:
    """A figure as it is written."""
    return hidden(figure.table, issue) if figure.value is None else str(figure.value)


def hidden(table: str, issue: Issue) -> str:
    """How a count that is not shown is written."""
    return f"<{issue.note.protection(table).threshold}"


def named(value: str, issue: Issue) -> str:
    """What a place, a duty or a value is called."""
    return str(issue.made.get("names", {}).get(value, value))


def county(issue: Issue) -> str:
    """What the whole is called."""
    shortest = min(issue.geos() | set(issue.made.get("few", {})), key=len, default="")
    return named(shortest, issue)


def label(cell: Cell, issue: Issue) -> str:
    """What a bar or a row is called: its place, its values in the table's order, or the whole."""
    order = list(issue.made.get("titles", {}))
    dims = sorted(cell.dims, key=lambda pair: order.index(pair[0]) if pair[0] in order else -1)
    own = [named(value, issue) for _, value in dims]
    township = cell.geo.partition("/")[2]
    if township:
        own.insert(0, named(township, issue))
    return " · ".join(own) or WHOLE


def asof(figures: Sequence[Figure]) -> str:
    """The day that all figures tell of; that each has its own where they differ."""
    days = {figure.asof for figure in figures}
    return f"截至 {min(days)}" if len(days) == 1 else SEVERAL


def missing(leaf: Leaf, newest: Issue) -> str:
    """Why an issue has no figures of a table."""
    said = newest.made.get("tables", {}).get(leaf.id)
    if newest.made.get("few"):
        return f"全县{few(newest)}，不公布人数"
    if leaf.id in newest.made.get("withheld", ()):
        return "没有公布：几张表放在一起，可能推算出不该知道的数字"
    if said is None:
        return "还没有这张表"
    floor = leaf.data["county_floor" if leaf.data["level"] != table_level(newest) else "floor"]
    return f"没有公布：全县在册到 {floor} 人才公布"


def table_level(issue: Issue) -> str:
    """The level of the whole, which is the first of the note's."""
    return next(iter(issue.note.floors), "")
