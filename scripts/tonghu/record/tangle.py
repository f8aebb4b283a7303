"""Whether the corrections and withdrawals of a timeline lead somewhere (A34, A49)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

SUPERSEDES, RETRACTS = AMENDS = ("supersedes", "retracts")

Entry = Mapping[str, Any]


def tangled(entries: Sequence[Any]) -> bool:
    """Whether it is uncertain which entries count.

    Two that differ have one ref, or what is amended is not there, is amended twice, is itself a
    correction or withdrawal that may not be amended so, is in the end what amends it, or is an
    event of another kind.
    The same entry in two files, as when folding was interrupted, is one.
    """
    by_ref: dict[str, Entry] = {}
    amending: list[tuple[str, str, str]] = []
    for entry in entries:
        if not isinstance(entry, dict) or (ref := entry.get("ref")) is None:
            continue
        ref = str(ref)
        if by_ref.setdefault(ref, entry) is not entry:
            if by_ref[ref] != entry:
                return True
        elif SUPERSEDES in entry or RETRACTS in entry:
            amending += [(ref, key, str(entry[key])) for key in AMENDS if key in entry]
    if not amending:
        return False
    once = len({old for _, _, old in amending}) == len(amending)
    known = all(_fits(by_ref, key, old) for _, key, old in amending)
    return not once or not known or not _end(by_ref, {ref: old for ref, _, old in amending})


def _fits(by_ref: Mapping[str, Entry], key: str, old: str) -> bool:
    """Whether an entry may amend another in this way."""
    target = by_ref.get(old)
    if target is None or RETRACTS in target:
        return False
    return key == SUPERSEDES or SUPERSEDES not in target


def _end(by_ref: Mapping[str, Entry], following: Mapping[str, str]) -> bool:
    """Whether all that amend lead in the end to an event of the kind of the last of them.

    One that is itself corrected may be of another kind: that is how it is mended. Each is
    amended once, so those that are not reached run in a circle.
    """
    amended, reached = set(following.values()), 0
    for start in following.keys() - amended:
        at = start
        while at in following:
            reached += 1
            at = following[at]
        if by_ref[at].get("event") != by_ref[start].get("event"):
            return False
    return reached == len(following)
