"""Whether the corrections and withdrawals of a timeline lead somewhere (A34, A49)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

SUPERSEDES, RETRACTS = AMENDS = ("supersedes", "retracts")

Entry = Mapping[str, Any]


def tangled(entries: Sequence[Any]) -> bool:
    """Whether it is uncertain which entries count.

    Two that differ have one ref, or what is amended is not there, is amended twice, is itself a
    correction or withdrawal that may not be amended so, or is in the end what amends it.
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
    known = all(_fits(by_ref, *each) for each in amending)
    return not once or not known or _circles({ref: old for ref, _, old in amending})


def _fits(by_ref: Mapping[str, Entry], ref: str, key: str, old: str) -> bool:
    """Whether an entry may amend another in this way."""
    target = by_ref.get(old)
    if target is None or RETRACTS in target:
        return False
    if key == SUPERSEDES:
        return True
    return SUPERSEDES not in target and target.get("event") == by_ref[ref].get("event")


def _circles(following: Mapping[str, str]) -> bool:
    """Whether going from one to what it amends ever comes back; each is amended once."""
    amended, reached = set(following.values()), 0
    for start in following.keys() - amended:
        at = start
        while at in following:
            reached += 1
            at = following[at]
    return reached < len(following)
