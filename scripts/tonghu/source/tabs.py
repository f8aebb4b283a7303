"""Tabs outside quotes and comments: some parsers take them for spaces, others refuse the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tonghu.problem import Problem, error
from tonghu.source import told
from tonghu.source.events import COMMENT, Span, outside_quotes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def misplaced_tabs(path: str, text: str, quoted: Sequence[Span]) -> Iterator[Problem]:
    """One problem for each line with a tab that is neither quoted nor in a comment."""
    if "\t" not in text:
        return
    bare = COMMENT.sub("", outside_quotes(text, quoted))
    for number, line in enumerate(bare.split("\n"), start=1):
        if "\t" in line:
            yield error(path, (number, line.index("\t") + 1), *told.TAB)
