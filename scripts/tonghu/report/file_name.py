"""The name of a file made from words of the records, as every system takes it."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST = 60
_REFUSED = re.compile(r"[<>:\"/\\|?*＊\x00-\x1f\x7f]")
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
"""What Windows keeps for devices, in whatever folder and with whatever ending."""


def file_name(wanted: str, taken: Iterable[str] = ()) -> str:
    """No sign that some system refuses, no device, not too long, and not twice."""
    allowed = _REFUSED.sub("_", wanted)[:LONGEST].strip(". ")
    if _DEVICE.fullmatch(allowed) or not allowed:
        allowed += "_"
    names = {name.lower() for name in taken}
    found, count = allowed, 1
    while found.lower() in names:
        count += 1
        found = f"{allowed}_{count}"
    return found
