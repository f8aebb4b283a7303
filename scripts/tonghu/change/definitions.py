"""Which rules and settings are others, and in which keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tonghu.change.model import GONE, NEW, STATUS, Key, Page
from tonghu.change.sides import Side, by_id

UNTOLD = ("title", "before")
"""Keys that say nothing about the work, or only what it was."""


def pages(base: Side, head: Side) -> Iterator[Page]:
    """The duties whose definitions are others, by id, but for those that are lost."""
    old, new = by_id(base.rules), by_id(head.rules)
    before, after = base.home.sound(), head.home.sound()
    for duty in sorted({*old, *new} - {*base.lost.duties, *head.lost.duties}):
        if old.get(duty) != new.get(duty):
            change = NEW if duty not in old else GONE if duty not in new else STATUS
            was, now = before.get(duty, {}), after.get(duty, {})
            title = str({**was, **now}.get("title", duty))
            told = _differing(was, now) if was and now else ()
            yield Page(duty, title, change, tuple(key for key in told if key.name not in UNTOLD))


def keys(base: Side, head: Side) -> Iterator[Key]:
    """The settings that are others, each by the way to it."""
    was, now = base.repository.settings.data, head.repository.settings.data
    for key in _differing(_mapping(was), _mapping(now)):
        yield from _inner(key)


def _inner(key: Key) -> Iterator[Key]:
    """What differs within a setting, each by the way to it."""
    if isinstance(key.base, Mapping) and isinstance(key.head, Mapping):
        for each in _differing(key.base, key.head):
            yield from _inner(Key(f"{key.name}.{each.name}", each.base, each.head))
    else:
        yield key


def _differing(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Key]:
    for name in dict.fromkeys([*was, *now]):
        if was.get(name) != now.get(name):
            yield Key(name, was.get(name), now.get(name))


def _mapping(data: Any) -> Mapping[str, Any]:
    return data if isinstance(data, Mapping) else {}
