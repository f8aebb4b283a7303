"""What the reference validator found, as faults: each one thing, at one place."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from tonghu.schema.node import words
from tonghu.schema.pattern import ecma
from tonghu.schema.view import SHAPES, Where

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jsonschema.exceptions import ValidationError

    from tonghu.schema.view import View

REQUIRED = "required"
UNKNOWN_KEY = "unknown-key"
OTHER_KIND = "other-kind"
KEY_PATTERN = "key-pattern"
ON_KEYS = frozenset({UNKNOWN_KEY, OTHER_KIND, KEY_PATTERN})


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where, what it is called, and what the schema says there.

    `key` is the key of the mapping at `where` that is missing or not allowed.
    """

    where: Where
    what: str
    key: str | None = None
    limit: Any = None
    body: Mapping[str, Any] = field(default_factory=dict, hash=False, compare=False)

    @property
    def place(self) -> Where:
        """The value that is wrong."""
        return self.where if self.key is None else (*self.where, self.key)


# What the faults of values are called, by the keyword that finds them.
SIMPLE = {
    "type": "type",
    "const": "enum",
    "enum": "enum",
    "format": "format",
    "pattern": "pattern",
    "minLength": "length",
    "maxLength": "length",
    "minimum": "range",
    "maximum": "range",
    "exclusiveMinimum": "range",
    "exclusiveMaximum": "range",
    "multipleOf": "range",
    "minItems": "min-items",
    "maxItems": "max-items",
    "uniqueItems": "duplicate",
    "minProperties": "min-keys",
    "maxProperties": "max-keys",
    "contains": "contains",
}


def faults(view: View, error: ValidationError) -> Iterator[Fault]:
    """The faults that one error of the reference stands for."""
    where: Where = tuple(error.absolute_path)
    keyword, limit, given = str(error.validator), _any(error.validator_value), _any(error.instance)
    body = _body(error)
    if error.schema is False:  # its path ends at the mapping, not at the value
        yield from _forbidden(view, where)
    elif isinstance(given, str) and isinstance(view.value(where), dict):
        yield _key_fault(view, where, given, keyword, body)
    elif keyword == "required":
        yield from (Fault(where, REQUIRED, key, body=body) for key in limit if key not in given)
    elif keyword == "dependentRequired":
        asked = {key for cause, keys in limit.items() if cause in given for key in keys}
        yield from (Fault(where, REQUIRED, key) for key in sorted(asked) if key not in given)
    elif keyword in ("additionalProperties", "unevaluatedProperties"):
        extra = (key for key in given if not _named(view, where, key, body))
        yield from (_key_fault(view, where, key, keyword, body) for key in extra)
    elif keyword in ("anyOf", "oneOf") and error.context:
        yield from _alternatives(view, error)
    elif keyword == "uniqueItems":
        yield Fault((*where, _repeated(given)), "duplicate", body=body)
    elif keyword in ("enum", "const") and not isinstance(given, str | int | float):
        listed = limit if keyword == "enum" else [limit]
        yield Fault(where, "type", limit={"type": _shapes(listed)}, body=body)
    else:
        yield Fault(where, SIMPLE.get(keyword, "other"), limit={keyword: limit}, body=body)


def _forbidden(view: View, where: Where) -> Iterator[Fault]:
    value = view.value(where)
    for key in value if isinstance(value, dict) else ():
        if any(node.body.get("properties", {}).get(key) is False for node in view.nodes(where)):
            yield Fault(where, OTHER_KIND, key)


def _shapes(listed: list[Any]) -> list[str]:
    """The shapes of some words."""
    found = {name: None for word in listed for name, kind in SHAPES.items() if type(word) in kind}
    return ["integer"] if list(found) == ["integer", "number"] else list(found)


def _key_fault(view: View, where: Where, key: str, keyword: str, body: Mapping[str, Any]) -> Fault:
    if keyword in ("pattern", "minLength", "maxLength"):
        return Fault(where, KEY_PATTERN, key, body=body)
    return Fault(where, OTHER_KIND if view.elsewhere(where, key) else UNKNOWN_KEY, key, body=body)


def _named(view: View, where: Where, key: str, body: Mapping[str, Any]) -> bool:
    """Whether a closed mapping names a key (only there, or anywhere if it is to be evaluated)."""
    bodies = [node.body for node in view.nodes(where)] if "unevaluatedProperties" in body else []
    return any(
        key in one.get("properties", ())
        or any(ecma(pattern).search(key) for pattern in one.get("patternProperties", ()))
        for one in (body, *bodies)
    )


def _repeated(items: list[Any]) -> int:
    seen = set()
    for at, item in enumerate(items):
        text = json.dumps(item, sort_keys=True)
        if text in seen:
            return at
        seen.add(text)
    return 0


def _alternatives(view: View, error: ValidationError) -> Iterator[Fault]:
    """The faults of the alternative that was most likely meant."""
    where: Where = tuple(error.absolute_path)
    context = sorted(error.context or (), key=lambda one: int(one.schema_path[0]))
    branches = [list(group) for _, group in groupby(context, lambda one: one.schema_path[0])]
    shaped = [branch for branch in branches if not _wrong(branch, ("type",))]
    meant = [branch for branch in shaped if not _wrong(branch, ("const", "enum"))]
    if not shaped:
        yield Fault(where, "type", limit={"type": _types(context)}, body=_body(error))
    elif not meant and len(shaped) > 1:
        listed = words(view.book.raw, view.owner(where, _body(error)))
        yield Fault(where, "enum", limit={"enum": listed}, body=_body(error))
    else:
        best = min(meant or shaped, key=lambda branch: (len(branch), -_depth(branch)))
        found = [fault for one in best for fault in faults(view, one)]
        if len(meant) > 1 and all(fault.place == where for fault in found):
            yield replace(found[0], body=_body(error))  # the words that speak of all of them
        else:
            yield from found


def _any(value: object) -> Any:
    return value


def _body(error: ValidationError) -> Mapping[str, Any]:
    return error.schema if isinstance(error.schema, dict) else {}


def _wrong(branch: list[ValidationError], keywords: tuple[str, ...]) -> bool:
    return any(not one.path and one.validator in keywords for one in branch)


def _depth(branch: list[ValidationError]) -> int:
    return max(len(one.path) for one in branch)


def _types(context: list[ValidationError]) -> list[str]:
    """All shapes that the alternatives would take."""
    found = [_any(one.validator_value) for one in context if one.validator == "type"]
    lists = [[types] if isinstance(types, str) else types for types in found]
    return list(dict.fromkeys(name for names in lists for name in names))
