"""What the names on a ledger's page stand for: facts, heads of records, attributes of events."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from tonghu.facts.spec import Spec
from tonghu.ledger.model import FACT, HEAD, SAID, Name
from tonghu.record.subject import CHILD, WORKER
from tonghu.schema import Schemas
from tonghu.schema.node import Node, chain, properties, words

TIMELINE = "timeline"


class Naming:
    """The names that there are for one kind of subject."""

    def __init__(self, schemas: Schemas, spec: Spec, kind: str) -> None:
        self.schemas = schemas
        self.spec = spec if kind == CHILD else Spec({}, {}, frozenset(), frozenset())
        self.kind = kind

    @cached_property
    def head(self) -> Mapping[str, Node]:
        """The keys of the record itself."""
        raw = self.schemas.raw
        if self.kind == CHILD:
            found = properties(raw, self.schemas.node("case"))
        elif self.kind == WORKER:
            found = properties(raw, Node("team", raw("team")["$defs"]["worker"]))
        else:
            found = properties(raw, self.schemas.node("place"))
        return {name: node for name, node in found.items() if name != TIMELINE}

    @cached_property
    def said(self) -> Mapping[str, Node]:
        """The attributes of the record's events."""
        raw = self.schemas.raw
        if self.kind == CHILD:
            return properties(raw, self.schemas.node("event"))
        file = "team" if self.kind == WORKER else "place"
        return properties(raw, Node(file, raw(file)["$defs"]["event"]))

    @cached_property
    def sealed(self) -> Mapping[str, Node]:
        """The keys of the sealed half."""
        raw = self.schemas.raw
        if self.kind == CHILD:
            return properties(raw, self.schemas.node("sealed"))
        if self.kind == WORKER:
            return properties(raw, Node("team-sealed", raw("team-sealed")["$defs"]["worker"]))
        return {}

    def name(self, written: str) -> Name | None:
        """What a name stands for; None where it is not known."""
        if written in self.spec.facts:
            return Name(written, FACT, False, self._of_fact(written))
        for source, nodes in ((HEAD, self.head), (SAID, self.said)):
            if written in nodes:
                node = nodes[written]
                return Name(written, source, self._sealed(node), self._listed(node))
        return None

    def its(self, written: str) -> Name | None:
        """An attribute of the event that makes a row."""
        node = self.said.get(written)
        return Name(written, SAID, self._sealed(node), self._listed(node)) if node else None

    def known(self) -> list[str]:
        """Every name."""
        return [*self.spec.facts, *self.head, *self.said]

    def lists(self) -> frozenset[str]:
        """The names whose values are lists."""
        nodes = {**self.said, **self.head}
        found = {name for name, node in nodes.items() if self._is_list(node)}
        return frozenset(found - self.spec.facts.keys()) | self.spec.lists

    def _of_fact(self, fact: str) -> tuple[Any, ...]:
        order = self.spec.facts[fact].order
        if order:
            return tuple(reversed(order))
        for effect in self.spec.effects.values():
            for name, source in (*effect.sets, *effect.adds):
                node = self.said.get(source.attribute or "")
                if name == fact and node and (listed := self._listed(node)):
                    return listed
        return ()

    def _listed(self, node: Node) -> tuple[Any, ...]:
        for step in chain(self.schemas.raw, node):
            items = step.body.get("items")
            found = words(self.schemas.raw, step.sub(items) if items else step)
            if found:
                return tuple(found)
        return ()

    def _sealed(self, node: Node) -> bool:
        steps = chain(self.schemas.raw, node)
        return any(step.body.get("x-seal") == "sealed" for step in steps)

    def _is_list(self, node: Node) -> bool:
        steps = chain(self.schemas.raw, node)
        return any(step.body.get("type") == "array" for step in steps)
