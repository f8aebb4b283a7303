"""Numbers in unusual forms: broken at a line or a cell, run together, in characters.

The check character of an identity number makes sure of it where its form does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tonghu.record.digits import checked, is_day
from tonghu.record.number import ID, MOBILE, Number

# Strings: re compiles them for those who come to need them, and most texts have no long number.
# Each begins with what can be looked for quickly; what must not stand before it comes after that.
BREAK = r"[ \t\r\n|/.,·_*~`>#\-]{0,8}"
BROKEN = rf"(?a)[0-9](?<![0-9A-Za-z][0-9])(?=((?:{BREAK}\d){{16}}{BREAK}[\dXx])(?![A-Za-z0-9]))"
GAP, STEP = r" {1,3}| {0,2}[\-./·] {0,2}|[*_~]{1,2}", r" {1,3}|[\-.·]"
THREE = (
    rf"[3-9]\d(?P<a>{GAP})\d{{4}}(?P=a)\d{{4}}"
    rf"|[3-9]\d\d(?P<b>{GAP})\d{{4}}(?P=b)\d{{3}}"
)
ELEVEN = (
    r"(?<!\d[ .·\-]1)(?<!\d  1)(?<!\d   1)"
    rf"(?P<c>{STEP})[3-9](?:(?P=c)\d){{9}}(?!(?P=c)\d)"
)
SPREAD = rf"(?a)1(?<![A-Za-z0-9]1)(?:{THREE}|{ELEVEN})(?![A-Za-z0-9])"
LONG = r"(?a)[0-9]{17,}[0-9Xx][0-9]{9,}[Xx]?"
OTHER = r"(?:1[3-9]\d{9}|0\d{9,11}|[1-9]\d{16}[\dXx])"
JOINED = rf"(?a)([1-9]\d{{16}}[\dXx]){OTHER}", rf"(?a){OTHER}([1-9]\d{{16}}[\dXx])"
IN_CHARACTERS = r"[〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]{11,}[Xx]?"
AS_DIGITS = str.maketrans("〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "001234567891123456789")
MOBILE_WHOLE = r"(?a)1[3-9]\d{9}"
NOT_ONE = r"[^0-9Xx]+"
NEW, DAY = 18, slice(6, 14)
PARTS = frozenset(
    {(6, 8, 4), (6, 4, 4, 4), (6, 4, 2, 2, 4), (3, 3, 4, 4, 4), (4, 4, 4, 4, 2), (6, 8, 3, 1)}
    | {(1,) * NEW}
)


def unusual(text: str) -> Iterator[Number]:
    """Numbers in a text of plain digits that the usual forms do not show, in no order."""
    yield from _broken(text)
    yield from (Number(MOBILE, *found.span()) for found in re.finditer(SPREAD, text))
    for run in re.finditer(LONG, text):
        both = [re.fullmatch(each, run[0]) for each in JOINED]
        if any(found and _is_id(found[1]) for found in both):
            yield Number(ID, *run.span())
    for found in re.finditer(IN_CHARACTERS, text):
        digits = found[0].translate(AS_DIGITS)
        if _is_id(digits):
            yield Number(ID, *found.span())
        elif re.fullmatch(MOBILE_WHOLE, digits):
            yield Number(MOBILE, *found.span())


def _broken(text: str) -> Iterator[Number]:
    for found in re.finditer(BROKEN, text):
        parts = re.split(NOT_ONE, found[0] + found[1])
        lengths = tuple(len(part) for part in parts)
        shaped = len(parts) == len("ab") or lengths in PARTS
        if shaped and _is_id("".join(parts)):
            yield Number(ID, found.start(), found.end(1))


def _is_id(digits: str) -> bool:
    return (
        len(digits) == NEW and digits[:-1].isdecimal() and is_day(digits[DAY]) and checked(digits)
    )
