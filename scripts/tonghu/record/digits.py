"""Digits however they are written: full-width, circled, spaced; and the sums that check them."""

from __future__ import annotations

import re
from datetime import date

LONG = b"0" * 10
DIGITS = bytes.maketrans(b"123456789", b"0" * 9)
BETWEEN = b" -.()\t\r\n|/,_*~`>#"
NUMERAL = rb"(?:\xe4\xb8[\x83\x89]|\xe4\xb9\x9d|\xe4\xba\x94|\xe5\x85[\xab\xad]|\xe5\x9b\x9b)"
"""A character for three to nine."""

RAISED_OR_BETWEEN = (
    rb"\xe2(?:\x80[\x80-\x95\xa2\xa7\xaf] {0,2}[0-9]|\x81(?:[\xb0-\xb9]|\xa0[0-9])|\x82[\x80-\x89]"
    rb"|\x83\xa3|\x91[\xa0-\xbc]|\x92[\x88-\x90]|\x93[\xaa\xb5-\xbf]|\x9d[\xb6-\xbe]"
    rb"|\x9e[\x80-\x92])"
)
FULL = (
    rb"\xef(?:\xbc(?:[\x90-\x99]|[\x88\x89\x8c-\x8f] {0,2}[0-9])|\xbb\xbf[0-9]|\xb8\x8f"
    rb"|\xbd[\x9c\xa5] {0,2}[0-9])"
)
WIDE = tuple(
    re.compile(each)
    for each in (
        rb"\xd9[\xa0-\xa9]",  # digits of other scripts
        rb"\xdb[\xb0-\xb9]",
        rb"\xf0\x9d\x9f",
        RAISED_OR_BETWEEN,
        rb"\xc2(?:[\xb2\xb3\xb9]|[\xa0\xad\xb7] {0,2}[0-9])",
        rb"\xe3(?:\x80\x80|\x83\xbb) {0,2}[0-9]",
        FULL,
        rb"\xe4\xb8\x80" + NUMERAL,  # what is in every long number written in characters
        rb"\xe5\xb9\xba" + NUMERAL,
        rb"\xe4\xba\x8c(?:\xe3\x80\x87|\xe9\x9b\xb6)",
        "壹".encode(),
        "贰零".encode(),
    )
)
SAID = "电话|座机|手机|联系方式|tel|Tel|TEL|hone".encode().split(b"|")
"""A word before a number that has too few digits to speak for itself."""

OTHERS = (0x660, 0x6F0, 0x966, 0xFF10, 0x2080, *range(0x1D7CE, 0x1D7FF, 10))
"""Where the ten digits of other scripts begin."""

FROM_ONE = (0x2460, 0x2474, 0x2488, 0x24F5, 0x2776, 0x2780, 0x278A)
"""Where nine digits in circles and in brackets begin."""

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"

NARROW = {
    **{zero + digit: str(digit) for zero in OTHERS for digit in range(10)},
    **{one + digit: str(digit + 1) for one in FROM_ONE for digit in range(9)},
    **{ord(sign): str(digit) for digit, sign in enumerate(RAISED)},
    **dict.fromkeys((0x24EA, 0x24FF, 0x1F10B), "0"),
    **dict.fromkeys((0xA0, 0xAD, 0x3000, 0x202F, 0x2060, 0xFEFF, *range(0x2000, 0x200E)), " "),
    **dict.fromkeys((0xFE0F, 0x20E3), " "),
    **dict.fromkeys((0xFF0D, *range(0x2010, 0x2016)), "-"),
    **{ord(dot): "·" for dot in "•‧・･∙⋅"},
    **{ord(wide): chr(ord(wide) - 0xFEE0) for wide in "．（）＋Ｘｘ｜／"},
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
