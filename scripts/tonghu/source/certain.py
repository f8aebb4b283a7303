"""The texts that every reader is certain to read alike: a pattern of plain, shallow YAML.

The pattern says what may be there, not what may not, so that whatever nobody thought of is left
to the reference. It knows words; whether brackets and indentation fit together the parser sees.
It looks at valid UTF-8 of which `traps` has nothing to say, where the bytes E4 to E9 lead the
common Chinese characters and nothing else.
"""

from __future__ import annotations

import re
from functools import cache

HAN = rb"\xe4-\xe9\x80-\xbf"
PHRASE = rb"[A-Za-z0-9_./@+%b-]*+(?: [A-Za-z0-9_%b][A-Za-z0-9_./@+%b-]*+)*+" % (HAN, HAN, HAN)
MARKS = (
    rb"\xef\xbc[\x81\x88\x89\x8c\x9a\x9b\x9f]|\xe3\x80[\x81\x82\x8a\x8b\x94\x95]|\xe2\x80[\x9c\x9d]"
)
SENTENCE = rb"[\xe4-\xe9](?:[A-Za-z0-9_./@+()%%%b-]|%b| (?=[A-Za-z0-9_%b]))*+" % (HAN, MARKS, HAN)
"""What begins with a Chinese character may have full-width marks, as the value of its own line."""

WORDS = rb"(?i:y(?:es)?|no?|o(?:n|ff)|true|false|null)"  # some parser takes these for no string
BEGIN = rb"[A-EG-MP-SU-XZa-eg-mp-su-xz_%b]" % HAN  # none of these words begins with one of these
OTHER = rb"[FNOTYfnoty]"
KEY = rb"(?:%b|(?!%b:)%b)[A-Za-z0-9_%b-]*+:" % (BEGIN, WORDS, OTHER, HAN)
COUNTED = rb"[0-9]++[ACDF-NP-WYZacdf-np-wyz\xe4-\xe9]"  # no number goes on like this
DATE = rb"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?+"
NUMBER = rb"-?(?:0|[1-9][0-9]{0,14}+)(?:\.[0-9]{1,15}+)?+"
QUOTED = rb'"(?:[^"\\\n]|\\["\\nrtu])*+"|' + rb"'(?:[^'\n]|'')*+'"
COMMENT = rb"#[^\n]*+"

# Ten columns of indentation and one dash hold at most 26 levels, flow style adds three: fewer
# than the reference allows.
INDENT = rb"[ ]{0,10}+(?:- |)"


def _scalar(end: bytes) -> bytes:
    """A value on one line, before what ends it; the commonest first."""
    string = rb"(?:%b|(?!%b%b)%b|%b)%b" % (BEGIN, WORDS, end, OTHER, COUNTED, PHRASE)
    return b"|".join((string, DATE, NUMBER, b"true|false|null", QUOTED))


def _mapping(value: bytes) -> bytes:
    return rb"\{ ?+(?:%b (?:%b)(?:, |(?= ?\})))*+ ?+\}" % (KEY, value)


def _list(value: bytes) -> bytes:
    return rb"\[ ?+(?:(?:%b)(?:, |(?= ?\])))*+ ?+\]" % value


@cache
def certain() -> re.Pattern[bytes]:
    """The pattern of a whole text whose last line ends."""
    scalar = _scalar(rb" ?[,}\]]")
    facts = _mapping(scalar)
    simple = _list(scalar + b"|" + facts)
    event = _mapping(b"|".join((scalar, simple, facts)))
    value = b"|".join((_scalar(rb"[ ]*(?: #.*)?\n"), simple, COMMENT))
    content = rb"(?:%b(?: |(?=\n))|)(?:%b|%b|)" % (KEY, event, value)
    content = rb"(?:%b %b(?=[ ]*(?: #.*)?\n)|%b)" % (KEY, SENTENCE, content)
    return re.compile(rb"(?:%b%b(?:\n|[ ]++(?:%b|)\n))*+" % (INDENT, content, COMMENT))
