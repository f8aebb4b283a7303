"""Which values attributes and facts may have, as the schemas and facts.yml list them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from tonghu.facts.spec import Spec
from tonghu.record.subject import CHILD, WORKER
from tonghu.schema import Schemas
from tonghu.schema.node import Node, chain, words
from tonghu.schema.view import View, Where

TRUTHS = (True, False)


class Words:
    """The attributes of every kind of event, the values listed for them, and for every fact."""

    def __init__(self, schemas: Schemas, spec: Spec) -> None:
        self.schemas = schemas
        self.spec = spec
        self._views: dict[tuple[str, str], tuple[View, Where]] = {}
        self._attributes: dict[tuple[str, str], list[str]] = {}

    def attributes(self, subject: str, kind: str) -> list[str]:
        """The attributes that an event of a kind may have."""
        if (subject, kind) not in self._attributes:
            view, where = self._view(subject, kind)
            self._attributes[subject, kind] = view.keys(where)
        return self._attributes[subject, kind]

    def values(self, subject: str, kind: str, attribute: str) -> tuple[Any, ...]:
        """The values that the schema lists for an attribute; none where it lists none."""
        view, where = self._view(subject, kind)
        nodes = view.nodes((*where, attribute))
        return tuple(dict.fromkeys(value for node in nodes for value in self._listed(node)))

    @cached_property
    def of_facts(self) -> dict[str, tuple[Any, ...]]:
        """The values that each fact may have; none where nothing lists them."""
        found: dict[str, dict[Any, None]] = {name: {} for name in self.spec.facts}
        for kind, effect in self.spec.effects.items():
            for fact, source in (*effect.sets, *effect.adds):
                listed: tuple[Any, ...] = (source.fixed,)
                if source.attribute:
                    listed = self.values(CHILD, kind, source.attribute)
                found.setdefault(fact, {}).update(
                    dict.fromkeys(value for value in listed if value is not None)
                )
        for name, spec in self.spec.facts.items():
            for short, meant in (spec.stands_for or {}).items():
                found[name].pop(short, None)
                found[name] |= dict.fromkeys(meant)
        return {name: tuple(values) for name, values in found.items()}

    def _listed(self, node: Node) -> Iterator[Any]:
        for step in chain(self.schemas.raw, node):
            if isinstance(step.body.get("items"), Mapping):
                yield from words(self.schemas.raw, step.sub(step.body["items"]))
            if step.body.get("type") == "boolean":
                yield from TRUTHS
            yield from words(self.schemas.raw, step)

    def _view(self, subject: str, kind: str) -> tuple[View, Where]:
        """The schema laid over an event of a kind, and where in the record the event stands."""
        if (subject, kind) not in self._views:
            event: dict[str, Any] = {"event": kind}
            if subject == CHILD:
                self._views[subject, kind] = View(self.schemas, "event", event), ()
            elif subject == WORKER:
                team = {"workers": [{"timeline": [event]}]}
                where: Where = ("workers", 0, "timeline", 0)
                self._views[subject, kind] = View(self.schemas, "team", team), where
            else:
                place = View(self.schemas, "place", {"timeline": [event]})
                self._views[subject, kind] = place, ("timeline", 0)
        return self._views[subject, kind]
