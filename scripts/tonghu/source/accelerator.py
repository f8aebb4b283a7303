"""The fast reader: ryaml, where the text is certain to mean the same to it and the reference."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

from tonghu.source.certain import certain
from tonghu.source.rows import OtherwiseError, rows
from tonghu.source.sops_form import sops_form
from tonghu.source.traps import LARGEST, UNSEEN

try:
    loads = import_module("ryaml").loads
except ImportError:  # no wheel for this machine: everything is read by the reference
    loads = None

# Printable ASCII, line ends, and the bytes of common Chinese text: nothing unseen among them.
ORDINARY = bytes((0x0A, *range(0x20, 0x7F), *range(0x80, 0xC0), *range(0xE3, 0xEA)))
DOUBTFUL = re.compile(rb"[\t\xc4-\xdf]")  # tabs, and letters that GBK gives by chance


def load(raw: bytes) -> Any | None:
    """Plain data when the reference would give the same and no problem; else None."""
    if loads is None or len(raw) > LARGEST:
        return None
    if b"\r" in raw:
        raw = raw.replace(b"\r\n", b"\n")
    if not raw.endswith(b"\n"):
        raw += b"\n"
    try:
        text = raw.decode("utf-8")
        rest = raw.translate(None, ORDINARY)
        if rest and (DOUBTFUL.search(rest) or re.search(UNSEEN, text)):
            return None
        if b"\nsops:\n" in raw:
            return loads(text) if sops_form().fullmatch(raw) else None
        if not certain().fullmatch(raw):
            return None
        try:
            return rows(text, loads)
        except OtherwiseError:
            return loads(text)
    except ValueError:  # not UTF-8, or a syntax that the reference will explain
        return None
