"""Which children look like one and the same, found by what they have in common."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import astuple
from typing import Any

from tonghu.cache.store import Name, Row, Store
from tonghu.checks.twins import Trait, alike, keys
from tonghu.problem import Problem

Pair = tuple[Name, Name]
Pairs = dict[Pair, list[Problem] | None]
"""Two children, and the problems that say that they look alike; None where not worked out."""

Tell = Callable[[Trait, Trait], Iterable[Problem]]


def words(trait: Trait) -> list[str]:
    """The words by which a child is found that may look like this one."""
    return ["\n".join(key) for key in keys(trait)]


def trait_of(row: Row) -> Trait | None:
    """What a row keeps of a child."""
    found = json.loads(row.value)["trait"]
    return found and Trait._make((*found[:-1], tuple(found[-1])))


def answered(
    store: Store, again: Container[Name], traits: Mapping[Name, Trait], tell: Tell
) -> Pairs:
    """All pairs of the children as they are: those of the store, and of those looked at again."""
    found = {pair: told for pair, told in _pairs(store).items() if not _any(pair, again)}
    for pair, (one, other) in _found(store, again, traits).items():
        found[pair] = list(tell(one, other))
    for pair in [pair for pair, told in found.items() if told is None]:
        two = [trait for row in store.rows(pair) if (trait := trait_of(row))]
        found[pair] = list(tell(*two))
    return found


def lasting(
    store: Store,
    gone: Container[Name],
    traits: Mapping[Name, Trait],
    told: Mapping[Pair, list[Problem] | None],
    unsure: Container[Name],
) -> list[list[Any]]:
    """All pairs of the rows as they will be, told where none of the two is unsure."""
    found = {pair: known for pair, known in _pairs(store).items() if not _any(pair, gone)}
    found |= dict.fromkeys(_found(store, gone, traits))
    for pair in found:
        if pair in told and not _any(pair, unsure):
            found[pair] = told[pair]
    return [_plain(pair, known) for pair, known in sorted(found.items())]


def _pairs(store: Store) -> Pairs:
    return {
        ((pair[0], pair[1]), (pair[2], pair[3])): told and [Problem(*each) for each in told]
        for *pair, told in store.fixed.get("twins", ())
    }


def _plain(pair: Pair, told: list[Problem] | None) -> list[Any]:
    return [*pair[0], *pair[1], told and [list(astuple(problem)) for problem in told]]


def _found(
    store: Store, without: Container[Name], traits: Mapping[Name, Trait]
) -> dict[Pair, tuple[Trait, Trait]]:
    """The pairs with one of these children, among them and the other rows of the store."""
    every = dict(traits)
    for trait in traits.values():
        others = [name for word in words(trait) for name in store.having(word)]
        for row in store.rows(n for n in others if n not in without and n not in every):
            if known := trait_of(row):
                every[row.name] = known
    names = {trait: name for name, trait in every.items()}
    pairs = {}
    for two in alike(every.values()):
        one, other = sorted(two, key=lambda trait: names[trait])
        pair = names[one], names[other]
        if pair[0] in traits or pair[1] in traits:
            pairs[pair] = one, other
    return pairs


def _any(pair: Pair, names: Container[Name]) -> bool:
    return pair[0] in names or pair[1] in names
