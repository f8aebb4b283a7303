"""Identities: numbers of children that never repeat, and short names of records."""

from __future__ import annotations

from stdnum import luhn

from tonghu.demo.dice import Dice
from tonghu.entry.identity import CROCKFORD, LETTERS, ref

BITS = 25
ROOM = 1 << BITS
"""As many numbers as five characters can tell apart."""


def child_id(seed: int, index: int) -> str:
    """The number of one child: looks like chance, and differs for every index."""
    number = _mixed(seed, index)
    dice = Dice(seed, "letter", index)
    text = dice.one(LETTERS) + "".join(
        CROCKFORD[number >> shift & 31] for shift in (20, 15, 10, 5, 0)
    )
    return text + luhn.calc_check_digit(text, CROCKFORD)


def _mixed(seed: int, index: int) -> int:
    """A one-to-one shuffle of the numbers below ROOM."""
    number = (index + seed * 7919) % ROOM
    for factor in (0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35):
        number = number * factor % ROOM
        number ^= number >> 13
    return number


def short_name(dice: Dice, taken: set[str]) -> str:
    """A short name that is not yet taken; takes it."""
    name = ref(dice.one, taken)
    taken.add(name)
    return name
