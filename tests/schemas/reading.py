"""The schemas as data: every node, what it refers to, and what two validators say of a value."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, cast

import jsonschema_rs
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from referencing import Registry, Resource

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "schemas"
SCHEMAS: dict[str, dict[str, Any]] = {
    path.name.removesuffix(".schema.json"): json.loads(path.read_text(encoding="utf-8"))
    for path in sorted(FOLDER.glob("*.schema.json"))
}

NARROWS = {"pattern", "$ref", "x-warn"}
"""What a condition may add to a property that is explained elsewhere."""


class Place(NamedTuple):
    """A node of a schema, and the way to it."""

    file: str
    path: tuple[str, ...]
    node: dict[str, Any]


def places(file: str, node: Any, path: tuple[str, ...] = ()) -> Iterator[Place]:
    if isinstance(node, dict):
        yield Place(file, path, node)
        for key, inner in node.items():
            yield from places(file, inner, (*path, key))
    elif isinstance(node, list):
        for at, inner in enumerate(node):
            yield from places(file, inner, (*path, str(at)))


ALL = [place for file, schema in SCHEMAS.items() for place in places(file, schema)]


def target(file: str, node: dict[str, Any]) -> dict[str, Any]:
    """A node with what it refers to; its own words come first."""
    while "$ref" in node:
        other, _, pointer = node["$ref"].partition("#")
        file = other.removesuffix(".schema.json") or file
        found: Any = SCHEMAS[file]
        for step in pointer.split("/")[1:]:
            found = found[step]
        node = {**found, **{key: value for key, value in node.items() if key != "$ref"}}
    return node


def properties(files: tuple[str, ...]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every named property that says what it is, with where it stands."""
    for file, path, node in ALL:
        if file in files and "if" not in path:
            for name, body in node.get("properties", {}).items():
                if not set(body) <= NARROWS or "then" not in path:
                    yield f"{file}:{'/'.join(path)}/{name}", name, target(file, body)


def reference(name: str) -> Draft202012Validator:
    resources = [
        ((FOLDER / f"{other}.schema.json").as_uri(), Resource.from_contents(schema))
        for other, schema in SCHEMAS.items()
    ]
    registry: Registry[Any] = Registry().with_resources(resources)
    uri = (FOLDER / f"{name}.schema.json").as_uri()
    return Draft202012Validator({"$ref": uri}, registry=registry, format_checker=FormatChecker())


def accelerator(name: str) -> jsonschema_rs.Draft202012Validator:
    path = FOLDER / f"{name}.schema.json"
    return jsonschema_rs.Draft202012Validator(
        SCHEMAS[name], validate_formats=True, base_uri=path.as_uri()
    )


REFERENCE = {name: reference(name) for name in SCHEMAS}
ACCELERATOR = {name: accelerator(name) for name in SCHEMAS}


def told(error: ValidationError) -> str:
    """An error as the samples write it: where, which keyword, and what is missing."""
    where = "/".join(map(str, error.absolute_path))
    if "propertyNames" in error.absolute_schema_path:
        return f"{where} propertyNames".strip()
    missing = error.message.split("'")[1] if error.validator == "required" else ""
    return " ".join(filter(None, (where, str(error.validator), missing)))


def errors(name: str, data: object) -> list[str]:
    """What both validators say is wrong; they must agree on where."""
    found = list(REFERENCE[name].iter_errors(cast("Any", data)))
    fast = ACCELERATOR[name].iter_errors(data)
    paths = ["/".join(map(str, error.instance_path)) for error in fast]
    assert Counter(paths) == Counter("/".join(map(str, e.absolute_path)) for e in found)
    return sorted(map(told, found))
