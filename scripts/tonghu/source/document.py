"""A YAML file as read: plain data, its problems, and where every value stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tonghu.source import accelerator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tonghu.problem import Problem
    from tonghu.source.reference import Mark, Place, Reading, Where


@dataclass(frozen=True)
class Document:
    """One file; `data` is None where it is unreadable."""

    path: str
    data: Any
    problems: tuple[Problem, ...]
    raw: bytes

    def mark(self, where: Where, key: bool = False) -> Mark:
        """Line and column of a value or of its key, else of the nearest that exists above it."""
        for length in range(len(where), -1, -1):
            place = self._places.get(where[:length])
            if place is not None:
                return place.key if key and length == len(where) else place.value
        return 1, 1

    @cached_property
    def _places(self) -> Mapping[Where, Place]:
        return _reading(self.path, self.raw).places


def read(path: str, raw: bytes) -> Document:
    """A file's data and problems, by the accelerator where that is certain to be the same."""
    data = accelerator.load(raw)
    if data is not None:
        return Document(path, data, (), raw)
    return read_reference(path, raw)


def read_reference(path: str, raw: bytes) -> Document:
    """A file's data and problems by the reference reader, whatever it holds."""
    reading = _reading(path, raw)
    document = Document(path, reading.data, reading.problems, raw)
    document.__dict__["_places"] = reading.places
    return document


def _reading(path: str, raw: bytes) -> Reading:
    """By the reference, which is imported when a file needs it: it takes longer than a check."""
    from tonghu.source.reference import read_text

    return read_text(path, raw)
