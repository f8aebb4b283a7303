"""Which events meet a duty: those its page names, or those that give a fact that must hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tonghu.due.engine import Rules
from tonghu.duty.model import Duty, Matcher
from tonghu.facts.predicate import Predicate
from tonghu.facts.spec import Spec


def means(rules: Rules, givers: Mapping[str, str]) -> dict[str, tuple[Matcher, ...]]:
    """Duty id → matchers; `givers` names for a fact the event that gives it."""
    return {duty.id: duty.do or _giving(duty, rules.spec, givers) for duty in rules.duties}


def _giving(duty: Duty, spec: Spec, givers: Mapping[str, str]) -> tuple[Matcher, ...]:
    assert duty.holds is not None
    return tuple(
        Matcher(givers[fact], tuple(_wanted(duty.holds, spec, fact, givers[fact])))
        for fact in duty.holds.reads
    )


def _wanted(test: Predicate, spec: Spec, fact: str, kind: str) -> list[tuple[str, tuple[Any, ...]]]:
    """The attribute that sets the fact, with the values that the condition names."""
    source = dict(spec.effects[kind].adds)[fact]
    inner = test.schema.get("properties", {}).get(fact, {}).get("contains", {})
    values = inner.get("enum", [inner["const"]] if "const" in inner else [])
    return [(source.attribute, tuple(values))] if source.attribute and values else []
