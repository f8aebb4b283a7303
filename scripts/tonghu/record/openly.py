"""What of a record may be repeated: the schemas' own words, and ids as the schemas write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from unicodedata import east_asian_width

from tonghu.record.files import CHILDREN
from tonghu.record.numbers import masked
from tonghu.schema import Schemas
from tonghu.schema.mask import OPEN
from tonghu.schema.node import chain, within
from tonghu.schema.pattern import ecma

RECORDS = ("case", "event", "place", "team")
ANY = ""
CLOSED = frozenset({"pattern", "enum", "const", "format", "oneOf", "anyOf"})
IDS = frozenset({"id", "place", "worker", "ref", "date", "born"})
"""The ids that a fact may have as its value."""

Described = tuple[str, list[Mapping[str, Any]]]
WIDE = "WF"
PIECE = re.compile(r"[^\s/、，：]+")
LATIN = re.compile(r"[^ -~]+")


@dataclass(frozen=True)
class Openly:
    """The words that may be shown anywhere, and how the ids under each key are written.

    `free` are the keys under which the schemas take any text in the open.
    """

    words: frozenset[str]
    codes: Mapping[str, tuple[re.Pattern[str], ...]]
    free: frozenset[str]
    _known: dict[tuple[str, str], str] = field(default_factory=dict, compare=False, repr=False)

    def code(self, key: str, text: str) -> str:
        """An id if it is written as the schemas ask, else as much of it as is one, masked."""
        found = self._known.get((key, text))
        if found is None:
            found = self._known[key, text] = self._code(key, text)
        return found

    def maybe(self, key: str, text: str | None) -> str | None:
        """The same where there may be none."""
        return None if text is None else self.code(key, text)

    def value(self, value: Any) -> Any:
        """A fact's value: a word of the schemas, an id of any kind, or a number."""
        if isinstance(value, tuple):
            return tuple(self.value(each) for each in value)
        if not isinstance(value, str):
            return value if isinstance(value, bool | int | float | None) else hidden(str(value))
        return self.code(ANY, value)

    def _code(self, key: str, text: str) -> str:
        codes = self.codes[key]
        if text in self.words or any(code.search(text) for code in codes):
            return hidden(text) if masked(text) != text else text
        return PIECE.sub(lambda piece: self._piece(piece[0], codes), text)

    def _piece(self, piece: str, codes: tuple[re.Pattern[str], ...]) -> str:
        fits = piece in self.words or any(code.search(piece) for code in codes)
        return piece if fits and masked(piece) == piece else hidden(piece)


def openly(schemas: Schemas, facts: Any = None) -> Openly:
    """What these schemas allow, and what the definitions of facts say."""
    codes: dict[str, dict[str, re.Pattern[str]]] = {ANY: {}}
    described = [*_described(schemas)]
    for key, pattern in _patterns(described):
        codes.setdefault(key, {})[pattern] = ecma(pattern)
        if key in IDS:
            codes[ANY][pattern] = ecma(pattern)
    return Openly(
        schemas.vocabulary | {*_texts(facts)},
        {key: tuple(some.values()) for key, some in codes.items()},
        frozenset(_free(described)),
    )


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        yield from _texts([*data, *data.values()])
    elif isinstance(data, list):
        for each in data:
            yield from _texts(each)


def _described(schemas: Schemas) -> Iterator[Described]:
    """Every key anywhere in a record, with all that the schemas say of it there."""
    for name in RECORDS:
        for key, place in within(schemas.raw, schemas.node(name), set()):
            yield key, [step.body for step in chain(schemas.raw, place)]


def _patterns(described: Iterable[Described]) -> Iterator[tuple[str, str]]:
    """The key and the pattern of everything in a record that is written in the open as an id."""
    for key, bodies in described:
        if all(body.get("x-class", "") in {"", *OPEN} for body in bodies):
            for body in bodies:
                pattern = body.get("pattern", "")
                if pattern.startswith("^") and pattern.endswith("$"):
                    yield key, pattern


def _free(described: Iterable[Described]) -> Iterator[str]:
    """The keys of open texts that are neither listed nor written as an id."""
    for key, bodies in described:
        own = {word for body in bodies for word in body}
        classes = {body["x-class"] for body in bodies if "x-class" in body}
        is_text = any(body.get("type") == "string" for body in bodies)
        if is_text and classes and classes <= OPEN and own.isdisjoint(CLOSED):
            yield key


@lru_cache(maxsize=1024)
def latin(text: str) -> str:
    """A text of which everything that no id may have in it is masked; each line asks it anew."""
    return masked(LATIN.sub(lambda found: hidden(found[0]), text))


def path(text: str) -> str:
    """A path as it may be shown: below children/ no name has any use but of letters and digits."""
    above, below, rest = text.partition(f"{CHILDREN}/")
    return masked(above) + below + latin(rest)


def hidden(text: str) -> str:
    """Asterisks as wide as what they stand for."""
    return "".join("＊" if east_asian_width(each) in WIDE else "*" for each in text)
