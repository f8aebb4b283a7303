"""The small language of selections: JSON Schema over facts, with four shorthands."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tonghu.facts.asking import asked, selection_of, thresholds
from tonghu.schema import tester

KEYWORDS = ("allOf", "anyOf", "oneOf", "not", "if", "then", "else")
PRESENT = "present"
ABSENT = "absent"
AGE = "age"
SEVERAL = ("allOf", "anyOf", "oneOf")


def chosen(value: Any, options: Mapping[str, Any]) -> Any:
    """`value` with every `{option: name}` replaced by the setting, or by what it selects.

    KeyError names an option, or a choice for its value, that does not exist.
    """
    if isinstance(value, Mapping):
        if "option" in value:
            setting = options[value["option"]]
            return chosen(value[str(setting)], options) if len(value) > 1 else setting
        return {key: chosen(item, options) for key, item in value.items()}
    if isinstance(value, list):
        return [chosen(item, options) for item in value]
    return value


@dataclass
class Predicate:
    """A compiled selection; `holds` is asked with the values of `reads`, in that order."""

    reads: tuple[str, ...]
    schema: Mapping[str, Any]
    ages: frozenset[int]
    _test: Callable[[object], bool] = field(repr=False)
    _memo: dict[tuple[Any, ...], bool] = field(default_factory=dict, repr=False)

    def holds(self, values: tuple[Any, ...]) -> bool:
        """Whether facts with these values (None or empty where absent) are selected."""
        known = self._memo.get(values)
        if known is None:
            known = self._memo[values] = self._test(_plain(self.reads, values))
        return known


def _plain(names: tuple[str, ...], values: tuple[Any, ...]) -> dict[str, Any]:
    pairs = zip(names, values, strict=True)
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in pairs
        if value is not None and value != ()
    }


def predicate(selection: Mapping[str, Any], lists: frozenset[str]) -> Predicate:
    """Compile a selection whose options are already chosen; `lists` are list-valued facts.

    ValueError if it is none that can be read.
    The same selection is compiled once, so that what it selects is worked out once a subject.
    """
    return _compiled(json.dumps(selection, ensure_ascii=False, sort_keys=True), lists)


@cache
def _compiled(text: str, lists: frozenset[str]) -> Predicate:
    selection = json.loads(text)
    names: list[str] = []
    ages: set[int] = set()
    schema = _expand(selection, lists, names, ages)
    return Predicate(tuple(dict.fromkeys(names)), schema, frozenset(ages), tester(schema))


def _expand(
    selection: Any, lists: frozenset[str], names: list[str], ages: set[int]
) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "object"}
    parts: list[dict[str, Any]] = []
    for name, wanted in selection_of(selection).items():
        if name in KEYWORDS:
            parts.append(_keyword(name, wanted, lists, names, ages))
            continue
        names.append(name)
        if wanted == ABSENT:
            parts.append({"not": {"required": [name]}})
            continue
        schema.setdefault("required", []).append(name)
        if wanted != PRESENT:
            schema.setdefault("properties", {})[name] = _value(asked(wanted), name in lists)
            if name == AGE:
                ages |= thresholds(wanted)
    return {**schema, "allOf": parts} if parts else schema


def _keyword(
    name: str, wanted: Any, lists: frozenset[str], names: list[str], ages: set[int]
) -> dict[str, Any]:
    if name in SEVERAL:
        if not isinstance(wanted, list) or not wanted:
            raise ValueError("several conditions are a list")
        return {name: [_expand(part, lists, names, ages) for part in wanted]}
    inner: list[str] = []
    schema = {name: _expand(wanted, lists, inner, ages)}
    names.extend(inner)
    if name != "not":
        return schema
    named = sorted({read for read in inner if not _asks_presence(wanted, read)})
    return {"allOf": [schema, {"required": named}]}  # a fact that is absent satisfies nothing (A35)


def _asks_presence(selection: Any, name: str) -> bool:
    return isinstance(selection, Mapping) and selection.get(name) in (PRESENT, ABSENT)


def _value(wanted: Any, is_list: bool) -> dict[str, Any]:
    if isinstance(wanted, Mapping):
        return dict(wanted)
    if isinstance(wanted, list):
        return {"contains": {"enum": wanted}} if is_list else {"enum": wanted}
    return {"contains": {"const": wanted}} if is_list else {"const": wanted}
