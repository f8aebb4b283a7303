"""The schemas of one home, read once: verdicts, explanations, and what else the schemas know."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tonghu.schema.node import (
    SUFFIX,
    Node,
    absolute,
    chain,
    properties,
    vocabulary,
    within,
    words,
)
from tonghu.schema.verdict import Shelf, Verdict, verdict

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jsonschema.protocols import Validator

    from tonghu.problem import Problem
    from tonghu.source import Document

FOLDER = "schemas"
BASE = "https://tonghu.invalid/schemas/"


class Schemas:
    """The schemas of one home by name; each compiled when first asked for."""

    def __init__(self, home: Path, raw: dict[str, dict[str, Any]]) -> None:
        self.home = home
        self._raw = raw
        self._verdicts: dict[str, Verdict] = {}
        self._conditions: dict[int, Verdict] = {}
        self._quick: dict[str, Any] = {}
        self._references: dict[str, Validator] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        """To another process go the schemas, not what was compiled of them."""
        return Schemas, (self.home, self._raw)

    @cached_property
    def shelf(self) -> Shelf:
        """All schemas by their addresses."""
        return {self.uri(name): schema for name, schema in self._raw.items()}

    def names(self) -> list[str]:
        """The names of all schemas."""
        return sorted(self._raw)

    def raw(self, name: str) -> dict[str, Any]:
        """A schema as it stands in its file."""
        return self._raw[name]

    def node(self, name: str) -> Node:
        """The root of a schema."""
        return Node(name, self._raw[name])

    def uri(self, name: str) -> str:
        """Where a schema stands, for references relative to it."""
        return str(self._raw[name].get("$id") or f"{BASE}{name}{SUFFIX}")

    def valid(self, name: str, data: object) -> bool:
        """Whether data satisfies a schema."""
        test = self._verdicts.get(name)
        if test is None:
            uri = self.uri(name)
            test = verdict(self._raw[name], uri, self.shelf, self._quick)
            self._verdicts[name] = test
        return test(data)

    def reference(self, name: str) -> Validator:
        """The validator that explains what is wrong."""
        from tonghu.schema.reference import validator

        if name not in self._references:
            self._references[name] = validator(self._raw[name], self.uri(name), self.shelf)
        return self._references[name]

    def holds(self, condition: Node, data: object) -> bool:
        """Whether data satisfies the condition of an `if`, which may refer to its own file."""
        test = self._conditions.get(id(condition.body))
        if test is None:
            uri = self.uri(condition.file)
            test = verdict(absolute(condition.body, uri), f"{uri}?if", self.shelf, self._quick)
            self._conditions[id(condition.body)] = test
        return test(data)

    def problems(self, name: str, document: Document) -> Iterator[Problem]:
        """What is wrong with a document, one problem for each fault, in the file's order."""
        if not self.valid(name, document.data):
            from tonghu.schema.explain import explain

            yield from explain(self, name, document)

    def kinds(self) -> dict[str, int]:
        """The kinds of event, each with its place in the order of one day."""
        kinds = Node("event", self._raw["event"]["$defs"]["kind"])
        return {kind: place for place, kind in enumerate(words(self.raw, kinds))}

    def option_defaults(self) -> dict[str, Any]:
        """The value of every option that settings do not mention."""
        options = properties(self.raw, self.node("settings"))["options"]
        return {
            name: step.body["default"]
            for name, option in properties(self.raw, options).items()
            for step in chain(self.raw, option)
            if "default" in step.body
        }

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The schemas' own words: their keys, and the values that they list."""
        return frozenset(word for body in self._raw.values() for word in vocabulary(body))

    def key_order(self, name: str) -> list[str]:
        """The keys of a record in the order in which they are written."""
        return list(properties(self.raw, self.node(name)))

    def event_keys(self, name: str = "event") -> list[str]:
        """The attributes of the events in a record, in the order in which they are written."""
        event = self._raw[name].get("$defs", {}).get("event", self._raw[name])
        return list(properties(self.raw, Node(name, event)))

    def sealed(self, name: str) -> set[str]:
        """The attributes that may stand only in a sealed half."""
        return {
            key
            for key, place in within(self.raw, self.node(name), set())
            if any(step.body.get("x-seal") == "sealed" for step in chain(self.raw, place))
        }


def load_schemas(home: Path) -> Schemas:
    """The schemas below a home; OSError if there are none, ValueError if one is no JSON."""
    raw = {}
    for path in sorted((home / FOLDER).glob(f"*{SUFFIX}")):
        try:
            raw[path.name.removesuffix(SUFFIX)] = json.loads(path.read_bytes())
        except ValueError as error:
            raise ValueError(f"{FOLDER}/{path.name} 不是正确的 JSON：{error}") from None
    if not raw:
        raise FileNotFoundError(f"{home / FOLDER} 里没有 *{SUFFIX}")
    return Schemas(home, raw)
