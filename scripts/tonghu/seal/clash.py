"""A sealed half on which two disagree: base and both sides in one file, each still encrypted.

The form is that of Git with conflict style diff3, around whole files.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from tonghu.seal.merging import Keys

MARKS = (b"<<<<<<< ours\n", b"||||||| base\n", b"=======\n", b">>>>>>> theirs\n")


class Three(NamedTuple):
    """What two began with, and what each made of it."""

    base: bytes
    ours: bytes
    theirs: bytes


def joined(three: Three) -> bytes:
    """One file of all three, which is no sealed half before somebody has decided."""
    first, second, third, last = MARKS
    base, ours, theirs = (text if text.endswith(b"\n") else text + b"\n" for text in three)
    return first + ours + second + base + third + theirs + last


def parted(raw: bytes) -> Three | None:
    """The three of a file that `joined` made; none where it is another file."""
    raw = raw.replace(b"\r\n", b"\n")
    first, second, third, last = MARKS
    if not raw.startswith(first) or not raw.endswith(last):
        return None
    ours, found, rest = raw[len(first) : -len(last)].partition(second)
    base, also, theirs = rest.partition(b"\n" + third)
    return Three(base.strip() + b"\n", ours, theirs) if found and also else None


def value(data: Mapping[str, Any], keys: Keys) -> Any:
    """What stands under a path of keys, None where nothing does."""
    found: Any = data
    for key in keys:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found
