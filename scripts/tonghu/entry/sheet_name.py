"""The name of a sheet, as every spreadsheet program takes it."""

from __future__ import annotations

from collections.abc import Iterable

from tonghu.entry.cell import harmless

LONGEST = 31
"""So many units of UTF-16 a name may have; a sign beyond the first plane counts twice."""
REFUSED = frozenset("[]:*?/\\'")
RESERVED = "history"
"""A name that one program keeps for itself, however it is written."""


def sheet_name(wanted: str, taken: Iterable[str] = ()) -> str:
    """No sign that is not allowed, no longer than allowed, and not twice."""
    allowed = "".join("_" if char in REFUSED else char for char in harmless(wanted))
    names = {RESERVED, "", *(name.lower() for name in taken)}
    found, count = _short(allowed, LONGEST), 1
    while found.lower() in names:
        count += 1
        last = f"_{count}"
        found = _short(allowed, LONGEST - len(last)) + last
    return found


def _short(text: str, longest: int) -> str:
    """As much of a text from its beginning as there is room for."""
    size = 0
    for at, char in enumerate(text):
        size += len(char.encode("utf-16-le")) // 2
        if size > longest:
            return text[:at].strip()
    return text.strip()
