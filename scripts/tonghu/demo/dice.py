"""Seeded chance that gives the same rolls on every machine and every version of Python."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

Thing = TypeVar("Thing")


class Dice:
    """Rolls that depend on nothing but the key they were made with.

    Only `random()` is used: of all methods it alone is promised never to change its sequence.
    """

    def __init__(self, *key: str | int) -> None:
        self._random = random.Random(":".join(map(str, key)))

    def below(self, number: int) -> int:
        """A whole number from 0 to one less than `number`."""
        return int(self._random.random() * number)

    def between(self, first: int, last: int) -> int:
        """A whole number from `first` to `last`."""
        return first + self.below(last - first + 1)

    def chance(self, percent: int) -> bool:
        """True in so many of a hundred cases."""
        return self.below(100) < percent

    def one(self, things: Sequence[Thing]) -> Thing:
        """One of several, all alike."""
        return things[self.below(len(things))]

    def weighted(self, weights: Mapping[Thing, int]) -> Thing:
        """One of several, each as often as its weight says."""
        roll = self.below(sum(weights.values()))
        for thing, weight in weights.items():
            roll -= weight
            if roll < 0:
                return thing
        raise ValueError("weights must be positive")
