"""What the statistics say of themselves: the numbers of the method, every table and its state."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tonghu.checks.handbook import Leaf
from tonghu.site.book import Book, path_of, title_of
from tonghu.site.issued import (
    asof,
    county,
    invented,
    issues,
    missing,
    of_table,
    spoken,
    table_leaves,
    table_schema,
    written,
)
from tonghu.site.markup import block, link, safe, table
from tonghu.statistics.folder import Issue

BRACED = re.compile(r"\{([a-z_-]+)(?:\.([a-z_]+))?\}")
FLOORS = ("threshold", "base", "refresh")
OFF = "默认不公布"


def filled(book: Book, text: str) -> str:
    """The method note with its numbers: `{base}` out of the schemas, `{total.floor}` of a page."""
    numbers = least(book)
    pages = {leaf.id: leaf.data for leaf in book.handbook.tables}

    def number(found: re.Match[str]) -> str:
        name, key = found.groups()
        told = pages.get(name, {}).get(key) if key else numbers.get(name)
        return found[0] if told is None else str(told)

    return BRACED.sub(number, text)


def least(book: Book) -> dict[str, int]:
    """The floors that no page may go below, and an example of what they do to a count."""
    schema = table_schema(book)
    threshold, base, refresh = (int(schema[name]["minimum"]) for name in FLOORS)
    protect = book.handbook.schemas.raw("statistics")["properties"]["protect"]["properties"]
    limits = {name: said.get("maximum", said.get("minimum")) for name, said in protect.items()}
    down = -(-threshold // base) * base
    up = down + base
    return {
        **limits,
        **dict(zip(FLOORS, (threshold, base, refresh), strict=True)),
        "most_hidden": threshold - 1,
        "count": down + base // 2,
        "down": down,
        "up": up,
        "low": max(threshold, up - base + 1),
        "high": up + base - 1,
    }


def protection(book: Book, here: str) -> str:
    """Every table's own floors, which may be tighter."""
    schema = table_schema(book)
    head = ["统计表", *(safe(schema[name]["title"]) for name in ("floor", *FLOORS))]
    rows = [
        [_titled(here, leaf), *(str(leaf.data[name]) for name in ("floor", *FLOORS))]
        for leaf in table_leaves(book)
    ]
    told = "；".join(
        f"{safe(schema[name]['title'])}：{schema[name]['description'].rstrip('。')}"
        for name in ("floor", *FLOORS)
    )
    return f"{table('figures', head, rows)}\n\n{told}。"


def overview(book: Book, here: str) -> str:
    """Every table with what the newest issue says of it."""
    every = issues(book)
    if not every:
        rows = [[_titled(here, leaf), _state(leaf, None)] for leaf in table_leaves(book)]
        return table("documents", ("统计表", "现在"), rows)
    newest = every[-1]
    parts = [*notice(every[-1]), f"## {safe(county(newest))}，{spoken(newest.period)}"]
    rows = [[_titled(here, leaf), _state(leaf, newest)] for leaf in table_leaves(book)]
    return "\n\n".join([*parts, table("documents", ("统计表", "现在"), rows)])


def notice(newest: Issue) -> Iterator[str]:
    """That the children are invented, where they are."""
    if invented(newest):
        told = f"**{safe(county(newest))}是虚构的**，孩子都是编出来的。"
        yield block("danger", f"{told}这些数字只用来看看公布的统计是什么样子。")


def _titled(here: str, leaf: Leaf) -> str:
    return link(here, path_of(leaf), safe(title_of(leaf)))


def _state(leaf: Leaf, newest: Issue | None) -> str:
    if leaf.data.get("shown") is False:
        return OFF
    if newest is None:
        return "还没有公布过"
    figures = of_table(newest, leaf.id)
    if not figures:
        return missing(leaf, newest)
    if len(figures) == 1:
        return f"**{safe(written(figures[0], newest))}** 人，{asof(figures)}"
    return f"{len(figures)} 个数字，{asof(figures)}"
