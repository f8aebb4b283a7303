"""Random rounding without bias, by a secret: the same cell, count and issue give the same value."""

from __future__ import annotations

import hashlib
import hmac
import json

from tonghu.disclosure.cell import Cell
from tonghu.disclosure.note import Protection

BITS = 64


def shown(secret: bytes, found: Cell, count: int, issue: str, how: Protection) -> int | None:
    """What is published of a count: nothing below the threshold, else a multiple of the base.

    A count is rounded up as often as it is near the multiple above, so that on average nothing is
    added or taken away. The table does not enter: a cell in two tables has one value.
    """
    if count < how.threshold:
        return None
    over = count % how.base
    if over == 0:
        return count
    up = chance(secret, found, count, issue) * how.base < over << BITS
    return count - over + (how.base if up else 0)


def chance(secret: bytes, found: Cell, count: int, issue: str) -> int:
    """A number below 2⁶⁴ that nobody without the secret can tell from chance."""
    asked = json.dumps([issue, found.geo, found.dims, count], ensure_ascii=False)
    digest = hmac.new(secret, asked.encode("utf-8"), hashlib.sha256).digest()
    return int.from_bytes(digest[: BITS // 8], "big")


def fingerprint(secret: bytes) -> str:
    """What tells one secret from another and gives neither away."""
    return hmac.new(secret, b"tonghu fingerprint", hashlib.sha256).hexdigest()[:16]
