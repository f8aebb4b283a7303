"""Repairs of clear slips: full-width syntax, characters that nobody sees, line ends."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from tonghu.source import told
from tonghu.source.flow import repair_flow
from tonghu.source.punctuation import CODE, KEY, SPACES
from tonghu.source.reference import read_text

if TYPE_CHECKING:
    from collections.abc import Container

    from tonghu.source.reference import Reading

INVISIBLE = re.compile("[\u200b\u200e\u200f\u2060\ufeff]")
BLOCK_TEXT = re.compile(r"(?:^|[:\-] )[ ]*[|>][+\-0-9]*[ ]*(?:#.*)?$")
LINE = re.compile(
    rf"(?P<dashes>(?:- +)*)(?:(?P<key>{KEY})(?:: +|[ \u3000]*：[ \u3000]*))?(?P<value>.*)"
)
WIDE_QUOTED = re.compile(r"[“‘＂]([^“”‘’＂\"\\]*)[”’＂]([ ]*(?: #.*)?)")
WIDE_CODE = re.compile(rf"({CODE.pattern})([ ]*(?: #.*)?)")
OPEN_QUOTE = re.compile(r"""(?:^|[:\-] |[\[{,])[ ]*(?:"(?:\\.|[^"\\])*|'[^']*)$""")
OPENERS = ("{", "[", "｛", "［", "【")
ROUNDS = 4


def repair(text: str) -> str:
    """The text with clear slips put right; LF and else unchanged where it has no problem.

    A value that can be read and of which no problem is told stays as it is, and a file that can
    be read stays one.
    """
    plain = INVISIBLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    first = reading = read_text("", plain.encode())
    repaired = plain
    for _ in range(ROUNDS):
        better = _repair_lines(repaired, _suspects(reading, repaired))
        if better == repaired:
            return plain if reading.data is None and first.data is not None else repaired
        repaired, reading = better, read_text("", better.encode())
    return plain


def _suspects(reading: Reading, text: str) -> Container[int]:
    """The lines that may be repaired: those told of, or all where the syntax is broken."""
    if reading.data is None:
        return range(1, text.count("\n") + 2)
    return {problem.line for problem in reading.problems if problem.code == told.FULL_WIDTH[0]}


def _repair_lines(text: str, suspects: Container[int]) -> str:
    """Every suspect line repaired, up to a quotation that does not end on its line."""
    lines = text.split("\n")
    literal = -1  # the indentation of the line that opened a block of literal text
    for number, line in enumerate(lines, start=1):
        indent = len(line) - len(line.lstrip(" "))
        if literal >= 0 and (indent > literal or not line.strip()):
            continue
        if OPEN_QUOTE.search(line):
            break
        literal = indent if BLOCK_TEXT.search(line) else -1
        if number in suspects and line[indent : indent + 1] != "#":
            lines[number - 1] = line[:indent] + _line(line[indent:])
    return "\n".join(lines)


def _line(line: str) -> str:
    """One line without its indentation, repaired."""
    found = LINE.fullmatch(line)
    if found is None:
        return line
    value = _value(found["value"])
    key = f"{found['key']}: " if found["key"] else ""
    return f"{found['dashes']}{key}{value}".rstrip()


def _value(value: str) -> str:
    """What stands after the dashes and the key of a line, repaired."""
    if value.startswith(OPENERS):
        return repair_flow(value)
    if quoted := WIDE_QUOTED.fullmatch(value):
        return f'"{quoted[1]}"{quoted[2]}'
    if code := WIDE_CODE.fullmatch(value):
        return unicodedata.normalize("NFKC", code[1]) + code[2]
    return value.strip(SPACES)
