"""The form of a public key of age: bech32, whose last six characters check all the others."""

from __future__ import annotations

ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
PREFIX = "age"
BITS, CHECK = 256, 6
LENGTH = -(-BITS // 5)
FACTORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
"""The generator of the checksum, as BIP 173 has it."""


def is_recipient(text: str) -> bool:
    """Whether a text is an age public key in small letters, its check characters included."""
    head, _, rest = text.rpartition("1")
    if head != PREFIX or len(rest) != LENGTH + CHECK or not set(rest) <= set(ALPHABET):
        return False
    values = [ALPHABET.index(letter) for letter in rest]
    unused = (1 << (LENGTH * 5 - BITS)) - 1
    return not values[LENGTH - 1] & unused and _sum([*_spread(PREFIX), *values]) == 1


def _spread(prefix: str) -> list[int]:
    return [ord(each) >> 5 for each in prefix] + [0] + [ord(each) & 31 for each in prefix]


def _sum(values: list[int]) -> int:
    found = 1
    for value in values:
        top = found >> 25
        found = (found & 0x1FFFFFF) << 5 ^ value
        for bit, factor in enumerate(FACTORS):
            found ^= factor if top >> bit & 1 else 0
    return found
