"""Duties as a table: what, who, in which state, how often, by which clause."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tonghu.checks.handbook import Leaf
from tonghu.site.book import Book, path_of, title_of
from tonghu.site.markup import link, safe, table
from tonghu.site.pace import headline
from tonghu.site.rule import Rule

Who = Callable[[Rule, str], str]


def duty_table(rules: Iterable[Rule], here: str, who: Who, head: str = "谁来做") -> str:
    """One row a duty; `who` tells what stands in the second column."""
    columns = ("什么事", head, "多久", "依据")
    return table("duties", columns, (_row(each, here, who) for each in rules))


def _row(each: Rule, here: str, who: Who) -> list[str]:
    return [
        link(here, each.path, f"**{safe(each.title)}**"),
        who(each, here),
        f"**{safe(headline(each.pace))}**<br>{badge(each)}",
        f"{clauses(each.book, each.cites, here)}<br><small>{_documents(each)}</small>",
    ]


def _documents(each: Rule) -> str:
    """The documents that make the requirements, by their short names."""
    found = [each.book.requirements[c][0] for c in each.cites if c in each.book.requirements]
    return "、".join(dict.fromkeys(safe(short(document)) for document in found))


def short(document: Leaf) -> str:
    """What a document is called for short."""
    return str(document.data.get("short", title_of(document)))


def badge(each: Rule) -> str:
    """The force as a label that differs in shape, not only in colour."""
    place, name, _ = each.force
    return f'<span class="force force-{place}">{safe(name)}</span>'


def clauses(book: Book, cites: Iterable[str], here: str) -> str:
    """Requirements as links to the very row of the document that makes them."""
    return "、".join(clause(book, cited, here) for cited in cites)


def clause(book: Book, cited: str, here: str) -> str:
    """One requirement."""
    if cited not in book.requirements:
        return safe(cited)
    document, _ = book.requirements[cited]
    return link(here, path_of(document), safe(cited), anchor(cited))


def anchor(cited: str) -> str:
    """Where a requirement stands on the page of its document."""
    return cited.lower()
