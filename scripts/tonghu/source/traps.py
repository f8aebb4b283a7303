"""What must be settled about the bytes and the characters before any YAML parser sees them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tonghu.problem import Problem, error
from tonghu.source import told

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 1024 * 1024
MOST_REPORTED = 10
BOM = "\ufeff"

# Control characters, line separators that only some parsers take for line ends, and characters
# that cannot be seen and change how a line is read. The joiners inside emoji stay allowed.
UNSEEN_CHARACTERS = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069"
    "\ufeff\ufffd-\uffff"
)
UNSEEN = f"[{UNSEEN_CHARACTERS}]"  # a string: re compiles it for those who come to need it
# A few Chinese characters in GBK (two bytes each) are by chance letters of other scripts in UTF-8.
BY_CHANCE = "([\x00-\x7f]*)[\u0100-\u07ff][\x00-\x7f\u0100-\u07ff]*"
UTF16_STARTS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


@dataclass(frozen=True)
class Decoded:
    """A file's text, fit for a parser, and what was wrong with its bytes and characters."""

    text: str | None
    problems: tuple[Problem, ...]


def decode(path: str, raw: bytes) -> Decoded:
    """Bytes to text with LF; None where nothing can be read at all."""
    if len(raw) > LARGEST:
        return Decoded(None, (error(path, (1, 1), *told.TOO_LARGE),))
    if raw.startswith(UTF16_STARTS) or _looks_like_utf16(raw):
        return Decoded(None, (error(path, (1, 1), *told.UTF16),))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as wrong:
        before = raw[: wrong.start].decode("utf-8").removeprefix(BOM)
        sentence = told.GBK if _is_gbk(raw) else told.NOT_UTF8
        return Decoded(None, (error(path, position(before, len(before)), *sentence),))
    if (chance := re.fullmatch(BY_CHANCE, text)) and _is_gbk(raw):
        return Decoded(None, (error(path, position(text, chance.end(1)), *told.GBK),))
    plain = text.removeprefix(BOM).replace("\r\n", "\n").replace("\r", "\n")
    return Decoded(re.sub(UNSEEN, " ", plain), tuple(_unseen(path, text, plain)))


def _looks_like_utf16(raw: bytes) -> bool:
    """Every other byte of Latin text in UTF-16 is NUL."""
    start = raw[:200]
    return start.count(0) * 5 > len(start) * 2 and len(start) % 2 == 0


def _is_gbk(raw: bytes) -> bool:
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def position(text: str, index: int) -> tuple[int, int]:
    """Line and column, both from 1, of the character at this index."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _unseen(path: str, text: str, plain: str) -> Iterator[Problem]:
    """What nobody sees; the parser is given spaces in its place, so that the rest can be read."""
    if text.startswith(BOM):
        yield error(path, (1, 1), *told.BOM)
    for number, found in enumerate(re.finditer(UNSEEN, plain)):
        if number == MOST_REPORTED:
            return
        sentence = told.LOST if found[0] == "\ufffd" else told.unseen(found[0])
        yield error(path, position(plain, found.start()), *sentence)
