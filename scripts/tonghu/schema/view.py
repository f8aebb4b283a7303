"""Which schema nodes speak about a place in some data: its titles, words, keys and class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from tonghu.schema.node import Node, chain, words
from tonghu.schema.pattern import ecma

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tonghu.schema.book import Schemas

Where = tuple[str | int, ...]
ABSENT = object()
SHAPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}
_NAMING = frozenset({"properties", "propertyNames", "additionalProperties"})


class Branch(NamedTuple):
    """An `if … then …`: the keys tested and their values, the keys asked for, what follows."""

    tests: dict[str, list[Any]]
    asked: list[str]
    then: Node


class View:
    """A schema laid over data; what it found is kept while one document is explained."""

    def __init__(self, book: Schemas, name: str, data: object) -> None:
        self.book = book
        self.name = name
        self.data = data
        self._nodes: dict[Where, list[Node]] = {}
        self._branches: dict[Where, list[Branch]] = {}
        self._names: dict[int, tuple[list[Any], list[Any]]] = {}

    def value(self, where: Where) -> Any:
        """The data at a place, ABSENT if there is none."""
        value: Any = self.data
        for step in where:
            if isinstance(value, dict):
                value = value.get(step, ABSENT)
            elif isinstance(value, list) and isinstance(step, int) and step < len(value):
                value = value[step]
            else:
                return ABSENT
        return value

    def nodes(self, where: Where) -> list[Node]:
        """Every node that applies to a place, the plainest first."""
        if where not in self._nodes:
            value = self.value(where)
            self._nodes[where] = (
                self.below(self.nodes(where[:-1]), where[-1], value)
                if where
                else list(self._applied(self.book.node(self.name), value))
            )
        return self._nodes[where]

    def below(self, nodes: list[Node], step: str | int, value: object = ABSENT) -> list[Node]:
        """The nodes that apply one step below some others, to a value if there is one."""
        start = [found for node in nodes for found in self._step(node, step)]
        return [found for node in start for found in self._applied(node, value)]

    def _step(self, node: Node, step: str | int) -> Iterator[Node]:
        body = node.body
        if isinstance(step, int):
            if isinstance(body.get("items"), Mapping):
                yield node.sub(body["items"])
            return
        if step in body.get("properties", {}):
            yield node.sub(body["properties"][step])
            return
        for pattern, inner in body.get("patternProperties", {}).items():
            if ecma(pattern).search(step):
                yield node.sub(inner)
                return
        if isinstance(body.get("additionalProperties"), Mapping):
            yield node.sub(body["additionalProperties"])

    def _applied(self, node: Node, value: object) -> Iterator[Node]:
        for step in chain(self.book.raw, node):
            yield step
            parts = [step.sub(part) for part in step.body.get("allOf", ())]
            for many in ("anyOf", "oneOf"):
                some = [step.sub(part) for part in step.body.get(many, ())]
                parts += [part for part in some if self.suits(part, value)]
            if "if" in step.body:
                branch = "then" if self._holds(step.sub(step.body["if"]), value) else "else"
                parts.append(step.sub(step.body.get(branch)))
            for part in parts:
                yield from self._applied(part, value)

    def owner(self, where: Where, body: Mapping[str, Any]) -> Node:
        """The node of a place that has this body, so that its references can be followed."""
        found = (node for node in self.nodes(where) if node.body is body)
        return next(found, Node(self.name, body))

    def suits(self, node: Node, value: object) -> bool:
        """Whether a value has one of the shapes that a node allows."""
        for step in chain(self.book.raw, node):
            shapes = step.body.get("type", ())
            names = [shapes] if isinstance(shapes, str) else shapes
            if names and value is not ABSENT:
                return any(type(value) in SHAPES[name] for name in names)
        return True

    def _holds(self, condition: Node, value: object) -> bool:
        about_keys = not condition.body.keys().isdisjoint(("properties", "required"))
        if value is ABSENT or (about_keys and not isinstance(value, dict)):
            return False
        return self.book.holds(condition, value)

    def first(self, where: Where, *keywords: str) -> Any:
        """What the nodes of a place say first under one of some keywords, or None."""
        for keyword in keywords:
            for node in self.nodes(where):
                if keyword in node.body:
                    return node.body[keyword]
        return None

    def title(self, where: Where) -> str:
        """What the schema calls a place, in Chinese; empty if it does not say."""
        return str(self.first(where, "title") or "")

    def privacy(self, where: Where) -> str | None:
        """The strictest class of the nearest place, going outwards, that has one."""
        for length in range(len(where), -1, -1):
            found = [node.body.get("x-class") for node in self.nodes(where[:length])]
            if any(found):
                return max(str(one) for one in found if one)
        return None

    def keys(self, where: Where) -> list[str]:
        """The keys that a mapping may have where it stands, as its other keys are."""
        nodes = self.nodes(where)
        named = [node for node in nodes if not _NAMING.isdisjoint(node.body)]
        found = dict.fromkeys(key for node in named for key in node.body.get("properties", ()))
        return [key for key in found if not any(self.forbids(node, key) for node in named)]

    def forbids(self, node: Node, key: str) -> bool:
        """Whether a node itself rules out a key."""
        own = node.body.get("properties", {})
        if key in own:
            return own[key] is False
        if "propertyNames" in node.body:
            names, others = self._named(node)
            if (names and key not in names) or key in others:
                return True
        patterns = node.body.get("patternProperties", ())
        closed = node.body.get("additionalProperties") is False
        return closed and not any(ecma(pattern).search(key) for pattern in patterns)

    def _named(self, node: Node) -> tuple[list[Any], list[Any]]:
        """The keys that a node allows, all if it lists none, and those that it rules out."""
        if id(node.body) not in self._names:
            rule = node.sub(node.body["propertyNames"])
            names = words(self.book.raw, rule)
            others = words(self.book.raw, rule.sub(rule.body.get("not")))
            self._names[id(node.body)] = names, others
        return self._names[id(node.body)]

    def branches(self, where: Where) -> list[Branch]:
        """Each `if … then …` that stands at a place, whether it applies or not."""
        if where not in self._branches:
            nodes = (node for node in self.nodes(where) if "if" in node.body)
            self._branches[where] = [self._branch(node) for node in nodes]
        return self._branches[where]

    def _branch(self, node: Node) -> Branch:
        condition = node.body["if"]
        listed = {
            key: words(self.book.raw, node.sub(test))
            for key, test in condition.get("properties", {}).items()
        }
        tests = {key: values for key, values in listed.items() if values}
        asked = [key for key in condition.get("required", ()) if key not in tests]
        return Branch(tests, asked, node.sub(node.body.get("then")))

    def applies(self, where: Where, branch: Branch) -> bool:
        """Whether a branch applies to the data."""
        return any(node.body is branch.then.body for node in self.nodes(where))

    def elsewhere(self, where: Where, key: str) -> Node | None:
        """A key of the mapping at a place that another kind may have."""
        own = [node for node in self.nodes(where) if key in node.body.get("properties", ())]
        there = [
            branch.then
            for branch in self.branches(where)
            if key in branch.then.body.get("properties", ())
        ]
        found = next(iter(own + there), None)
        return found and found.sub(found.body["properties"][key])

    def deciding(self, where: Where) -> set[str]:
        """The keys whose values decide what else a mapping may have, such as the kind."""
        return {key for branch in self.branches(where) for key in branch.tests}

    def kind(self, where: Where) -> str | None:
        """The value that decides what else the mapping may have, if the schema lists it."""
        for branch in self.branches(where):
            for key, values in branch.tests.items():
                value = self.value((*where, key))
                if isinstance(value, str) and value in values:
                    return value
        return None
