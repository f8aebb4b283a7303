"""All pages of the site, and the order in which a reader leafs through them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tonghu.checks.handbook import Leaf
from tonghu.site.book import INDEX, Book, path_of, title_of
from tonghu.site.duties import AT_A_GLANCE, duty_page, duty_rules, glance_page, paths, theme_page
from tonghu.site.figures import table_page
from tonghu.site.home import expanded
from tonghu.site.issued import ordered
from tonghu.site.markup import block, link, page, safe
from tonghu.site.matrix import uses
from tonghu.site.roles import INDEX as ROLES
from tonghu.site.roles import owing, role_page, role_path, roles_page
from tonghu.site.rule import rule
from tonghu.site.sources import INDEX as SOURCES
from tonghu.site.sources import source_page, sources_page
from tonghu.site.tables import clauses

HOME = "index.md"
SHELVES = {"ledgers": "台账", "forms": "文书", "statistics": "统计"}
"""Folders of pages that define something: shown as they are, with what they rest on."""
Entry = dict[str, Any]


@dataclass(frozen=True)
class Site:
    """Pages by their path below docs/, and the contents as an engine takes them."""

    pages: dict[str, str]
    contents: list[Entry]


def site(book: Book) -> Site:
    """Everything that is published."""
    pages = {**dict(_written(book)), **dict(_made(book))}
    return Site(dict(sorted(pages.items())), list(_contents(book, pages)))


def _written(book: Book) -> Iterator[tuple[str, str]]:
    """The pages that people wrote, some with what their front matter says."""
    found = uses(book)
    for path, leaf in book.leaves.items():
        if leaf.schema == "duty":
            yield path, duty_page(rule(book, leaf))
        elif leaf.schema == "source":
            yield path, source_page(book, leaf, found)
        elif leaf.schema == "table":
            yield path, table_page(book, leaf)
        else:
            yield path, _plain(book, leaf)


def _plain(book: Book, leaf: Leaf) -> str:
    body = expanded(book, leaf)
    headed = body.lstrip().startswith("# ")
    keys = "hide: [navigation, toc]\n" if path_of(leaf) == HOME else ""
    told = "\n\n".join(_told(book, leaf))
    return page(
        title_of(leaf), body, block("ground", told) if told else "", heading=not headed, keys=keys
    )


def _told(book: Book, leaf: Leaf) -> Iterator[str]:
    """What the front matter says of a page: its columns, and what it rests on."""
    columns = leaf.data.get("columns")
    titles = [each.get("title") for each in (columns if isinstance(columns, list) else ())]
    if any(titles):
        yield f"栏目：{'、'.join(safe(title) for title in titles if title)}。"
    cites = leaf.data.get("cites") or ()
    if cites:
        yield f"依据：{clauses(book, cites, path_of(leaf))}。"


def _made(book: Book) -> Iterator[tuple[str, str]]:
    """The pages that nobody has to write."""
    found = owing(duty_rules(book))
    yield ROLES, roles_page(book, found)
    for role, rules in found.items():
        yield role_path(book, role), role_page(book, role, rules)
    yield SOURCES, sources_page(book, uses(book))
    yield AT_A_GLANCE, glance_page(book)
    for theme in book.themes:
        yield f"handbook/{theme.folder}/index.md", theme_page(book, theme)
    for folder, title in SHELVES.items():
        first = f"{folder}/index.md"
        if first not in book.leaves and _shelf(book, folder):
            yield first, _first(book, folder, title)


def _shelf(book: Book, folder: str) -> list[str]:
    """The pages of a folder, its first page left out."""
    every = (path for path in book.leaves if path.startswith(f"{folder}/"))
    found = [path for path in every if path != f"{folder}/index.md"]
    return ordered(book, found)


def _first(book: Book, folder: str, title: str) -> str:
    here = f"{folder}/index.md"
    every = [(path, safe(title_of(book.leaves[path]))) for path in _shelf(book, folder)]
    return page(title, "\n".join(f"- {link(here, path, told)}" for path, told in every))


def _contents(book: Book, pages: dict[str, str]) -> Iterator[Entry]:
    """The parts, and in a last one whatever stands in none of them."""
    parts = list(_parts(book, pages))
    yield from parts
    placed = set(_leaves(parts))
    yield {"更多": sorted(path for path in pages if path not in placed)}


def _leaves(entries: Any) -> Iterator[str]:
    if isinstance(entries, str):
        yield entries
        return
    for each in entries.values() if isinstance(entries, dict) else entries:
        yield from _leaves(each)


def _parts(book: Book, pages: dict[str, str]) -> Iterator[Entry]:
    roles = [role_path(book, role) for role in owing(duty_rules(book))]
    guides = [path for path in book.leaves if path.startswith("guides/")]
    if HOME in pages:
        yield {"首页": HOME}
    yield {"速查": AT_A_GLANCE}
    themes = [{theme.title: paths(theme)} for theme in book.themes]
    yield {"手册": [INDEX, *themes]}
    yield {"按角色": [ROLES, *roles]}
    yield {"怎么做": _first_first(guides)}
    yield {"政策依据": [SOURCES, *(path_of(each) for each in book.handbook.sources)]}
    for folder, title in SHELVES.items():
        if _shelf(book, folder):
            yield {title: [f"{folder}/index.md", *_shelf(book, folder)]}
    yield {"术语": "glossary.md"}


def _first_first(paths_of_folder: list[str]) -> list[str]:
    return sorted(paths_of_folder, key=lambda path: (not path.endswith("/index.md"), path))
