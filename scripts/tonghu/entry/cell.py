"""What stands in a cell: text that no spreadsheet takes for a formula, and days as people write."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any
from unicodedata import category, normalize

from tonghu.record.numbers import masked

FORMULA = frozenset("=+-@＝＋－＠\t\r\n")
GUARD = "'"
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]+")
_LONE = re.compile("[\ud800-\udfff]")
_WRITTEN = re.compile(
    r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]?|(\d{2})(\d{2}))"
)
_SHORT = re.compile(r"(\d{1,2})月(\d{1,2})[日号]?")
_MIDNIGHT = re.compile(r"[ T]00:00(:00)?$")
YEAR, LONGEST = 12, 31
LEAP = (2, 29)


def plain(text: str) -> str:
    """The text on one line, without characters that are not seen."""
    return _LONE.sub("�", _UNSEEN.sub(" ", text)).strip()


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet might take it for a formula."""
    bare = masked(plain(text))
    return GUARD + bare if text[:1] in FORMULA or bare[:1] in FORMULA else bare


def bare(text: str) -> str:
    """What `harmless` was made of."""
    return text[1:] if text[:1] == GUARD and text[1:2] in FORMULA else text


def written(value: Any) -> str:
    """A cell's value as text, empty where nothing is there."""
    return "" if value is None else plain(str(value))


def narrow(text: str) -> str:
    """The text as one types it: no wide letters, nothing unseen, no space around it."""
    return "".join(char for char in normalize("NFKC", text) if category(char) != "Cf").strip()


def day(value: Any, month: str = "") -> str | None:
    """`YYYY-MM-DD` of a cell that holds a real day, however it is written; None if it does not.

    A day without a year is the one nearest to `month`, where one is given as `YYYY-MM`.
    """
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    parts = _parts(value, month)
    try:
        return date(*parts).isoformat() if parts else None
    except ValueError:
        return None


def no_such_day(value: Any, month: str = "") -> str:
    """“11月没有31日” of a cell that holds a day which its month lacks; else empty."""
    parts = _parts(value, month)
    if not parts or day(value, month) or not 0 < parts[1] <= YEAR or not 0 < parts[2] <= LONGEST:
        return ""
    year = f"{parts[0]}年" if parts[1:] == LEAP else ""
    return f"{year}{parts[1]}月没有{parts[2]}日"


def _parts(value: Any, month: str) -> tuple[int, int, int] | None:
    """Year, month and day as written, real or not."""
    text = "".join(narrow(_MIDNIGHT.sub("", written(value))).split()).replace("。", ".")
    if found := _WRITTEN.fullmatch(text):
        year, number, last = (int(part) for part in found.groups() if part is not None)
        return year, number, last
    short = _SHORT.fullmatch(text) if month else None
    if short is None:
        return None
    about = int(month[:4]) * YEAR + int(month[5:])
    number = int(short[1])
    years = range(int(month[:4]) - 1, int(month[:4]) + 2)
    return min(years, key=lambda year: abs(year * YEAR + number - about)), number, int(short[2])
