"""Two who changed the same sealed half: joined value by value, or named where they disagree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

MISSING = object()
Keys = tuple[str, ...]


class Merged(NamedTuple):
    """What both say together, and the keys about which they disagree."""

    data: dict[str, Any]
    conflicts: tuple[Keys, ...]


def merged(base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merged:
    """A three-way merge of plain data; a list counts as one value."""
    return _merged((), base, ours, theirs)


def _merged(
    where: Keys, base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]
) -> Merged:
    data: dict[str, Any] = {}
    conflicts: list[Keys] = []
    for key in dict.fromkeys([*ours, *theirs]):
        three = [side.get(key, MISSING) for side in (base, ours, theirs)]
        if all(isinstance(value, Mapping) or value is MISSING for value in three):
            inner = _merged((*where, key), *({} if v is MISSING else v for v in three))
            conflicts += inner.conflicts
            value: Any = inner.data or MISSING
        else:
            value, clash = _chosen(*three)
            conflicts += [(*where, key)] if clash else []
        if value is not MISSING:
            data[key] = value
    return Merged(data, tuple(conflicts))


def _chosen(base: Any, ours: Any, theirs: Any) -> tuple[Any, bool]:
    """The value of one key, and whether two changed it differently."""
    if ours == theirs or theirs == base:
        return ours, False
    if ours == base:
        return theirs, False
    return ours, True
