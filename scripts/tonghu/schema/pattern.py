"""Regular expressions as JSON Schema means them (ECMA 262), for Python's `re`."""

from __future__ import annotations

import re
from functools import lru_cache

_SPACE = r"\t\n\x0b\x0c\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_OUTSIDE = {r"\s": f"[{_SPACE}]", r"\S": f"[^{_SPACE}]", "$": r"\Z"}
_INSIDE = {r"\s": _SPACE}
_PIECE = re.compile(r"\\.|.", re.DOTALL)


@lru_cache(maxsize=1024)
def ecma(pattern: str) -> re.Pattern[str]:
    r"""The same expression for `re`: `$` is the very end, `\d` and `\w` are ASCII, `\s` is not."""
    pieces: list[str] = []
    inside = False
    for piece in _PIECE.findall(pattern):
        pieces.append((_INSIDE if inside else _OUTSIDE).get(piece, piece))
        if piece in "[]":
            inside = piece == "["
    return re.compile("".join(pieces), re.ASCII)
