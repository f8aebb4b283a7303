"""Random rounding without bias, by a secret: the same cell, count and issue give the same value."""

from __future__ import annotations

import hashlib
import hmac
import json
from itertools import accumulate

from tonghu.disclosure.cell import Cell
from tonghu.disclosure.note import Protection

BITS = 64
MARGIN = 14


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


def margin(secret: bytes, geo: str, issue: str) -> int:
    """How many more children than needed must have changed, from none to MARGIN.

    The middle is likeliest, and each step from it half as likely: one child more or less makes
    a decision at most three times as likely, but at the ends, which are almost never reached.
    """
    half = MARGIN // 2
    weights = [1 << half - abs(step - half) for step in range(MARGIN + 1)]
    asked = json.dumps(["margin", issue, geo], ensure_ascii=False)
    at = _number(secret, asked) * sum(weights) >> BITS
    return sum(at >= reached for reached in accumulate(weights))


def chance(secret: bytes, found: Cell, count: int, issue: str) -> int:
    """A number below 2⁶⁴ that nobody without the secret can tell from chance."""
    asked = json.dumps([issue, found.geo, found.dims, count], ensure_ascii=False)
    return _number(secret, asked)


def _number(secret: bytes, asked: str) -> int:
    digest = hmac.new(secret, asked.encode("utf-8"), hashlib.sha256).digest()
    return int.from_bytes(digest[: BITS // 8], "big")


def sealed(secret: bytes, text: str) -> str:
    """What stands for a text so that nobody without the secret can try whether it is theirs."""
    return hmac.new(secret, f"tonghu seal {text}".encode(), hashlib.sha256).hexdigest()


def fingerprint(secret: bytes) -> str:
    """What tells one secret from another and gives neither away."""
    return hmac.new(secret, b"tonghu fingerprint", hashlib.sha256).hexdigest()[:16]
