"""What is known to be secret: names, numbers and addresses from the sealed halves."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from tonghu.record.digits import narrow

NAME, NUMBER, ADDRESS = "密封的姓名", "密封的号码", "密封的住址"
KINDS = {"name": NAME, "id_no": NUMBER, "phone": NUMBER, "address": ADDRESS}
"""The keys of a sealed half that hold what nobody else may know."""

CLOSED = "ENC["
"""How a value begins that sops has encrypted: it tells nothing."""

FEWEST = {NAME: 2, NUMBER: 5, ADDRESS: 4}
SHORT = 2
"""Names so short stand in many words, and count only where they stand alone."""

HAN = "\u3400-\u9fff"
ALONE = "的了和与跟同在说叫对给把被向为是去来家母父爸妈爷奶兄弟姐妹叔姨伯老师学生"
EDGES = (f"(?<![{HAN}])", f"(?<=[{ALONE}])"), (f"(?![{HAN}])", f"(?=[{ALONE}])")
"""What stands before and after a short name that stands alone: no character, or a usual one."""

SPACED = re.compile(rf"(?<=[{HAN}])[ \u3000·•]+(?=[{HAN}])")
BETWEEN = re.compile(r"(?<=[0-9])[ .()\-](?=[0-9Xx])")


class Secret(NamedTuple):
    """What kind it is, and the text as it is looked for."""

    kind: str
    text: str


class Secrets:
    """Secrets by their first two characters, so that most of a text is passed over quickly."""

    def __init__(self, known: Iterable[tuple[str, str]] = ()) -> None:
        self.by_start: dict[str, set[Secret]] = {}
        for kind, text in known:
            plain = _plain(text, kind)
            if len(plain) >= FEWEST[kind]:
                self.by_start.setdefault(plain[:2], set()).add(Secret(kind, plain))

    def __bool__(self) -> bool:
        return bool(self.by_start)

    def found(self, text: str) -> Iterator[tuple[str, int, int]]:
        """The kind, the line and about the column of each secret in a text."""
        if not self.by_start:
            return
        plain = _lines(text)
        upper = plain.upper()
        starts = self.by_start.keys() & {one + two for one, two in pairwise(plain)}
        for secret in sorted({each for start in starts for each in self.by_start[start]}):
            if secret.text not in (upper if secret.kind == NUMBER else plain):
                continue
            for place in _places(secret, plain):
                line = plain.count("\n", 0, place) + 1
                yield secret.kind, line, place - plain.rfind("\n", 0, place)


def secrets_of(half: Any) -> Iterator[tuple[str, str]]:
    """The secrets in the data of a sealed half, of a child's guardians or of the team as well."""
    if isinstance(half, Mapping):
        for key, value in half.items():
            if key in KINDS and isinstance(value, str | int) and not isinstance(value, bool):
                yield from () if str(value).startswith(CLOSED) else [(KINDS[key], str(value))]
            else:
                yield from secrets_of(value)
    elif isinstance(half, list):
        for each in half:
            yield from secrets_of(each)


def _plain(text: str, kind: str) -> str:
    plain = unicodedata.normalize("NFKC", text).strip()
    return re.sub(r"[^0-9Xx]", "", plain).upper() if kind == NUMBER else _lines(plain)


def _lines(text: str) -> str:
    """A text without spaces between characters and between digits; lines stay lines."""
    plain = narrow(text)
    return BETWEEN.sub("", SPACED.sub("", plain))


def _places(secret: Secret, plain: str) -> Iterator[int]:
    found = re.escape(secret.text)
    if secret.kind == NAME and len(secret.text) <= SHORT:
        before, after = ("|".join(edges) for edges in EDGES)
        found = f"(?:{before}){found}(?:{after})"
    elif secret.kind == NUMBER:
        found = rf"(?<!\d){found}(?!\d)"
    yield from (each.start() for each in re.finditer(found, plain, re.IGNORECASE))
