"""How wide text is where a Chinese character is two columns, and lines of no more than that."""

from __future__ import annotations

import re
from unicodedata import combining, east_asian_width

AFTER = frozenset("，。；：、！？）】》”’…·,.;:!?)]")
BEFORE = frozenset("（【《“‘([")
_PIECE = re.compile(r"[A-Za-z0-9_/.#-]+|\s+|.", re.DOTALL)


def width(text: str) -> int:
    """The columns that a text takes."""
    return sum(
        0 if combining(char) else 2 if east_asian_width(char) in "WFA" else 1 for char in text
    )


def wrapped(text: str, columns: int, hang: str = "") -> list[str]:
    """The text in lines of at most so many columns, the later ones begun with `hang`.

    Codes and numbers are never cut unless one alone is too wide, no line begins with a closing
    mark or ends with an opening one.
    """
    lines: list[str] = []
    line = ""
    for piece in _unbroken(text, columns - width(hang)):
        if line and width(line) + width(piece) > columns:
            lines.append(line.rstrip())
            line = hang + piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()]


def _unbroken(text: str, columns: int) -> list[str]:
    """The pieces that stay together: an opening mark, what follows, and closing marks."""
    pieces: list[str] = []
    joined = False
    for piece in (part for whole in _PIECE.findall(text) for part in _cut(whole, columns)):
        closing = piece in AFTER and pieces and width(pieces[-1] + piece) <= columns
        if joined or closing:
            pieces[-1] += piece
        else:
            pieces.append(piece)
        joined = piece in BEFORE
    return pieces


def _cut(piece: str, columns: int) -> list[str]:
    """A piece too wide for a line in parts that fit."""
    return [piece[at : at + columns] for at in range(0, len(piece), columns)] or [piece]
