"""What facts.yml says that events do to facts, without its conditions: all that laws ask of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

Pairs = tuple[tuple[str, str], ...]


class Deed(NamedTuple):
    """What one kind of event does: (fact, attribute) pairs; `sole` as in facts.yml.

    `begins` says whether something holds from the day of the event on, whatever it is.
    """

    sets: Pairs = ()
    adds: Pairs = ()
    drops: Pairs = ()
    sole: bool = False
    begins: bool = False


class Fact(NamedTuple):
    """One fact: its title, while what each of its values holds if so, and who holds them."""

    name: str
    title: str
    each: Mapping[str, Any]
    held_by: str


def deeds(data: Any) -> dict[str, Deed]:
    """Kind → what it does, leaving out what cannot be read."""
    return {
        kind: Deed(
            tuple(_pairs(effect.get("sets"))),
            tuple(_pairs(effect.get("adds"))),
            tuple(_pairs(effect.get("drops"))),
            effect.get("sole") is True,
            bool(effect.get("sets") or effect.get("adds")),
        )
        for kind, effect in _entries(data, "events")
    }


def facts(data: Any) -> dict[str, Fact]:
    """Name → fact, leaving out what cannot be read."""
    return {
        name: Fact(name, str(fact.get("title")), _each(fact), str(fact.get("held_by") or ""))
        for name, fact in _entries(data, "facts")
    }


def _each(fact: Mapping[str, Any]) -> dict[str, Any]:
    """Value → the condition while which it holds, as it is written."""
    found = fact.get("each")
    every = found.items() if isinstance(found, Mapping) else ()
    return {value: part.get("while") for value, part in every if isinstance(part, Mapping)}


def _entries(data: Any, key: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    found = data.get(key) if isinstance(data, Mapping) else None
    for name, entry in found.items() if isinstance(found, Mapping) else ():
        if isinstance(entry, Mapping):
            yield name, entry


def _pairs(written: Any) -> Iterator[tuple[str, str]]:
    """A list of names stands for facts that have the names of their attributes."""
    if isinstance(written, list):
        yield from ((name, name) for name in written if isinstance(name, str))
    elif isinstance(written, Mapping):
        yield from ((name, each) for name, each in written.items() if isinstance(each, str))
