"""The method note out of the data of an `sdc.json`: sound, or refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tonghu.disclosure.note import RANDOM, ROUND, Harm, Note, Protection

UNSAID = 100
"""Per cent of known newcomers that a note allows which does not say."""


def note(data: Mapping[str, Any]) -> Note:
    """The note that an `sdc.json` holds; KeyError, TypeError or ValueError where it is none."""
    default, protect = _protection(data["default"], {}), data["protect"]
    found = Note(
        default,
        {name: _protection(data["default"], found) for name, found in data["tables"].items()},
        {name: _words(values) for name, values in data["domains"].items()},
        frozenset(_words(data["partial"])),
        frozenset(_words(data.get("covers", []))),
        _harm(protect),
        {
            name: (
                str(found["of"]),
                {key: _words(values) for key, values in found["groups"].items()},
            )
            for name, found in data.get("made", {}).items()
        },
        {name: str(of) for name, of in data.get("along", {}).items()},
        {
            level: {table: _whole(found, table, 0) for table in found}
            for level, found in data.get("floors", {}).items()
        },
    )
    _agrees(found)
    return found


def _agrees(found: Note) -> None:
    """ValueError where what is made of values names values that there are not."""
    for name, (of, groups) in found.made.items():
        parts = {part for each in groups.values() for part in each}
        known = found.domains.get(of, parts)
        if set(groups) - set(found.domains.get(name, groups)) or parts - set(known):
            raise ValueError("made")
    if not all(found.domains.values()):
        raise ValueError("domains")


def _harm(protect: Mapping[str, Any]) -> Harm:
    return Harm(
        _whole(protect, "small", 0),
        _whole(protect, "width", 0),
        _whole(protect, "change", 0),
        _whole(protect, "entrant", UNSAID),
        frozenset(_words(protect["sensitive"])),
        {name: frozenset(_words(found)) for name, found in protect["benign"].items()},
    )


def _protection(default: Mapping[str, Any], own: Mapping[str, Any]) -> Protection:
    found = {**default, **own}
    base = _whole(found, "base", 1)
    if base < 1:
        raise ValueError("base")
    return Protection(
        _whole(found, "threshold", 0),
        base if found.get("kind", ROUND) == ROUND else 1,
        _whole(found, "sticky", 0),
        str(found.get("mode", RANDOM)),
    )


def _whole(found: Mapping[str, Any], name: str, unsaid: int) -> int:
    """A number that is none below nothing; no text that looks like one."""
    value = found.get(name, unsaid)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise TypeError(name)
    return value


def _words(values: Any) -> tuple[str, ...]:
    """A list of words; a single word is none."""
    if not isinstance(values, list | tuple) or not all(isinstance(one, str) for one in values):
        raise TypeError("list of words")
    return tuple(values)
