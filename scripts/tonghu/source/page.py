"""A Markdown page: front matter between two lines of three hyphens, and the body after it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tonghu.problem import error
from tonghu.source import told
from tonghu.source.document import Document, read
from tonghu.source.traps import decode, position

if TYPE_CHECKING:
    from tonghu.problem import Problem

FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class Page:
    """Front matter as a document whose marks are lines of the page, and the Markdown body."""

    document: Document
    body: str
    body_line: int
    raw: bytes


def read_page(path: str, raw: bytes) -> Page:
    """Read a page; without front matter its data is None and a problem says so."""
    decoded = decode(path, raw)
    if decoded.text is None:
        return Page(Document(path, None, decoded.problems, raw), "", 1, raw)
    text = decoded.text
    opening = FENCE.match(text)
    if opening is None:
        return _failed(path, raw, text, (1, 1), told.NO_FRONT_MATTER, decoded.problems)
    closing = FENCE.search(text, opening.end() + 1)
    if closing is None:
        return _failed(path, raw, text, (1, 1), told.UNCLOSED_FRONT_MATTER, decoded.problems)
    front = "\n" + text[opening.end() + 1 : closing.start()]
    document = read(path, front.encode())
    problems = tuple(sorted({*decoded.problems, *document.problems}))
    page = Document(path, document.data, problems, document.raw)
    start = min(closing.end() + 1, len(text))
    return Page(page, text[start:], position(text, start)[0], raw)


def _failed(
    path: str,
    raw: bytes,
    text: str,
    mark: tuple[int, int],
    sentence: told.Sentence,
    others: tuple[Problem, ...],
) -> Page:
    problems = tuple(sorted({*others, error(path, mark, *sentence)}))
    return Page(Document(path, None, problems, raw), text, 1, raw)
