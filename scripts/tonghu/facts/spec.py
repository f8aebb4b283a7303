"""What `schemas/facts.yml` says: which facts there are, and what each event does to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from tonghu.facts.predicate import Predicate, chosen, predicate


class Source(NamedTuple):
    """Where a new value comes from: an attribute of the event, or a fixed value."""

    attribute: str | None
    fixed: Any = None


@dataclass(frozen=True)
class FactSpec:
    """One fact: whether it is a list, its order from best to worst, and while what it holds."""

    name: str
    is_list: bool = False
    order: tuple[str, ...] = ()
    held_by: str | None = None
    stands_for: Mapping[str, tuple[str, ...]] | None = None
    only_while: Predicate | None = None
    each: Mapping[str, Predicate] | None = None


@dataclass(frozen=True)
class Effect:
    """What one kind of event does: (fact, source) pairs to set, add and drop."""

    sets: tuple[tuple[str, Source], ...] = ()
    adds: tuple[tuple[str, Source], ...] = ()
    drops: tuple[tuple[str, Source], ...] = ()
    where: tuple[tuple[str, Source], ...] = ()
    until: str | None = None
    sole: bool = False


Pairs = tuple[tuple[str, str], ...]
"""Kinds of event, each with the attribute that names an element."""


class Membership(NamedTuple):
    """A fact whose elements hold only while something does; what adds elements and drops them."""

    fact: str
    added: Pairs
    dropped: Pairs


@dataclass(frozen=True)
class Spec:
    """All facts in their order, the effects by kind of event, and the ages that matter."""

    facts: Mapping[str, FactSpec]
    effects: Mapping[str, Effect]
    lists: frozenset[str]
    ages: frozenset[int]

    @cached_property
    def memberships(self) -> tuple[Membership, ...]:
        """The facts that have a condition for each of their elements."""
        every = self.effects.items()
        return tuple(
            Membership(
                name,
                tuple((kind, named) for kind, e in every for named in _naming(name, e.adds)),
                tuple((kind, named) for kind, e in every for named in _naming(name, e.drops)),
            )
            for name, fact in self.facts.items()
            if fact.each
        )


def spec(data: Mapping[str, Any], options: Mapping[str, Any]) -> Spec:
    """The compiled specification of facts.yml with the options in force."""
    declared: Mapping[str, Any] = chosen(data["facts"], options)
    lists = frozenset(name for name, fact in declared.items() if fact.get("list"))
    facts = {name: _fact(name, fact, lists) for name, fact in declared.items()}
    effects = {kind: _effect(effect) for kind, effect in data["events"].items()}
    tests = [test for fact in facts.values() for test in _tests(fact)]
    ages = frozenset(age for test in tests for age in test.ages)
    return Spec(facts, {kind: e for kind, e in effects.items() if e != Effect()}, lists, ages)


def _naming(fact: str, pairs: Iterable[tuple[str, Source]]) -> Iterator[str]:
    """The attributes from which elements of a fact come."""
    for name, source in pairs:
        if name == fact and source.attribute is not None:
            yield source.attribute


def _fact(name: str, fact: Mapping[str, Any], lists: frozenset[str]) -> FactSpec:
    each = {value: predicate(part["while"], lists) for value, part in fact.get("each", {}).items()}
    stands_for = {key: tuple(values) for key, values in fact.get("stands_for", {}).items()}
    return FactSpec(
        name,
        bool(fact.get("list")),
        tuple(fact.get("order", ())),
        fact.get("held_by"),
        stands_for or None,
        predicate(fact["while"], lists) if "while" in fact else None,
        each or None,
    )


def _effect(effect: Mapping[str, Any]) -> Effect:
    return Effect(
        _pairs(effect.get("sets", {})),
        _pairs(effect.get("adds", {})),
        _pairs(effect.get("drops", {})),
        _pairs(effect.get("where", {})),
        effect.get("until"),
        bool(effect.get("sole")),
    )


def _pairs(written: Mapping[str, Any] | list[str]) -> tuple[tuple[str, Source], ...]:
    if isinstance(written, list):
        return tuple((name, Source(name)) for name in written)
    return tuple(
        (fact, Source(None, source["value"]) if isinstance(source, Mapping) else Source(source))
        for fact, source in written.items()
    )


def _tests(fact: FactSpec) -> list[Predicate]:
    return [*(fact.each or {}).values(), *([fact.only_while] if fact.only_while else [])]
