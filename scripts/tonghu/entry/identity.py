"""Random names: a child's id with its check character, and the short refs of events."""

from __future__ import annotations

from collections.abc import Callable, Container

from stdnum import luhn

DIGITS = "0123456789"
LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ"
CROCKFORD = DIGITS + LETTERS  # none that is taken for another: no I, L, O, U
RANDOM = 6
SHORT = 4

Draw = Callable[[str], str]
"""Chooses one of the characters of a text; chance itself is the command line's."""


def child_id(draw: Draw) -> str:
    """A letter, five more random characters, and the character that shows a slip of the pen."""
    found = draw(LETTERS) + "".join(draw(CROCKFORD) for _ in range(RANDOM - 1))
    return str(found + luhn.calc_check_digit(found, CROCKFORD))


def is_child_id(text: str) -> bool:
    """Whether a text has the form of a child's id and the right check character."""
    shaped = len(text) == RANDOM + 1 and text[0] in LETTERS and all(c in CROCKFORD for c in text)
    return shaped and luhn.is_valid(text, CROCKFORD)


def ref(draw: Draw, taken: Container[str]) -> str:
    """A small letter and three more characters that name no other event here."""
    while True:
        letters = draw(LETTERS) + "".join(draw(CROCKFORD) for _ in range(SHORT - 1))
        if letters.lower() not in taken:
            return letters.lower()
