"""Numbers that would tell who somebody is: identity cards and telephones."""

from __future__ import annotations

import re
from collections.abc import Iterator

DIGITS = bytes.maketrans(b"123456789", b"0" * 9)
LONG = b"0" * 10
WIDE = b"\xef\xbc"
GAP = r"[ \-]?"
NUMBERS = (
    # identity card: area, day of birth, serial number, check character; and the older, shorter one
    rf"\d{{6}}{GAP}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]){GAP}\d{{3}}[\dXx]",
    rf"\d{{6}}{GAP}\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]){GAP}\d{{3}}",
    rf"(?:\+?86{GAP})?1[3-9]\d{GAP}\d{{4}}{GAP}\d{{4}}",  # mobile telephone
    r"0\d{2,3}[ \-]\d{7,8}",  # telephone with area code
)
NUMBER = re.compile(rf"(?<![0-9A-Za-z])(?:{'|'.join(NUMBERS)})(?![0-9A-Za-z])", re.ASCII)
NARROW = {ord("０") + digit: str(digit) for digit in range(10)}


def personal_numbers(raw: bytes) -> Iterator[tuple[int, int]]:
    """The line and column of everything in a file that looks like such a number."""
    if LONG not in raw.translate(DIGITS, b" -") and WIDE not in raw:
        return
    text = raw.decode("utf-8", "replace").translate(NARROW)
    for found in NUMBER.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        yield line, found.start() - text.rfind("\n", 0, found.start())
