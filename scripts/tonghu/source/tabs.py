"""Tabs outside quotes and comments: some parsers take them for spaces, others refuse the file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tonghu.problem import Problem, error
from tonghu.source import told
from tonghu.source.traps import position

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COMMENT = re.compile(r"(?:^|(?<=\s))#")


def misplaced_tabs(path: str, text: str, quoted: Sequence[tuple[int, int]]) -> Iterator[Problem]:
    """One problem for each line with a tab that is neither quoted nor in a comment."""
    if "\t" not in text:
        return
    bare = _without(text, quoted)
    start = 0
    for line in bare.split("\n"):
        comment = COMMENT.search(line)
        tab = line.find("\t", 0, comment.start() if comment else len(line))
        if tab >= 0:
            yield error(path, position(text, start + tab), *told.TAB)
        start += len(line) + 1


def _without(text: str, quoted: Sequence[tuple[int, int]]) -> str:
    """The text with all that is quoted made harmless, every character still in its place."""
    parts: list[str] = []
    end = 0
    for start, stop in quoted:
        parts += [text[end:start], re.sub(r"[^\n]", "x", text[start:stop])]
        end = stop
    return "".join([*parts, text[end:]])
