"""The key of a sealed file, wrapped by age for one reader: exactly one stanza, exactly one key."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode

ARMOR = re.compile(
    r"-----BEGIN AGE ENCRYPTED FILE-----\n((?:[A-Za-z0-9+/=]{1,64}\n)+)"
    r"-----END AGE ENCRYPTED FILE-----\n?",
    re.ASCII,
)
HEADER = re.compile(
    rb"age-encryption\.org/v1\n-> X25519 ([A-Za-z0-9+/]{43})\n([A-Za-z0-9+/]{43})\n"
    rb"--- ([A-Za-z0-9+/]{43})\n",
)
NONCE, KEY, TAG = 16, 32, 16
"""Bytes of an age payload that holds one key of sops."""


def wraps_one_key(text: object) -> bool:
    """Whether an armoured age file has one stanza for one X25519 reader and holds one key."""
    found = ARMOR.fullmatch(text) if isinstance(text, str) else None
    if not found:
        return False
    lines = found[1].split("\n")[:-1]
    if any(len(line) != len(lines[0]) for line in lines[:-1]):
        return False
    try:
        raw = b64decode("".join(lines), validate=True)
    except ValueError:
        return False
    header = HEADER.match(raw)
    whole = b64encode(raw).decode("ascii") == "".join(lines)
    return bool(header) and whole and len(raw) - header.end() == NONCE + KEY + TAG  # type: ignore[union-attr]
