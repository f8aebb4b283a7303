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
    """One file of all three, which is no sealed half before somebody has decided.

    A base that two had already not agreed on is none.
    """
    first, second, third, last = MARKS
    known = three._replace(base=b"") if is_marked(three.base) else three
    base, ours, theirs = (text if text.endswith(b"\n") else text + b"\n" for text in known)
    return first + ours + second + base + third + theirs + last


def parted(raw: bytes) -> Three | None:
    """The three of a file that `joined` made; none where it is another file."""
    raw = raw.replace(b"\r\n", b"\n")
    first, second, third, last = MARKS
    if not raw.startswith(first) or not raw.endswith(last):
        return None
    ours, found, rest = raw[len(first) : -len(last)].partition(second)
    base, also, theirs = rest.partition(b"\n" + third)
    three = Three(base.strip() + b"\n", ours, theirs)
    return three if found and also and not any(map(is_marked, three)) else None


def is_marked(raw: bytes) -> bool:
    """Whether a text is, or holds, something on which two disagree."""
    return any(line.startswith((b"<<<<<<< ", b">>>>>>> ")) for line in raw.splitlines())


def value(data: Mapping[str, Any], keys: Keys) -> Any:
    """What stands under a path of keys, None where nothing does."""
    found: Any = data
    for key in keys:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found
