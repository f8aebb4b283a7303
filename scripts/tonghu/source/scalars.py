"""What a plain scalar means: the few forms all YAML parsers agree on, and those they do not."""

from __future__ import annotations

import re

INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
FLOAT = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+")
WORDS: dict[str, bool | None] = {"": None, "null": None, "true": True, "false": False}
MOST_DIGITS = 15  # a longer integer loses its last digits in JSON and in JavaScript
LONGEST_FLOAT = 40  # a much longer one is infinite

AMBIGUOUS = re.compile(
    r"""
      y(?:es)? | no? | on | off | true | false | null | ~ | = | <<     # words of YAML 1.1
    | [-+]? \.? [0-9] [0-9_]* (?: : [0-9_]+ )* (?: \. [0-9_]* )? (?: e [-+]? [0-9]+ )?
    | [-+]? 0 (?: x [0-9a-f_]* | o [0-7_]* | b [01_]* )
    | [-+]? \. (?: inf | nan )
    """,
    re.VERBOSE | re.IGNORECASE,
)


def is_number(text: str) -> bool:
    """Whether every parser reads this as the same number."""
    if INTEGER.fullmatch(text):
        return len(text.lstrip("-")) <= MOST_DIGITS
    return FLOAT.fullmatch(text) is not None and len(text) <= LONGEST_FLOAT


def is_ambiguous(text: str) -> bool:
    """Whether parsers read this plain scalar in different ways."""
    if text in WORDS or is_number(text):
        return False
    return AMBIGUOUS.fullmatch(text) is not None


def resolve(text: str) -> str | int | float | bool | None:
    """The value of a plain scalar; whatever is ambiguous stays the text as written."""
    if text in WORDS:
        return WORDS[text]
    if not is_number(text):
        return text
    return float(text) if "." in text else int(text)
