"""A short example of what to write, made from the schema alone, never from the data."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from tonghu.schema.node import words
from tonghu.schema.pattern import ecma
from tonghu.schema.view import ABSENT

if TYPE_CHECKING:
    from tonghu.schema.node import Node
    from tonghu.schema.view import View, Where

SOME_DAY = "2026-01-12"
_SUCH_AS = re.compile(r"如 ?([A-Za-z0-9/_-]+)")
_PLAIN = re.compile(r"[^\W\d][\w/-]*|[0-9]{4}-[0-9]{2}(-[0-9]{2})?")
_OTHERWISE_READ = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


def example(view: View, where: Where) -> str:
    """What could stand at a place, as it is written in a file; `…` where the schema is silent."""
    value = sample(view, view.nodes(where))
    return "…" if value is ABSENT else flow(value)


def sample(view: View, nodes: list[Node], depth: int = 0) -> Any:
    """A value that the nodes of one place would take, or ABSENT."""
    for keyword in ("const", "examples", "default"):
        for node in nodes:
            if keyword in node.body:
                value = node.body[keyword]
                return value[0] if keyword == "examples" else value
    listed = [found for node in nodes if (found := words(view.book.raw, node))]
    if listed:
        return min(listed, key=len)[0]
    described = _described(nodes)
    if described:
        return described
    if any(node.body.get("format") == "date" for node in nodes):
        return SOME_DAY
    return _by_shape(view, nodes, depth)


def _described(nodes: list[Node]) -> str:
    """What a description gives as an example (如 …), if it is written as it should be."""
    patterns = [ecma(node.body["pattern"]) for node in nodes if "pattern" in node.body]
    for node in nodes:
        for found in _SUCH_AS.findall(str(node.body.get("description", ""))):
            if patterns and all(pattern.search(found) for pattern in patterns):
                return str(found)
    return ""


def _by_shape(view: View, nodes: list[Node], depth: int) -> Any:
    shape = next((node.body["type"] for node in nodes if "type" in node.body), None)
    if shape == "boolean":
        return True
    if shape in ("integer", "number"):
        return next((node.body["minimum"] for node in nodes if "minimum" in node.body), 1)
    if depth > 1:
        return ABSENT
    if shape == "array":
        item = sample(view, view.below(nodes, 0), depth + 1)
        return ABSENT if item is ABSENT else [item]
    if shape == "object":
        return _mapping(view, nodes, depth)
    return ABSENT


def _mapping(view: View, nodes: list[Node], depth: int) -> Any:
    keys = dict.fromkeys(key for node in nodes for key in node.body.get("required", ()))
    parts = {key: sample(view, view.below(nodes, key), depth + 1) for key in keys}
    known = {key: value for key, value in parts.items() if value is not ABSENT}
    return known or ABSENT


def flow(value: object) -> str:
    """A value on one line of YAML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(one) for one in value) + "]"
    plain = isinstance(value, str) and _PLAIN.fullmatch(value)
    if plain and str(value).lower() not in _OTHERWISE_READ:
        return str(value)
    return json.dumps(value, ensure_ascii=False)
