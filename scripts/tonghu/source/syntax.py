"""What a broken file is told: where it broke, the likely cause, and what to write."""

from __future__ import annotations

import re
from typing import Any

from tonghu.problem import Problem, error
from tonghu.source import told
from tonghu.source.punctuation import KEY
from tonghu.source.traps import position

WIDE = re.compile(
    rf"""
      ^ [ ]* (?:-[ ]+)* {KEY} [ \u3000]* (?P<colon>：)
    | ^ [ ]* (?P<space>[\u3000\u00a0])
    | ^ [ ]* (?P<dash>[－—])
    | (?: ^[ ]* | [:\-][ ]+ | [\[{{,｛［【，][ ]* ) (?P<begin>[｛［【“”＂])
    | [\[{{,｛［【，] [ ]* {KEY} [ \u3000]* (?P<inner>：)
    | (?P<comma>，) [ \u3000]* {KEY} [ \u3000]* [:：]
    | (?P<end>[｝］】”]) [ ]* $
    """,
    re.VERBOSE,
)
LINE_STARTS = ("colon", "space", "dash")
GLUED = re.compile(rf"(?:^[ ]*(?:-[ ]+)*|[\[{{,][ ]*){KEY}(:)(?=[^\s/:])")
HARMLESS = re.compile(r"""(?<![^\s\[{,:])(?:"(?:\\.|[^"\\])*"|'[^']*')|(?:^|\s)#.*""")

# Parts of what libyaml and PyYAML say, each with what a person is told; the first that fits.
CAUSES: tuple[tuple[str, told.Sentence], ...] = (
    ("scanning a quoted scalar found unexpected", told.UNCLOSED_QUOTE),
    ("found unexpected end of stream", told.UNCLOSED_QUOTE),
    ("an alias", told.ALIAS),
    ("an anchor", told.ANCHOR),
    (" tag", told.TAG),
    ("directive", told.DIRECTIVE),
    ("incompatible YAML document", told.DIRECTIVE),
    ("escape", told.ESCAPE),
    ("hexdecimal", told.ESCAPE),
    ("cannot start any token", told.RESERVED),
    ("mapping values are not allowed", told.TWO_COLONS),
    ("mapping keys are not allowed", told.COMPLEX_KEY),
    ("could not find expected ':'", told.NO_COLON),
    ("node content", told.STRAY),
    ("document start", told.NOT_JOINED),
    ("sequence entries are not allowed", told.DASH),
    ("parsing a block", told.INDENTATION),
)
AT_CONTEXT = (told.UNCLOSED_QUOTE, told.NO_COLON, told.ALIAS, told.ANCHOR, told.TAG)


def explain(path: str, text: str, wrong: Any) -> Problem:
    """One problem for a syntax error of the parser: the likely cause, else where it broke."""
    words = f"{getattr(wrong, 'context', '')} {getattr(wrong, 'problem', '')}"
    at = _index(getattr(wrong, "problem_mark", None), 0)
    context = _index(getattr(wrong, "context_mark", None), at)
    index, sentence = _likely(text, at, context, words) or _said(text, at, context, words)
    return error(path, position(text, index), *sentence)


def _index(mark: Any, otherwise: int) -> int:
    return otherwise if mark is None else int(mark.index)


def _likely(text: str, at: int, context: int, words: str) -> tuple[int, told.Sentence] | None:
    """A tab, full-width syntax or a colon without its space, where the parser gave up."""
    if text[at : at + 1] == "\t":
        return at, told.TAB
    broken = [_line_start(text, at)]
    if "flow" in words or "simple key" in words:
        broken.insert(0, _line_start(text, context))
    before = _line_start(text, len(text[: broken[-1]].rstrip()))
    for start in sorted({before, *broken}):
        line = HARMLESS.sub(lambda found: "x" * len(found[0]), _line(text, start))
        wide = WIDE.search(line)
        if wide and (start in broken or wide.lastgroup in LINE_STARTS):
            return start + wide.start(wide.lastgroup or 0), told.FULL_WIDTH
        if glued := GLUED.search(line):
            return start + glued.start(1), told.MISSING_SPACE
    return None


def _line_start(text: str, index: int) -> int:
    return text.rfind("\n", 0, index) + 1


def _line(text: str, start: int) -> str:
    return text[start:].split("\n", 1)[0]


def _said(text: str, at: int, context: int, words: str) -> tuple[int, told.Sentence]:
    """What the parser says, in the reader's words."""
    if "parsing a flow" in words and "node content" not in words:
        if "\n" in text[context:at]:
            return context, told.UNCLOSED_BRACKET
        return at, told.MISSING_COMMA
    if "flow node" in words and not text[at:].strip():
        return max(text.rfind("["), text.rfind("{"), 0), told.UNCLOSED_BRACKET
    sentence = next((sentence for part, sentence in CAUSES if part in words), told.BROKEN)
    if sentence is told.INDENTATION and text[_line_start(text, at) : at].strip(" -"):
        return at, told.AFTER_QUOTE
    return (context if sentence in AT_CONTEXT else at), sentence
