"""Conditions on facts, as people say them; the words are those of facts.yml."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tonghu.due.reasons import shown
from tonghu.facts.predicate import ABSENT, PRESENT

HERE = "…"
AND, OR, BOTH = "，", "，或者", "、"
ALL, ANY, NOT = "allOf", "anyOf", "not"
Facts = Mapping[str, Mapping[str, Any]]


def condition(selection: Mapping[str, Any], facts: Facts) -> str:
    """A selection whose options are chosen."""
    return AND.join(_part(name, wanted, facts) for name, wanted in selection.items())


def _part(name: str, wanted: Any, facts: Facts) -> str:
    if name in (ANY, ALL) and isinstance(wanted, list):
        return (OR if name == ANY else AND).join(condition(each, facts) for each in wanted)
    if name == NOT:
        return f"不是“{condition(wanted, facts)}”"
    fact = facts.get(name, {})
    return _fact(str(fact.get("title", name)), wanted, fact.get("said", {}))


def _fact(title: str, wanted: Any, said: Mapping[str, str]) -> str:
    if wanted == ABSENT:
        return f"没有{title}"
    if wanted == PRESENT:
        return said.get("any", f"有{title}")
    if isinstance(wanted, bool):
        return said.get("so" if wanted else "not_so", f"{title}：{shown(wanted)}")
    if isinstance(wanted, Mapping):
        return AND.join(_keyword(title, key, item, said) for key, item in wanted.items())
    values = wanted if isinstance(wanted, list) else [wanted]
    return _value(title, "或".join(map(shown, values)), said)


def _keyword(title: str, key: str, wanted: Any, said: Mapping[str, str]) -> str:
    bounds = {"minimum": ("from", 0), "exclusiveMinimum": ("from", 1)}
    limits = {"maximum": ("below", 1), "exclusiveMaximum": ("below", 0)}
    for told, adds in [table[key] for table in (bounds, limits) if key in table]:
        default = f"{title}不小于{HERE}" if told == "from" else f"{title}小于{HERE}"
        return said.get(told, default).replace(HERE, str(wanted + adds))
    if key == "minItems" and wanted == 1:
        return said.get("any", f"有{title}")
    contained = list(_contained({key: wanted}))
    if contained:
        together = BOTH.join(map(shown, contained)) + ("都" if len(contained) > 1 else "")
        return _value(title, together, said)
    return f"{title}（{json.dumps({key: wanted}, ensure_ascii=False)}）"


def _contained(wanted: Any) -> Iterator[Any]:
    """The values that a list must all have."""
    if isinstance(wanted, Mapping) and len(wanted) == 1:
        (key, inner), *_ = wanted.items()
        if key == "contains" and isinstance(inner, Mapping) and "const" in inner:
            yield inner["const"]
        elif key == ALL:
            for each in inner:
                yield from _contained(each)


def _value(title: str, value: str, said: Mapping[str, str]) -> str:
    return said.get("value", f"{title}：{HERE}").replace(HERE, value)
