"""What stands in a cell: text that no spreadsheet takes for a formula, and days as people write."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

FORMULA = frozenset("=+-@＝＋－＠\t\r\n")
GUARD = "'"
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]+")
_LONE = re.compile("[\ud800-\udfff]")
_WRITTEN = re.compile(
    r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]|(\d{2})(\d{2}))"
)


def plain(text: str) -> str:
    """The text on one line, without characters that are not seen."""
    return _LONE.sub("�", _UNSEEN.sub(" ", text)).strip()


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet might take it for a formula."""
    bare = plain(text)
    return GUARD + bare if text[:1] in FORMULA or bare[:1] in FORMULA else bare


def bare(text: str) -> str:
    """What `harmless` was made of."""
    return text[1:] if text[:1] == GUARD and text[1:2] in FORMULA else text


def written(value: Any) -> str:
    """A cell's value as text, empty where nothing is there."""
    return "" if value is None else plain(str(value))


def day(value: Any) -> str | None:
    """`YYYY-MM-DD` of a cell that holds a real day, however it is written; None if it does not."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    found = _WRITTEN.fullmatch(written(value).replace(" ", ""))
    if not found:
        return None
    year, month, number = (int(part) for part in found.groups() if part is not None)
    try:
        return date(year, month, number).isoformat()
    except ValueError:
        return None
