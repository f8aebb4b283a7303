"""A schema node with the file it stands in, so that references can be followed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

Files = Callable[[str], Mapping[str, Any]]
SUFFIX = ".schema.json"
_MANY = ("allOf", "anyOf", "oneOf", "prefixItems")
_ONE = ("if", "then", "else", "items", "additionalProperties", "contains", "not")
_NAMED = ("properties", "patternProperties", "$defs", "dependentSchemas")


class Node(NamedTuple):
    """One node of a schema, and the name of its file."""

    file: str
    body: Mapping[str, Any]

    def sub(self, body: object) -> Node:
        """A node within the same file; `true` and `false` say nothing."""
        return Node(self.file, body if isinstance(body, Mapping) else {})


def name_of(uri: str) -> str:
    """The name of the schema that a reference means: only the file name counts."""
    return uri.rpartition("/")[2].removesuffix(SUFFIX)


def follow(files: Files, node: Node) -> Node | None:
    """What the node's `$ref` means, or None without one."""
    reference = node.body.get("$ref")
    if not isinstance(reference, str):
        return None
    uri, _, pointer = reference.partition("#")
    file = name_of(uri) if uri else node.file
    body: Any = files(file)
    for step in pointer.split("/")[1:]:
        step = step.replace("~1", "/").replace("~0", "~")
        body = body[int(step)] if isinstance(body, list) else body[step]
    return Node(file, body)


def chain(files: Files, node: Node) -> Iterator[Node]:
    """The node and what it refers to, and so on."""
    step: Node | None = node
    while step is not None:
        yield step
        step = follow(files, step)


def words(files: Files, node: Node) -> list[Any]:
    """The values that a node lists, as `enum`, or as `const` of its alternatives."""
    for step in chain(files, node):
        if "enum" in step.body:
            return list(step.body["enum"])
        if "const" in step.body:
            return [step.body["const"]]
        for many in ("oneOf", "anyOf"):
            found = [words(files, step.sub(item)) for item in step.body.get(many, ())]
            if found and all(found):
                return [word for group in found for word in group]
    return []


def properties(files: Files, node: Node) -> dict[str, Node]:
    """The named properties of a node in their order; the first word on each counts."""
    found: dict[str, Node] = {}
    for step in chain(files, node):
        for name, body in step.body.get("properties", {}).items():
            found.setdefault(name, step.sub(body))
        for part in step.body.get("allOf", ()):
            for name, inner in properties(files, step.sub(part)).items():
                found.setdefault(name, inner)
    return found


def within(files: Files, node: Node, seen: set[int]) -> Iterator[tuple[str, Node]]:
    """Every named property anywhere in a node and in what it refers to."""
    if id(node.body) in seen:
        return
    seen.add(id(node.body))
    for name, body in node.body.get("properties", {}).items():
        yield name, node.sub(body)
    for child in children(node):
        yield from within(files, child, seen)
    target = follow(files, node)
    if target:
        yield from within(files, target, seen)


def children(node: Node) -> Iterator[Node]:
    """The schemas directly within a node, except definitions that nothing refers to."""
    for key in _MANY:
        yield from (node.sub(item) for item in node.body.get(key, ()))
    for key in _ONE:
        if key in node.body:
            yield node.sub(node.body[key])
    for key in _NAMED:
        if key != "$defs":
            yield from (node.sub(item) for item in node.body.get(key, {}).values())


def vocabulary(body: Any) -> Iterator[str]:
    """Every key that a schema names, its titles, and every text that it lists as a value."""
    if isinstance(body, list):
        for item in body:
            yield from vocabulary(item)
    elif isinstance(body, Mapping):
        yield from body.get("properties", ())
        listed = [*body.get("enum", ()), body.get("const"), body.get("title")]
        yield from (word for word in listed if isinstance(word, str))
        for item in body.values():
            yield from vocabulary(item)


def absolute(body: Any, uri: str) -> Any:
    """A part of a schema that can stand alone: its references name the file they mean."""
    if isinstance(body, list):
        return [absolute(item, uri) for item in body]
    if not isinstance(body, Mapping):
        return body
    copy = {key: absolute(value, uri) for key, value in body.items()}
    reference = copy.get("$ref")
    if isinstance(reference, str) and reference.startswith("#"):
        copy["$ref"] = uri + reference
    return copy
