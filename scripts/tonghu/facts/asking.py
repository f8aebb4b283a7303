"""What a condition may ask of a value: the JSON Schema that can be read one way only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

ONE = ("not", "if", "then", "else", "contains", "items")
SEVERAL = ("allOf", "anyOf", "oneOf", "prefixItems")
COUNTS = ("minItems", "maxItems", "minContains", "maxContains", "minLength", "maxLength")
BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
TYPES = ("string", "integer", "number", "boolean", "array", "object", "null")
ADDS_ONE = {"exclusiveMinimum": 1, "maximum": 1, "minimum": 0, "exclusiveMaximum": 0}
OF_AGE = (*BOUNDS, "const", "enum", "allOf", "anyOf", "oneOf", "not")


def selection_of(selection: Any) -> Mapping[str, Any]:
    """A selection: facts by name; ValueError if it is something else."""
    if not isinstance(selection, Mapping) or not all(isinstance(name, str) for name in selection):
        raise ValueError("a condition names facts")
    return selection


def asked(wanted: Any) -> Any:
    """What is asked of a fact, as it is; ValueError if no value could be told to fit it."""
    if isinstance(wanted, Mapping):
        _schema(wanted)
    elif wanted is None or wanted == [] or not _plain(wanted):
        raise ValueError("a fact is compared with a value or a list of values")
    return wanted


def _plain(wanted: Any) -> bool:
    each = wanted if isinstance(wanted, list) else [wanted]
    return not any(value is None or isinstance(value, (list, Mapping)) for value in each)


def _schema(schema: Any) -> None:
    """ValueError if this is no JSON Schema of the keywords that conditions know."""
    if not isinstance(schema, Mapping):
        raise ValueError("what is asked of a value is a mapping")
    for key, value in schema.items():
        if key in ONE:
            _schema(value)
        elif key in SEVERAL and isinstance(value, list) and value:
            for each in value:
                _schema(each)
        elif not _fits(key, value):
            raise ValueError("an unknown keyword, or one with a value of the wrong kind")


def _fits(key: str, value: Any) -> bool:
    """Whether a keyword that holds no schema has a value that it can have."""
    match key:
        case "const":
            return value is not None
        case "enum":
            return isinstance(value, list) and bool(value)
        case "type":
            each = value if isinstance(value, list) else [value]
            return bool(each) and all(one in TYPES for one in each)
        case "pattern":
            return isinstance(value, str) and _expression(value)
        case "uniqueItems":
            return isinstance(value, bool)
    if key in COUNTS:
        return _whole(value) and value >= 0
    return key in BOUNDS and isinstance(value, (int, float)) and not isinstance(value, bool)


def _expression(text: str) -> bool:
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError):
        return False
    return True


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def thresholds(wanted: Any) -> set[int]:
    """The ages at which a condition on age may change; ValueError if one is no whole number."""
    if _whole(wanted):
        return {wanted, wanted + 1}
    if isinstance(wanted, list):
        return set().union(*(thresholds(item) for item in wanted))
    if not isinstance(wanted, Mapping):
        raise ValueError("an age is a whole number")
    found: set[int] = set()
    for key, item in wanted.items():
        if key not in OF_AGE or (key in BOUNDS and not _whole(item)):
            raise ValueError("an age is compared with whole numbers")
        found |= {item + ADDS_ONE[key]} if key in BOUNDS else thresholds(item)
    return found
