"""The fastest reader: records as they are usually written, one event a line in braces.

It is asked only about texts that the pattern of `certain` accepts. There a comma and a colon, each
followed by a space, mean nothing but the end of a value and of a key, wherever no quotes are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tonghu.source.scalars import is_number

FIRST = "timeline:\n"
START, END = "- {", "}"
DIGITS = frozenset("-0123456789")
"""What a number begins with."""

WORDS = {"true": True, "false": False, "null": None}
MOST_KNOWN = 1 << 16


class OtherwiseError(ValueError):
    """The text is not written as records usually are."""


_known: dict[str, Any] = dict(WORDS)


def rows(text: str, loads: Callable[[str], Any]) -> Any:
    """The data of a record or a list of events; OtherwiseError where another reader must look."""
    if text.startswith(START):
        return _events(text, "", loads)
    head, timeline, body = text.partition("\n" + FIRST)
    if not timeline or "{" in head or FIRST in body:
        raise OtherwiseError(text)
    data = loads(head + "\n")
    if not isinstance(data, dict) or "timeline" in data:
        raise OtherwiseError(text)
    data["timeline"] = _events(body, "  ", loads)
    return data


def _events(body: str, indent: str, loads: Callable[[str], Any]) -> list[Any]:
    start = indent + START
    length = len(start)
    lines = body[:-1].split("\n")
    plain = _is_plain(body, len(lines))
    found = []
    for line in lines:
        if not (line.startswith(start) and line.endswith(END)):
            raise OtherwiseError(line)
        if plain or _is_plain(line, 1):
            found.append(_event(line[length:-1]))
        else:
            found.append(_one(loads(line[len(indent) :] + "\n")))
    return found


def _is_plain(text: str, lines: int) -> bool:
    """Whether no value in these lines is quoted, a list or a mapping, and nothing a comment."""
    if '"' in text or "'" in text or "[" in text or "#" in text:
        return False
    return text.count("{") == lines


def _one(data: Any) -> Any:
    if not isinstance(data, list) or len(data) != 1:
        raise OtherwiseError
    return data[0]


def _event(text: str) -> dict[str, Any]:
    if text.strip() != text:
        raise OtherwiseError(text)
    parts = text.split(", ")
    found = {}
    for part in parts:
        key, _, value = part.partition(": ")
        found[key] = _known[value] if value in _known else _scalar(value)
    if len(found) != len(parts) or "" in found:
        raise OtherwiseError(text)
    return found


def _scalar(text: str) -> Any:
    if not text:
        raise OtherwiseError(text)
    value: Any = text
    if text[0] in DIGITS and is_number(text):
        value = float(text) if "." in text else int(text)
    if len(_known) < MOST_KNOWN:
        _known[text] = value
    return value
