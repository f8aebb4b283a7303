"""One encrypted value as sops writes it, seen from outside."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator

ENC = re.compile(
    r"ENC\[AES256_GCM,data:([A-Za-z0-9+/=]*),iv:([A-Za-z0-9+/=]+),tag:([A-Za-z0-9+/=]+),"
    r"type:(str|int|float|bool|time|bytes|comment)\]",
    re.ASCII,
)
START = re.compile(r"ENC\[AES256_GCM,[^\]]*?iv:([A-Za-z0-9+/=]+)", re.ASCII)
IV_BYTES, TAG_BYTES = 32, 16
TEXT = "str"


def is_sealed(value: object, kind: str = TEXT) -> bool:
    """Whether a value is a whole, well-formed encrypted value that is not empty."""
    found = ENC.fullmatch(value) if isinstance(value, str) else None
    if not found or found[4] != kind:
        return False
    data, iv, tag = (_decoded(found[part]) for part in (1, 2, 3))
    return bool(data) and len(iv) == IV_BYTES and len(tag) == TAG_BYTES


def starts(text: str) -> Iterator[bytes]:
    """The random starts of the encrypted values in a text: no two values ever share one."""
    for found in START.findall(text):
        try:
            yield b64decode(found)
        except (ValueError, binascii.Error):
            continue


def _decoded(text: str) -> bytes:
    """The bytes of a base64 text in its one canonical form; nothing where it has another."""
    try:
        found = b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        return b""
    return found if b64encode(found).decode("ascii") == text else b""
