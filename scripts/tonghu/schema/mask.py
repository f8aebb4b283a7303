"""What of the data a message may repeat: the schema's own words, and short codes in open places."""

from __future__ import annotations

import re
from typing import Any

OPEN = frozenset({"P0", "P1"})
DIGITS = 7
_CODE = re.compile(r"(?=.*[0-9])[A-Za-z0-9/_-]{1,20}")
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,29}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{1,2}(-[0-9]{1,2})?")


def shown_value(value: object, vocabulary: frozenset[Any], privacy: str | None) -> str:
    """The value if it may be repeated, else nothing."""
    if not isinstance(value, str) or (privacy and privacy not in OPEN):
        return ""
    if value in vocabulary:
        return value
    short = privacy in OPEN and _CODE.fullmatch(value) and not like_a_number(value)
    return value if short else ""


def shown_key(key: object, vocabulary: frozenset[Any]) -> str:
    """The key if it may be repeated, else nothing."""
    if not isinstance(key, str):
        return ""
    if key in vocabulary:
        return key
    return key if _KEY.fullmatch(key) and not like_a_number(key) else ""


def like_a_number(text: str) -> bool:
    """Whether a text has as many digits as a telephone, a birthday or an identity number."""
    if _DAY.fullmatch(text):
        return False
    return len(re.sub(r"[^0-9]", "", text)) >= DIGITS
