"""The one way a record is written: keys as the schema has them, events by day, kind and ref."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from tonghu.schema import Schemas
from tonghu.schema.node import Node, chain, properties, words
from tonghu.source import dump

CASE, EVENTS, PLACE, TEAM = "case", "events", "place", "team"
TIMELINE = "timeline"


def canonical(schemas: Schemas, name: str, data: Any) -> str:
    """The canonical text of a record that satisfies its schema."""
    return dump(arranged(data, order_of_kinds(schemas, name)), orders(schemas, name))


@lru_cache(maxsize=32)
def order_of_kinds(schemas: Schemas, name: str) -> Mapping[str, int]:
    """The kinds of event that a record may hold, in the order of one day."""
    if name in (CASE, EVENTS):
        return schemas.kinds()
    kinds = words(schemas.raw, Node(name, schemas.raw(name)["$defs"]["kind"]))
    return {kind: place for place, kind in enumerate(kinds)}


@lru_cache(maxsize=32)
def orders(schemas: Schemas, name: str) -> Mapping[str, list[str]]:
    """The order of keys of every mapping in a record, under the name of the key that holds it."""
    found: dict[str, list[str]] = {}
    _gather(schemas, "", schemas.node(name), found)
    return found


def _gather(schemas: Schemas, name: str, node: Node, found: dict[str, list[str]]) -> None:
    inner = next(
        (s.sub(s.body["items"]) for s in chain(schemas.raw, node) if "items" in s.body), node
    )
    keys = properties(schemas.raw, inner)
    if not keys or name in found:
        return
    found[name] = list(keys)
    for key, child in keys.items():
        _gather(schemas, key, child, found)


def same(one: Any, other: Any, kinds: Mapping[str, int]) -> bool:
    """Whether two records say the same, to the type of every value."""
    texts = (json.dumps(arranged(each, kinds), sort_keys=True) for each in (one, other))
    return next(texts) == next(texts)


def arranged(data: Any, kinds: Mapping[str, int]) -> Any:
    """The same data with its timelines, wherever they stand, in the order of their events."""
    if isinstance(data, dict):
        return {
            key: _sorted(value, kinds) if key == TIMELINE else arranged(value, kinds)
            for key, value in data.items()
        }
    if isinstance(data, list):
        items = [arranged(item, kinds) for item in data]
        return _sorted(items, kinds) if _are_events(items) else items
    return data


def _are_events(items: list[Any]) -> bool:
    return all(isinstance(item, dict) and "event" in item for item in items)


def _sorted(events: Any, kinds: Mapping[str, int]) -> Any:
    if not isinstance(events, list) or not _are_events(events):
        return events
    return sorted(events, key=lambda event: _order(event, kinds))


def _order(event: Mapping[str, Any], kinds: Mapping[str, int]) -> tuple[str, int, str]:
    kind = kinds.get(str(event["event"]), len(kinds))
    return str(event.get("date", "")), kind, str(event.get("ref", ""))
