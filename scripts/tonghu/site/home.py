"""What a page written by hand may ask for: a line `<!-- tonghu:… -->` becomes what it names."""

from __future__ import annotations

import re

from tonghu.checks.handbook import Leaf
from tonghu.site.book import Book, path_of, title_of
from tonghu.site.duties import find
from tonghu.site.floors import filled, overview, protection
from tonghu.site.harmless import harmless
from tonghu.site.issued import METHOD
from tonghu.site.markup import block, link, safe
from tonghu.site.roles import role_link, who
from tonghu.site.tables import duty_table

MORE = {"at-a-glance.md": "**别的情况：全部职责一览**", "roles/index.md": "**别的角色**"}
MARK = re.compile(r"^<!-- tonghu:(\w+)(.*?)-->$", re.MULTILINE)


def expanded(book: Book, page: Leaf) -> str:
    """The body of a page with every mark filled in; an unknown one stays the comment it is."""
    here = path_of(page)

    def fill(mark: re.Match[str]) -> str:
        names = mark[2].split()
        made = KINDS.get(mark[1])
        return made(book, here, names) if made else mark[0]

    body = harmless(page.page.body)
    return MARK.sub(fill, filled(book, body) if here == METHOD else body)


def _duties(book: Book, here: str, names: list[str]) -> str:
    rules = [found for name in names if (found := find(book, name))]
    return duty_table(rules, here, who)


def _roles(book: Book, here: str, names: list[str]) -> str:
    return block("doors", "\n".join(f"- {role_link(book, here, role)}" for role in names))


def _sources(book: Book, here: str, _: list[str]) -> str:
    pages = book.handbook.sources
    return "\n".join(f"- {link(here, path_of(p), safe(title_of(p)))}" for p in pages)


def _pages(_: Book, here: str, names: list[str]) -> str:
    """Pages that nobody wrote have no title to look up: the link says where it leads."""
    return " · ".join(link(here, name, MORE.get(name, safe(name))) for name in names)


def _tables(book: Book, here: str, _: list[str]) -> str:
    return overview(book, here)


def _protection(book: Book, here: str, _: list[str]) -> str:
    return protection(book, here)


KINDS = {
    "duties": _duties,
    "roles": _roles,
    "sources": _sources,
    "pages": _pages,
    "tables": _tables,
    "protection": _protection,
}
