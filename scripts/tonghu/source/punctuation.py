"""Full-width characters in a plain scalar that were meant as YAML's own, not as content."""

from __future__ import annotations

import re

SPACES = "\u3000\u00a0"
QUOTES = {"“": "”", "‘": "’", "＂": "＂", "＇": "＇", "「": "」", "『": "』"}
BRACKETS = {"｛": "｝", "［": "］", "【": "】"}
KEY = r"[a-z_][a-z0-9_]*"
WIDE_COLON = re.compile(rf"{KEY}[ \u3000]*：")
WIDE_COMMA = re.compile(rf"[，；][ \u3000]*{KEY}[ \u3000]*[:：]|[，；]$")
GLUED = re.compile(rf"{KEY}:[^/\s]")  # a key whose colon lacks the space after it
_PART = r"0-9A-Za-z０-９Ａ-Ｚａ-ｚ"
_WIDE = r"０-９Ａ-Ｚａ-ｚ．：／＿－"
CODE = re.compile(
    rf"(?=[!-~]{{0,40}}[{_WIDE}])[{_PART}](?:[{_PART}./_．／＿－\-]|(?<=[0-9０-９])[:：](?=[0-9０-９]))*"
)


def is_misplaced(text: str, *, item: bool, flow: bool) -> bool:
    """Whether a plain scalar holds full-width syntax; `item` means it is no value of a key."""
    if text.isascii():
        return False
    if text[0] in SPACES or text[-1] in SPACES or CODE.fullmatch(text) or _is_enclosed(text):
        return True
    if item and WIDE_COLON.match(text):
        return True
    if not flow:
        return False
    return WIDE_COMMA.search(text) is not None or (item and ("，" in text or "、" in text))


def _is_enclosed(text: str) -> bool:
    """Whether one pair of full-width quotes or brackets holds the whole text."""
    closing = QUOTES.get(text[0]) or BRACKETS.get(text[0])
    return closing is not None and len(text) > 1 and text.find(closing, 1) == len(text) - 1
