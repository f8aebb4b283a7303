"""The pages of the documents: what each says, and where every requirement of it is made good."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from tonghu.checks.handbook import Leaf
from tonghu.site.book import Book, path_of, rows_of, title_of
from tonghu.site.harmless import harmless
from tonghu.site.markup import EMPTY, link, page, safe, table
from tonghu.site.matrix import LATER, MADE, MISSING, OUTSIDE, Uses, standing
from tonghu.site.tables import anchor

INDEX = "sources/index.md"
TOLD = {
    MADE: "已落实",
    OUTSIDE: "不属于个案管理",
    LATER: "以后再做",
    MISSING: "还没有交代",
}
HEAD = ("编号", "要求", "落实在哪里")
FACTS = ("issuer", "number", "issued")


def source_page(book: Book, document: Leaf, found: Uses) -> str:
    """One document: where it comes from, what to know of it, and its matrix."""
    here = path_of(document)
    rows = [_row(book, row, found, here) for row in rows_of(document)]
    heading = "## 每一条要求，落实在哪里"
    parts = [_origin(book, document), _body(document), heading, _tally(document, found)]
    return page(title_of(document), *parts, table("matrix", HEAD, rows))


def sources_page(book: Book, found: Uses) -> str:
    """All documents with how much of each is made good."""
    head = ("政策文件", "要求", *(TOLD[key] for key in (MADE, OUTSIDE, LATER)))
    rows = []
    for document in book.handbook.sources:
        counts = _counts(document, found)
        name = link(INDEX, path_of(document), safe(title_of(document)))
        numbers = [str(counts[key]) for key in (MADE, OUTSIDE, LATER)]
        rows.append([name, str(counts.total()), *numbers])
    intro = (
        "每份文件拆成一条条要求，各有编号。手册的每一页、每一种记录都写明依据哪几条；"
        "没有落实的，写明为什么。"
    )
    return page("政策依据", intro, table("documents", head, rows))


def _body(document: Leaf) -> str:
    """What the author wrote, without the heading, which the page has already."""
    lines = document.page.body.strip().splitlines()
    return harmless("\n".join(lines[1:] if lines and lines[0].startswith("# ") else lines))


def _origin(book: Book, document: Leaf) -> str:
    properties = book.handbook.schemas.raw("source")["properties"]
    told = [
        f"{properties[key]['title']}：{safe(document.data[key])}"
        for key in FACTS
        if key in document.data
    ]
    return "。".join(told) + "。"


def _counts(document: Leaf, found: Uses) -> Counter[str]:
    return Counter(standing(row, found) for row in rows_of(document))


def _tally(document: Leaf, found: Uses) -> str:
    counts = _counts(document, found)
    told = "，".join(f"{TOLD[key]} {counts[key]} 条" for key in TOLD if counts[key])
    return f"共 {counts.total()} 条：{told}。"


def _row(book: Book, row: Mapping[str, Any], found: Uses, here: str) -> list[str]:
    kinds = book.labels("source", "$defs", "requirement", "properties", "kind")
    name = f'<a id="{anchor(row["id"])}"></a>**{safe(row["id"])}**<br>{safe(row["clause"])}'
    kind = f'<span class="kind">{safe(kinds.get(row["kind"], row["kind"]))}</span>'
    return [name, f"{safe(row['text'])} {kind}", "<br>".join(_where(row, found, here)) or EMPTY]


def _where(row: Mapping[str, Any], found: Uses, here: str) -> Iterator[str]:
    for use in found.get(row["id"], ()):
        yield link(here, use.path, safe(use.title)) if use.path else safe(use.title)
    for key in (OUTSIDE, LATER):
        if key in row:
            yield f'<span class="why">{TOLD[key]}：{safe(row[key])}</span>'
