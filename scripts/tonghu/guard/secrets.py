"""What is known to be secret: names, numbers and addresses from the sealed halves."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
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
HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
SIGNS = r" \t\r\n\u3000·.*_~`|/\-"
BETWEEN = re.compile(
    rf"[{SIGNS}](?<=[{HAN}][{SIGNS}])[{SIGNS}>#]*(?=[{HAN}])"
    r"|[ .()/·\-](?<=[0-9].)[ .()/·\-]{0,2}(?=[0-9Xx])"
)
"""What may stand between two characters, the end of a line among it, and between two digits."""

LETTER = re.compile(r"[^\W\d_]")


class Secret(NamedTuple):
    """What kind it is, and the text as it is looked for."""

    kind: str
    text: str


class Secrets:
    """Secrets by their first two characters, so that most of a text is passed over quickly.

    Where a name stands in the name of a place or in a longer secret, it is that and not the name;
    so it is in an ordinary word, but not at its beginning: there the name may begin a sentence.
    """

    def __init__(
        self,
        known: Iterable[tuple[str, str]] = (),
        places: Iterable[str] = (),
        ordinary: Iterable[str] = (),
    ) -> None:
        self.by_start: dict[str, set[Secret]] = {}
        self.longer: dict[str, set[tuple[str, int]]] = {}
        for kind, text in known:
            plain = _plain(text, kind)
            if len(plain) >= FEWEST[kind]:
                self.by_start.setdefault(plain[:2], set()).add(Secret(kind, plain))
        if self.by_start:
            for each in [each.text for some in self.by_start.values() for each in some]:
                self._may_be(each, 0)
            for word in places:
                self._may_be(_joined(word).text, 0)
            for word in ordinary:
                self._may_be(word, 1)

    def __bool__(self) -> bool:
        return bool(self.by_start)

    def _may_be(self, word: str, first: int) -> None:
        """Note which names stand in a word that is longer than they, from some place on."""
        for at, (one, two) in enumerate(pairwise(word)):
            for secret in self.by_start.get(one + two, ()):
                inside = at >= first and len(secret.text) < len(word)
                if inside and word.startswith(secret.text, at):
                    self.longer.setdefault(secret.text, set()).add((word, at))

    def found(self, text: str) -> Iterator[tuple[str, int, int]]:
        """The kind, the line and the column of each secret in a text."""
        if not self.by_start:
            return
        joined = _joined(text)
        starts = self.by_start.keys() & {one + two for one, two in pairwise(joined.text)}
        for secret in sorted({each for start in starts for each in self.by_start[start]}):
            for at in _places(secret.text, joined.text):
                if self._stands(secret, joined, at):
                    place = joined.place(at)
                    line = text.count("\n", 0, place) + 1
                    yield secret.kind, line, place - text.rfind("\n", 0, place)

    def _stands(self, secret: Secret, joined: Joined, at: int) -> bool:
        """Whether it is itself and no piece of a longer word, number or name in letters."""
        before, after = joined.beside(at, at + len(secret.text))
        if secret.kind == NUMBER:
            return not (before.isdecimal() or after.isdecimal())
        if secret.text.isascii() and (LETTER.match(before) or LETTER.match(after)):
            return not (before + after).isascii()
        words = self.longer.get(secret.text, ()) if secret.kind == NAME else ()
        return not any(
            at >= start and joined.text.startswith(word, at - start) for word, start in words
        )


class Joined(NamedTuple):
    """A text without what stands between characters and between digits.

    `cuts` are the places in it where something was left out, `left` how much up to there.
    """

    whole: str
    text: str
    cuts: list[int]
    left: list[int]

    def place(self, at: int) -> int:
        """Where in the whole text a character of the joined one stands."""
        before = bisect_right(self.cuts, at)
        return at + (self.left[before - 1] if before else 0)

    def beside(self, start: int, end: int) -> tuple[str, str]:
        """The characters of the whole text right before and after a piece of the joined one."""
        first, last = self.place(start), self.place(end - 1)
        return self.whole[first - 1 : first] if first else "", self.whole[last + 1 : last + 2]


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
    if kind == NUMBER:
        return re.sub(r"[^0-9Xx]", "", plain).lower()
    return _joined(plain).text


def _joined(text: str) -> Joined:
    """A text in small letters and plain digits, without what stands between characters."""
    same = narrow(text)
    plain = same.lower() if len(same.lower()) == len(same) else same
    pieces, cuts, left, end, size = [], [], [], 0, 0
    for gap in BETWEEN.finditer(plain):
        pieces.append(plain[end : gap.start()])
        size += gap.start() - end
        end = gap.end()
        cuts.append(size)
        left.append(end - size)
    return Joined(plain, "".join([*pieces, plain[end:]]), cuts, left)


def _places(secret: str, text: str) -> Iterator[int]:
    at = text.find(secret)
    while at >= 0:
        yield at
        at = text.find(secret, at + 1)
