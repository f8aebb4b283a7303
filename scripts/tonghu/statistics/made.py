"""The shape of what an issue says of how it was made."""

from __future__ import annotations

from typing import Any

WORDS = ("records", "few", "names", "titles")
TEXTS = ("period", "asof", "schemas", "tool", "key")
SWITCHES = ("invented", "begun")
KEYS = {*WORDS, *TEXTS, *SWITCHES, "withheld", "places", "tables"}
LONGEST = 100
"""Characters of a text."""


def sound(made: Any) -> dict[str, Any]:
    """The data of an `issue.json`; TypeError or KeyError where it has another shape."""
    if not isinstance(made, dict) or made.keys() - KEYS:
        raise TypeError("issue.json")
    for name in TEXTS:
        _text(made[name])
    for name in WORDS:
        for key, value in made[name].items():
            _text(key)
            _text(value)
    for value in made["withheld"]:
        _text(value)
    for switch in SWITCHES:
        _is(made.get(switch, False), bool)
    for place in made["places"].values():
        _text(place["asof"])
        _is(place["reached"], int)
    for table in made["tables"].values():
        _table(table)
    return made


def _table(table: dict[str, Any]) -> None:
    for name in ("title", "level", "digest"):
        _text(table[name])
    _is(table["floor"], int)
    _is(table["dimensions"], list)
    for name in table["dimensions"]:
        _text(name)


def _text(value: Any) -> None:
    _is(value, str)
    if len(value) > LONGEST or any(not letter.isprintable() for letter in value):
        raise TypeError("text")


def _is(value: Any, kind: type) -> None:
    if type(value) is not kind:
        raise TypeError(kind.__name__)
