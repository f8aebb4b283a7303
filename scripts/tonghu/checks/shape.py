"""What the attributes of events mean, as the schemas have it: dates, and names of other things."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from tonghu.record.subject import day_or_none
from tonghu.schema import Schemas
from tonghu.schema.node import Node, chain, properties, words

DATE, WORKER, PLACE, REF, CHILD = SORTS = ("date", "worker", "place", "ref", "child")
"""The definitions of the schemas whose values name a day or another thing."""


class Attribute(NamedTuple):
    """What the value of one attribute names, and which values the schema warns of.

    `places` are the kinds of place that fit, any if there are none; `parts` the attributes of
    the mappings that the value lists.
    """

    sort: str = ""
    places: tuple[str, ...] = ()
    sealed: bool = False
    warns: Mapping[str, str] = {}
    parts: Mapping[str, Attribute] = {}

    def fits(self, value: Any) -> bool:
        """Whether a value has the type that laws rely on."""
        if self.sort == DATE:
            return day_or_none(value) is not None
        return isinstance(value, str) or not self.sort


PLAIN = Attribute()


def _names(attribute: Attribute) -> bool:
    each = (attribute, *attribute.parts.values())
    return any(one.sort in (WORKER, PLACE) for one in each)


def _both(plain: Attribute, special: Attribute) -> Attribute:
    """What a kind of event says of an attribute, and what holds in all."""
    return Attribute(
        special.sort or plain.sort,
        special.places or plain.places,
        special.sealed or plain.sealed,
        special.warns or plain.warns,
        special.parts or plain.parts,
    )


@dataclass(frozen=True)
class Shape:
    """The kinds of event of one kind of subject in the order of a day, and their attributes."""

    kinds: Mapping[str, int]
    attributes: Mapping[str, Attribute]
    special: Mapping[tuple[str, str], Attribute] = field(default_factory=dict)

    def attribute(self, kind: Any, key: str) -> Attribute:
        """What an attribute means in an event of a kind."""
        return self.special.get((kind, key)) or self.attributes.get(key, PLAIN)

    @cached_property
    def naming(self) -> frozenset[str]:
        """The attributes, in any kind of event, whose values name workers or places."""
        return frozenset(key for key, attribute in self._every() if _names(attribute))

    @cached_property
    def sealed(self) -> frozenset[str]:
        """The attributes that may not stand in an open file, or that have such parts."""
        return frozenset(
            key
            for key, attribute in self._every()
            if attribute.sealed or any(part.sealed for part in attribute.parts.values())
        )

    @cached_property
    def warned(self) -> frozenset[str]:
        """The attributes that have values which the schema warns of."""
        return frozenset(key for key, attribute in self._every() if attribute.warns)

    def _every(self) -> Iterator[tuple[str, Attribute]]:
        yield from self.attributes.items()
        yield from ((key, attribute) for (_, key), attribute in self.special.items())


def shape(schemas: Schemas, schema: str, event: str = "") -> Shape:
    """The shape of the events that a schema describes at its root or under `$defs`."""
    raw = schemas.raw(schema)
    node = Node(schema, raw["$defs"][event] if event else raw)
    found = properties(schemas.raw, node)
    attributes = {key: _attribute(schemas, inner) for key, inner in found.items()}
    special = {
        (kind, key): _both(attributes.get(key, PLAIN), attribute)
        for kind, key, inner in _in_kinds(node)
        if (attribute := _attribute(schemas, inner)) != PLAIN
    }
    kinds = words(schemas.raw, found["event"])
    return Shape({kind: at for at, kind in enumerate(kinds)}, attributes, special)


def head(schemas: Schemas, schema: str, definition: str = "") -> dict[str, Attribute]:
    """What the attributes of a record mean beside its timeline."""
    raw = schemas.raw(schema)
    node = Node(schema, raw["$defs"][definition] if definition else raw)
    found = properties(schemas.raw, node)
    return {key: _attribute(schemas, inner) for key, inner in found.items() if key != "timeline"}


def _in_kinds(node: Node) -> Iterator[tuple[str, str, Node]]:
    """(kind, attribute, node) of every attribute that one kind of event describes anew."""
    for part in node.body.get("allOf", ()):
        tested = part.get("if", {}).get("properties", {}).get("event", {})
        kinds = tested.get("enum", [tested["const"]] if "const" in tested else [])
        for key, inner in part.get("then", {}).get("properties", {}).items():
            for kind in kinds:
                yield kind, key, node.sub(inner)


def _attribute(schemas: Schemas, node: Node, deep: bool = True) -> Attribute:
    steps = list(chain(schemas.raw, node))
    bodies = [step.body for step in steps]
    parts: dict[str, Attribute] = {}
    for step in steps if deep else ():
        if isinstance(step.body.get("items"), Mapping):
            inner = properties(schemas.raw, step.sub(step.body["items"]))
            parts |= {key: _attribute(schemas, part, deep=False) for key, part in inner.items()}
    return Attribute(
        next((sort for body in bodies if (sort := _sort(body))), ""),
        tuple(next((body["x-place"] for body in bodies if "x-place" in body), ())),
        any(body.get("x-seal") == "sealed" for body in bodies),
        next((body["x-warn"] for body in bodies if "x-warn" in body), {}),
        parts,
    )


def _sort(body: Mapping[str, Any]) -> str:
    name = str(body.get("$ref", "")).rpartition("/")[2]
    return name if name in SORTS else ""
