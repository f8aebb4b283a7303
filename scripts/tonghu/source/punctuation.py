"""Full-width punctuation that was meant as syntax: found in plain scalars, and repaired."""

from __future__ import annotations

import re

SPACES = "\u3000\u00a0"
PAIRS = {"“": "”", "‘": "’", "「": "」", "｛": "｝", "［": "］", "【": "】", "＂": "＂", "＇": "＇"}
CODE = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ.:/_．：／＿－—\-]*[０-９Ａ-Ｚａ-ｚ][0-9A-Za-z０-９Ａ-Ｚａ-ｚ.:/_．：／＿－—\-]*")
GLUED_PAIR = re.compile(r"[，；]\s*[A-Za-z_][A-Za-z0-9_]*\s*[:：]|^[A-Za-z_][A-Za-z0-9_]*\s*：", re.ASCII)


def is_misplaced(text: str, *, in_list: bool, flow: bool) -> bool:
    """Whether a plain scalar holds full-width characters that were meant as YAML's own."""
    if text.isascii():
        return False
    if text[0] in SPACES or text[-1] in SPACES or is_wrapped(text) or CODE.fullmatch(text):
        return True
    if flow and GLUED_PAIR.search(text):
        return True
    if in_list and GLUED_PAIR.match(text):
        return True
    return in_list and flow and ("，" in text or "、" in text)


def is_wrapped(text: str) -> bool:
    """Whether one pair of full-width quotes or brackets encloses the whole text."""
    closing = PAIRS.get(text[0])
    return closing is not None and len(text) > 1 and text.find(closing, 1) == len(text) - 1
