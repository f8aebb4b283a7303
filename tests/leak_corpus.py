"""A seeded corpus of what must be found and of what must not be taken for it; nobody's numbers.

Identity numbers have areas that do not exist (9…), mobile numbers a prefix that nobody has (160),
cards a bank that there is not (62990).
"""

import base64
import random
import uuid
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from tonghu.record.digits import CHECKS, WEIGHTS

SEED = 2026
BREAKS = ("\n", "\r\n    ", "\n> ", "\t", "|", " | ", "/", ".", "·", "‧", ",")
WIDE = {ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)}
AROUND = (
    "{}",
    "身份证{}，请保密",
    "孩子的号码是{}。",
    "a: {}",
    "“{}”",
    "联系{}（家长）",
    "x={};",
    "{}\n",
)


class Line(NamedTuple):
    """What form it has, and the text."""

    form: str
    text: str


def _day(dice: random.Random) -> date:
    return date(1940, 1, 1) + timedelta(days=dice.randrange(31_000))


def digits(dice: random.Random, count: int) -> str:
    return "".join(str(dice.randrange(10)) for _ in range(count))


def card(dice: random.Random) -> str:
    body = f"9{digits(dice, 5)}{_day(dice):%Y%m%d}{digits(dice, 3)}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + CHECKS[total % 11]


def old_card(dice: random.Random) -> str:
    born = date(1930, 1, 1) + timedelta(days=dice.randrange(25_000))
    return f"9{digits(dice, 5)}{born:%y%m%d}{digits(dice, 3)}"


def cell(dice: random.Random) -> str:
    return f"160{digits(dice, 8)}"


def line(dice: random.Random) -> str:
    return dice.choice(("010", "0851", "0739", "021")) + str(dice.randrange(2, 9)) + digits(dice, 6)


def bank(dice: random.Random) -> str:
    body = "62990" + digits(dice, 13)
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 * (value > 9)
    return body + str(-total % 10)


def cut(text: str, sign: str, *lengths: int) -> str:
    parts, start = [], 0
    for length in (*lengths, len(text) - sum(lengths)):
        parts.append(text[start : start + length])
        start += length
    return sign.join(parts)


def keycaps(text: str) -> str:
    return "".join(f"{each}\ufe0f\u20e3" for each in text)


def spelled(dice: random.Random, text: str) -> str:
    signs = dice.choice(("〇一二三四五六七八九", "零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"))
    return "".join(signs[int(each)] if each.isdecimal() else each for each in text)


def circled(text: str) -> str:
    return "".join("⓪" if each == "0" else chr(0x245F + int(each)) for each in text)


FOUND: dict[str, Callable[[random.Random], str]] = {
    "identity number": card,
    "with a small x": lambda d: card(d)[:-1] + "x" if d.random() < 0.1 else card(d),
    "full-width": lambda d: card(d).translate(WIDE),
    "spaced 6 8 4": lambda d: cut(card(d), " ", 6, 8),
    "hyphened 6 8 4": lambda d: cut(card(d), "-", 6, 8),
    "spaced by four": lambda d: cut(card(d), " ", 4, 4, 4, 4),
    "spaced anyhow": lambda d: cut(card(d), " ", d.randrange(2, 5), d.randrange(2, 5)),
    "every digit spaced": lambda d: " ".join(card(d)),
    "after letters": lambda d: "ID" + card(d),
    "wide space": lambda d: cut(card(d), "\u3000", 6, 8),
    "unseen signs between": lambda d: cut(cell(d), d.choice("\u200b\u00ad\u2060\ufeff"), 3, 4),
    "fifteen digits": old_card,
    "mobile": cell,
    "mobile 3 4 4": lambda d: cut(cell(d), d.choice(" -."), 3, 4),
    "mobile abroad": lambda d: d.choice(("+86", "+86 ", "86-", "0086")) + cell(d),
    "mobile full-width": lambda d: cell(d).translate(WIDE),
    "mobile after letters": lambda d: "tel" + cell(d),
    "fixed": lambda d: f"{d.choice(('010', '0851', '021'))}-{d.randrange(2, 9)}{digits(d, 7)}",
    "fixed in brackets": lambda d: f"（0851）{d.randrange(2, 9)}{digits(d, 7)}",
    "fixed in one piece": line,
    "fixed without area": lambda d: f"电话：{d.randrange(3, 9)}{digits(d, 6)}",
    "bank card": bank,
    "bank card by four": lambda d: cut(bank(d), " ", 4, 4, 4, 4),
    "after a date": lambda d: f"{_day(d)} {cell(d)}",
    "broken at any place": lambda d: cut(card(d), d.choice(BREAKS), d.randrange(2, 17)),
    "broken 6 8 4": lambda d: cut(card(d), d.choice(BREAKS), 6, 8),
    "mobile with spaced hyphens": lambda d: cut(
        cell(d), d.choice((" - ", " / ", " · ", "/")), 3, 4
    ),
    "mobile 4 4 3": lambda d: cut(cell(d), d.choice(" -."), 4, 4),
    "mobile, every digit spaced": lambda d: d.choice((" ", "  ", "-", ".")).join(cell(d)),
    "circled": lambda d: circled(cell(d)),
    "raised": lambda d: "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(each)] for each in cell(d)),
    "keycaps": lambda d: keycaps(cell(d)),
    "mobile in characters": lambda d: spelled(d, cell(d)),
    "identity number in characters": lambda d: spelled(d, card(d)),
    "run into a mobile": lambda d: d.choice((lambda a, b: a + b, lambda a, b: b + a))(
        card(d), cell(d)
    ),
    "two side by side": lambda d: f"{cell(d)} {card(d)}",
}


def _near(dice: random.Random) -> str:
    return (date(2015, 1, 1) + timedelta(days=dice.randrange(5000))).isoformat()


INNOCENT: dict[str, Callable[[random.Random], str]] = {
    "date": _near,
    "dates": lambda d: f"{_near(d)} 至 {_near(d)}",
    "time": lambda d: f"{_near(d)}T{d.randrange(10, 24)}:{d.randrange(10, 60)}:07Z",
    "date and time": lambda d: f"{_near(d)} {d.randrange(10, 24)}:{d.randrange(10, 60)}",
    "stamp": lambda d: f"{_near(d).replace('-', '')}T000000Z",
    "seconds": lambda d: str(d.randrange(1_500_000_000, 1_900_000_000)),
    "milliseconds": lambda d: str(d.randrange(1_500_000_000_000, 1_900_000_000_000)),
    "commit": lambda d: f"{d.getrandbits(160):040x}",
    "short commit": lambda d: f"{d.getrandbits(32):08x}",
    "sha256": lambda d: f"    --hash=sha256:{d.getrandbits(256):064x} \\",
    "sha512": lambda d: "sha512-" + base64.b64encode(d.randbytes(64)).decode(),
    "uuid": lambda d: str(uuid.UUID(int=d.getrandbits(128))),
    "age key": lambda d: "age1" + "".join(d.choices("qpzry9x8gf2tvdw0s3jn54khce6mua7l", k=58)),
    "child": lambda d: "".join(d.choices("0123456789ABCDEFGHJKMNPQRSTVWXYZ", k=7)),
    "ref": lambda d: f"{_near(d)}-{d.choice('abcdefg')}{digits(d, 3)}.yml",
    "version": lambda d: (
        f"{d.randrange(200)}.{d.randrange(10)}.{d.randrange(9999)}.{d.randrange(9)}"
    ),
    "chromium": lambda d: f"Chrome/138.0.{d.randrange(7000, 7400)}.{d.randrange(10, 300)}",
    "run of a workflow": lambda d: (
        f"https://github.com/a/b/actions/runs/1{d.randrange(3, 9)}{digits(d, 9)}"
    ),
    "page": lambda d: (
        f"https://www.gov.cn/zhengce/content/{_near(d)[:7]}/content_{digits(d, 7)}.htm"
    ),
    "decimal": lambda d: f"0.{digits(d, 16)}",
    "coordinates": lambda d: (
        f"{d.randrange(100, 130)}.{digits(d, 11)},{d.randrange(20, 40)}.{digits(d, 11)}"
    ),
    "division": lambda d: f"52{digits(d, 10)}",
    "division of a group": lambda d: (
        f"行政区划 34122{d.randrange(1, 9)}{d.choice('012')}{d.randrange(100):02}2{digits(d, 2)}"
        f"{digits(d, 3)}"
    ),
    "money": lambda d: d.choice(
        (
            f"拨付 1{d.randrange(30, 100)}00000000 元",
            f"￥{cell(d)}",
            f"预算{cell(d)}元",
            f"{cell(d)}万元",
        )
    ),
    "grid of numbers": lambda d: "\n".join(
        " | ".join(str(d.randrange(10 ** d.randrange(1, 6))) for _ in range(6)) for _ in range(3)
    ),
    "grid of single digits": lambda d: " | ".join(digits(d, 9)),
    "years in characters": lambda d: f"二〇{spelled(d, digits(d, 2))}年一二三四五六",
    "footnotes": lambda d: "①②③④⑤⑥⑦⑧⑨"[: d.randrange(3, 9)],
    "book": lambda d: f"978{digits(d, 10)}",
    "clause": lambda d: f"QJ-{digits(d, 3)}、TN-{digits(d, 3)}",
    "document": lambda d: f"国发〔{d.randrange(2010, 2026)}〕{d.randrange(1, 99)}号",
    "amount": lambda d: f"{d.randrange(10**6):,}.00 元",
    "years": lambda d: " ".join(str(d.randrange(1990, 2030)) for _ in range(6)),
    "table": lambda d: " ".join(str(d.randrange(100)) for _ in range(12)),
    "coverage": lambda d: ", ".join(str(d.randrange(10_000)) for _ in range(8)),
    "hotline": lambda d: d.choice(("12355", "12345", "110", "400-820-8820")),
    "colour": lambda d: f"#{d.getrandbits(24):06x}",
}


def lines(kinds: dict[str, Callable[[random.Random], str]], each: int) -> Iterator[Line]:
    """So many lines of each kind, the same in every run."""
    dice = random.Random(SEED)
    for form, make in kinds.items():
        for _ in range(each):
            yield Line(form, dice.choice(AROUND).format(make(dice)))
