"""Numbers that would tell who somebody is; one rule for the check, the guard and all output."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tonghu.record.digits import checked, is_card, is_day, may_have, narrow
from tonghu.record.number import CARD, ID, MOBILE, PHONE, Number
from tonghu.record.unusual import unusual

# Strings: re compiles them for those who come to need them, and most texts have no long number.
RUN = r"(?a)\d(?:[ .)\-]{0,2}\d){9,}(?:[ \-]?[Xx](?![A-Za-z0-9]))?"
PART = re.compile(r"[0-9]+[Xx]?|[Xx]")
SAID = (
    r"(?a)(?:电话|座机|手机|联系方式|Tel|tel|TEL|Phone|phone)"
    r"[^\w\n]{0,3}(\d{3,4}[ \-]?\d{4})(?![\d-])"
)
FEWEST, MOST = 10, 19
OLD, NEW = 15, 18
CENTURY, DAY = "19", slice(6, 14)
OLD_START = re.compile(r"(?a)(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9\d)\d{4}[3-9]")
"""How the fifteen digits begin: with a province, and a year in which such numbers were given."""

OWN = re.compile(r"(?:身份证|证件|公民身份|身份号)[^\d\n]{0,8}\Z")
"""A word before fifteen digits that says what they are, whatever the year."""

MONEY = (
    re.compile(r"[ ]?(?:元(?![旦宵])|万元|亿元|块钱|人民币|美元|港元)"),
    re.compile(r"[￥¥$][ ]?\Z"),
)
"""What stands after and before an amount."""

CELL = r"(?a)(?:(?:00)?86)?1[3-9]\d{9}"
LINE = r"(?a)0(?:10|2\d|[3-9]\d\d)[2-9]\d{6,7}"
SPLIT_LINE = r"(?a)0\d{9,11}"
BANK = r"(?a)(?:62|60|68|69|4\d|5[1-5]|35|9[4-9])\d{14,17}"
NEW_PARTS = frozenset(
    {(18,), (6, 12), (14, 4), (6, 8, 4), (6, 4, 4, 4), (6, 4, 2, 2, 4), (3, 3, 4, 4, 4)}
    | {(4, 4, 4, 4, 2), (17, 1), (6, 8, 3, 1)}
)
OLD_PARTS = frozenset({(15,), (6, 9), (6, 6, 3), (6, 2, 2, 2, 3)})
CELL_PARTS = frozenset({(11,), (3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (5, 6), (6, 5), (4, 4, 3)})
LINE_PARTS = frozenset({(3, 7), (3, 8), (4, 7), (4, 8), (3, 3, 4), (3, 4, 4), (4, 3, 4), (4, 4, 4)})
CARD_PART = 3
"""So many digits at least stand together in the number of a bank card."""

DOTTED = (3, 4, 4)
ABROAD = frozenset({"86", "0086"})
DECIMAL = r"(?a)(?:\d\d|(?<!\d)0)\.\Z"
ADDRESS = r"(?a)https?://[^\s?#<>\"'）)]*/\Z"
FAR, NEAR = 300, 20
NOT_HEX = re.compile(r"[g-wyzG-WYZ]")
BEFORE = re.compile(r"[A-Za-z0-9]*\Z", re.ASCII)
AFTER = re.compile(r"[A-Za-z0-9]*", re.ASCII)


class Part(NamedTuple):
    """Digits that stand together, and where."""

    digits: str
    start: int
    end: int


def numbers(text: str, *, strict: bool = False) -> Iterator[Number]:
    """Every such number in a text, in order; if strict, also what may be part of an address."""
    plain = narrow(text)
    found = [each for run in re.finditer(RUN, plain) for each in _within(plain, run, strict=strict)]
    said = [each for each in re.finditer(SAID, plain) if not is_day(re.sub(r"[ -]", "", each[1]))]
    found += (Number(PHONE, *each.span(1)) for each in said)
    found += unusual(plain)
    end = -1
    for each in sorted(found, key=lambda one: (one.start, -one.end)):
        if each.start >= end:
            yield each
            end = each.end


def masked(text: str) -> str:
    """The text with asterisks in the place of such numbers."""
    if not may_have(text.encode("utf-8", "replace")):
        return text
    pieces, last = [], 0
    for each in numbers(text, strict=True):
        pieces += [text[last : each.start], "*" * (each.end - each.start)]
        last = each.end
    return "".join([*pieces, text[last:]])


def personal_numbers(raw: bytes) -> Iterator[tuple[int, int]]:
    """The line and column of everything in a file that looks like such a number."""
    if may_have(raw):
        for _, line, column in spots(raw.decode("utf-8", "replace")):
            yield line, column


def in_name(path: str) -> bool:
    """Whether the last part of a path has such a number in it."""
    name = path.rpartition("/")[2]
    return may_have(name.encode("utf-8", "replace")) and any(numbers(name, strict=True))


def spots(text: str) -> Iterator[tuple[str, int, int]]:
    """The kind, the line and the column of every such number in a text."""
    for each in numbers(text):
        line = text.count("\n", 0, each.start) + 1
        yield each.kind, line, each.start - text.rfind("\n", 0, each.start)


def _within(text: str, run: re.Match[str], *, strict: bool) -> Iterator[Number]:
    """The numbers in a run of digits: each is made of one or several of its parts."""
    start = run.start()
    parts = [Part(p[0], start + p.start(), start + p.end()) for p in PART.finditer(run[0])]
    first = 0
    while first < len(parts):
        found = next(_from(text, parts, first, strict=strict), None)
        if found:
            yield found[0]
        first = found[1] if found else first + 1


def _from(
    text: str, parts: Sequence[Part], first: int, *, strict: bool
) -> Iterator[tuple[Number, int]]:
    """The longest number that begins with a part, and the part after it."""
    last, size = first, 0
    while last < len(parts) and size + len(parts[last].digits) <= MOST:
        size += len(parts[last].digits)
        last += 1
    for end in range(last, first, -1):
        some = parts[first:end]
        kind = _kind(text, some)
        if kind and _stands(text, some, kind, strict=strict):
            yield Number(kind, some[0].start, some[-1].end), end


def _kind(text: str, parts: Sequence[Part]) -> str:
    digits = "".join(part.digits for part in parts)
    lengths = tuple(len(part.digits) for part in parts)
    before = text[max(0, parts[0].start - NEAR) : parts[0].start]
    between = text[parts[0].start : parts[-1].end]
    if len(digits) < FEWEST or ("." in between and lengths != DOTTED):
        return ""
    if not digits.isdecimal():
        return ID if _is_new(digits, lengths) else ""
    if ")" not in between and (_is_new(digits, lengths) or _is_old(digits, lengths, before)):
        return ID
    if (
        re.fullmatch(BANK, digits)
        and min(lengths[:-1], default=MOST) >= CARD_PART
        and is_card(digits)
    ):
        return CARD
    own = lengths[1:] if parts[0].digits in ABROAD else lengths
    if re.fullmatch(CELL, digits) and (own in CELL_PARTS or len(lengths) == 1):
        return MOBILE
    spread = re.fullmatch(SPLIT_LINE, digits) and lengths in LINE_PARTS
    return PHONE if spread or (len(lengths) == 1 and re.fullmatch(LINE, digits)) else ""


def _is_new(digits: str, lengths: tuple[int, ...]) -> bool:
    """Eighteen characters with a day of birth; if oddly divided, with their check character."""
    if len(digits) != NEW or not digits[:-1].isdecimal() or not is_day(digits[DAY]):
        return False
    return lengths in NEW_PARTS or checked(digits)


def _is_old(digits: str, lengths: tuple[int, ...], before: str) -> bool:
    if len(digits) != OLD or lengths not in OLD_PARTS or not is_day(CENTURY + digits[6:12]):
        return False
    return bool(OLD_START.match(digits) or OWN.search(before))


def _stands(text: str, parts: Sequence[Part], kind: str, *, strict: bool) -> bool:
    """Whether it is no piece of something longer: of a decimal, of a hash, of an address."""
    start, end = parts[0].start, parts[-1].end
    near = text[max(0, start - FAR) : start]
    if re.search(DECIMAL, near[-3:]):
        return False
    if kind == MOBILE and (MONEY[0].match(text, end) or MONEY[1].search(near)):
        return False
    if kind != ID and not strict and re.search(ADDRESS, near):
        return False
    beside = "".join(each[0] for each in (BEFORE.search(near), AFTER.match(text, end)) if each)
    if not beside or (kind == ID and _checks(parts)):
        return True
    return beside.isalpha() and (strict or NOT_HEX.search(beside) is not None)


def _checks(parts: Sequence[Part]) -> bool:
    digits = "".join(part.digits for part in parts)
    return len(digits) == NEW and checked(digits)
