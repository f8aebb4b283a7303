"""Digits however they are written: full-width, spaced, hyphened; and the sums that check them."""

from __future__ import annotations

import re
from datetime import date

LONG = b"0" * 10
DIGITS = bytes.maketrans(b"123456789", b"0" * 9)
BETWEEN = b" -.()"
WIDE = tuple(
    re.compile(each)
    for each in (
        rb"\xef\xbc[\x90-\x99]",  # full-width digits, then those of other scripts
        rb"\xd9[\xa0-\xa9]",
        rb"\xdb[\xb0-\xb9]",
        rb"\xf0\x9d\x9f",
        rb"\xc2[\xa0\xad][0-9]",  # then what may stand between digits
        rb"\xe3\x80\x80[0-9]",
        rb"\xe2\x81\xa0[0-9]",
        rb"\xef\xbb\xbf[0-9]",
        rb"\xe2\x80[\x80-\x95\xaf][0-9]",
        rb"\xef\xbc[\x88\x89\x8d\x8e][0-9]",
    )
)
SAID = "电话|座机|手机|联系方式|tel|Tel|TEL|hone".encode().split(b"|")
"""A word before a number that has too few digits to speak for itself."""

OTHERS = (0x660, 0x6F0, 0x966, 0xFF10, *range(0x1D7CE, 0x1D7FF, 10))
"""Where the ten digits of other scripts begin."""

NARROW = {
    **{zero + digit: str(digit) for zero in OTHERS for digit in range(10)},
    **dict.fromkeys((0xA0, 0xAD, 0x3000, 0x202F, 0x2060, 0xFEFF, *range(0x2000, 0x200E)), " "),
    **dict.fromkeys((0xFF0D, *range(0x2010, 0x2016)), "-"),
    **{ord(wide): chr(ord(wide) - 0xFEE0) for wide in "．（）＋Ｘｘ"},
}
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
"""GB 11643: the last character by the weighted sum of the others, modulo 11."""

FIRST_YEAR, LAST_YEAR = 1850, 2099
YEAR, MONTH, DAY = slice(0, 4), slice(4, 6), slice(6, 8)


def narrow(text: str) -> str:
    """The text with plain digits and separators, every character where it was."""
    return text if text.isascii() else text.translate(NARROW)


def may_have(raw: bytes) -> bool:
    """Whether it is worth looking for numbers in some text; quick, and never wrongly no."""
    return (
        LONG in raw.translate(DIGITS, BETWEEN)
        or any(word in raw for word in SAID)
        or (not raw.isascii() and any(wide.search(raw) for wide in WIDE))
    )


def is_day(text: str) -> bool:
    """Whether eight digits are a day of the calendar on which somebody can have been born."""
    try:
        found = date(int(text[YEAR]), int(text[MONTH]), int(text[DAY]))
    except ValueError:
        return False
    return FIRST_YEAR <= found.year <= LAST_YEAR


def checked(text: str) -> bool:
    """Whether the last of eighteen characters is the check character of the others."""
    total = sum(int(digit) * weight for digit, weight in zip(text, WEIGHTS, strict=False))
    return CHECKS[total % 11] == text[-1].upper()


def is_card(digits: str) -> bool:
    """Whether the last digit is the check digit of the others."""
    from stdnum import luhn

    return bool(luhn.is_valid(digits))
