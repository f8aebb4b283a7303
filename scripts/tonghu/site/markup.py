"""Pieces of Markdown: safe text, links from page to page, tables, and whole pages."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable
from functools import lru_cache

SIGNS = re.compile(r"[\\|`*_\[\]<>#~&]")
ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
EMPTY = "–"


def safe(text: object) -> str:
    """Text that says only itself, wherever in a page it stands."""
    plain = " ".join(str(text).split())
    return SIGNS.sub(lambda sign: ENTITIES.get(sign[0], f"\\{sign[0]}"), plain)


def link(here: str, there: str, text: str, anchor: str = "") -> str:
    """A link from one page of docs/ to another; `text` is Markdown already."""
    target = _way(posixpath.dirname(here) or ".", there)
    return f"[{text}]({target}{'#' + anchor if anchor else ''})"


@lru_cache(maxsize=65536)
def _way(folder: str, there: str) -> str:
    return posixpath.relpath(there, folder)


def row(cells: Iterable[str]) -> str:
    """A row of a table."""
    return f"| {' | '.join(cell or EMPTY for cell in cells)} |"


def table(kind: str, head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table that the style sheet knows by its kind."""
    columns = list(head)
    lines = [row(columns), row("---" for _ in columns), *(row(cells) for cells in rows)]
    return block(kind, "\n".join(lines))


def block(kind: str, body: str) -> str:
    """Markdown in a box of its own."""
    return f'<div class="{kind}" markdown>\n\n{body}\n\n</div>'


def page(title: str, *parts: str, heading: bool = True, keys: str = "") -> str:
    """A whole page: front matter that every engine reads the same way, heading, and parts."""
    told = json.dumps(title.replace("<", "＜"), ensure_ascii=False)
    front = f"---\ntitle: {told}\n{keys}---\n"
    body = [f"# {safe(title)}"] if heading else []
    return front + "\n" + "\n\n".join([*body, *(part.strip("\n") for part in parts if part)]) + "\n"
