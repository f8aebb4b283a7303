"""A text that someone typed, as the value that the schema means."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from tonghu.schema.node import chain, words
from tonghu.source import read
from tonghu.source.scalars import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tonghu.schema.node import Node
    from tonghu.schema.view import View, Where

BOOLEANS = {"true": True, "false": False, "是": True, "否": False}
BETWEEN = re.compile("[、,，]")
AS_IN_A_FILE = ("[", "{")


def value(view: View, place: Where, text: str) -> Any:
    """The value of a place; the text itself where it is none, for the schema to say so."""
    plain = text.strip()
    if not plain or plain.startswith(AS_IN_A_FILE) or BETWEEN.search(plain):
        several = view.below(view.nodes(place[:-1]), place[-1], [])
        if "array" in _said(view, several, "type"):
            return _value(view, several, plain)
    return _value(view, view.nodes(place), plain)


def _value(view: View, nodes: list[Node], text: str) -> Any:
    shapes = set(_said(view, nodes, "type"))
    if shapes & {"array", "object"}:
        return _structure(view, nodes, text)
    if "boolean" in shapes or _only_booleans(view, nodes):
        return BOOLEANS.get(_narrow(text).lower(), text)
    if shapes & {"integer", "number"}:
        number = resolve(_narrow(text))
        return text if number is None else number
    return _narrow(text) if any(_said(view, nodes, "pattern")) else text


def _structure(view: View, nodes: list[Node], text: str) -> Any:
    if text.startswith(AS_IN_A_FILE):
        document = read("", text.encode())
        return text if document.problems else document.data
    parts = [part.strip() for part in BETWEEN.split(text)]
    items = view.below(nodes, 0)
    return [_value(view, items, part) for part in parts if part]


def _said(view: View, nodes: list[Node], keyword: str) -> Iterator[str]:
    """What the nodes of a place and what they refer to say under a keyword."""
    for node in nodes:
        for step in chain(view.book.raw, node):
            found = step.body.get(keyword, ())
            yield from [found] if isinstance(found, str) else found


def _only_booleans(view: View, nodes: list[Node]) -> bool:
    found = [word for node in nodes for word in words(view.book.raw, node)]
    return bool(found) and all(isinstance(word, bool) for word in found)


def _narrow(text: str) -> str:
    """Full-width letters, digits and signs as they are written in a file."""
    return unicodedata.normalize("NFKC", text)
