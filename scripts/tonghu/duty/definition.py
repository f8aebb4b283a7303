"""Dated definitions: what a page or a setting said on which day, the newest first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from tonghu import period

OWN = ("before", "since")


class Definition(NamedTuple):
    """What holds from the day `since` on, until a newer definition."""

    since: int
    value: Any


def dated(entry: Any) -> list[Definition]:
    """The definitions of an entry, oldest first.

    An entry is a plain value, always in force; or a mapping with `since` and `before`, a list of
    earlier definitions each with its own `since`. A mapping with `value` stands for that value.
    """
    if not isinstance(entry, Mapping) or not ("since" in entry or "before" in entry):
        return [Definition(period.FIRST, _bare(entry))]
    versions = [entry, *entry.get("before", ())]
    return sorted((Definition(_since(each), _bare(each)) for each in versions), key=_first)


def in_force(definitions: list[Definition], day: int) -> Any:
    """The value of the newest definition that began on or before a day; None before the first."""
    value = None
    for definition in definitions:
        if definition.since <= day:
            value = definition.value
    return value


def _bare(entry: Any) -> Any:
    if isinstance(entry, Mapping):
        if "value" in entry:
            return entry["value"]
        return {key: item for key, item in entry.items() if key not in OWN}
    return entry


def _since(entry: Mapping[str, Any]) -> int:
    return period.day(entry["since"]) if "since" in entry else period.FIRST


def _first(definition: Definition) -> int:
    return definition.since
