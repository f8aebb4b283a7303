"""Who cites which requirement: duties, ledgers, forms, guides, tables, and kinds of record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tonghu.checks.citations import CITES, IN_SCHEMAS, KINDS
from tonghu.checks.handbook import SOURCE, Leaf
from tonghu.site.book import Book, path_of, title_of

MADE, OUTSIDE, LATER, MISSING = "made", "outside", "later", "missing"


class Use(NamedTuple):
    """What cites a requirement: a page by its path, or a part of a schema, without one."""

    title: str
    path: str = ""


Uses = Mapping[str, tuple[Use, ...]]


def uses(book: Book) -> Uses:
    """Requirement → what cites it, each once."""
    found: dict[str, dict[Use, None]] = {}
    for cited, use in (*_pages(book), *_schemas(book)):
        found.setdefault(cited, {})[use] = None
    return {cited: tuple(each) for cited, each in found.items()}


def standing(row: Mapping[str, Any], found: Uses) -> str:
    """Whether a requirement is made something of; else why not."""
    if found.get(row["id"]):
        return MADE
    return next((key for key in (OUTSIDE, LATER) if key in row), MISSING)


def _pages(book: Book) -> Iterator[tuple[str, Use]]:
    for page in book.handbook.pages:
        if page.schema != SOURCE:
            for cited in _cites(page):
                yield cited, Use(title_of(page), path_of(page))


def _cites(page: Leaf) -> Iterator[str]:
    before = page.data.get("before") or ()
    for each in (page.data, *(entry for entry in before if isinstance(entry, Mapping))):
        cites = each.get(CITES)
        yield from (str(cited) for cited in (cites if isinstance(cites, list) else ()))


def _schemas(book: Book) -> Iterator[tuple[str, Use]]:
    for name in book.handbook.schemas.names():
        body = book.handbook.schemas.raw(name)
        yield from _within(body, str(body.get("title", name)))


def _within(body: Any, told: str) -> Iterator[tuple[str, Use]]:
    """(requirement, use) of every citation in a part of a schema."""
    if isinstance(body, list):
        for item in body:
            yield from _within(item, told)
    elif isinstance(body, Mapping):
        title = body.get("title")
        told = title if isinstance(title, str) else told
        for cited in body.get(IN_SCHEMAS, ()):
            yield cited, Use(f"栏目“{told}”")
        for kind, entry in body.get(KINDS, {}).items():
            yield from ((cited, Use(f"记录“{kind}”")) for cited in entry.get(CITES, ()))
        for key, item in body.items():
            if key not in (IN_SCHEMAS, KINDS):
                yield from _within(item, told)
