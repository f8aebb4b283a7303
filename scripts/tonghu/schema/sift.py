"""From all faults, those that a person has to mend: one for each thing that is wrong."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from tonghu.schema.fault import KEY_PATTERN, ON_KEYS, OTHER_KIND, REQUIRED, UNKNOWN_KEY, Fault

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tonghu.schema.view import View, Where

# of several faults of one value the first is told
RANK = (UNKNOWN_KEY, OTHER_KIND, KEY_PATTERN, "type", "enum", "format", "pattern", "length")
NEAR = 0.7
CROWD = 200  # among so many keys no likeness is looked for


def sift(view: View, faults: Iterable[Fault]) -> list[Fault]:
    """The faults without those that follow from another one."""
    found = [_misspelled(view, fault) or fault for fault in faults]
    meant = {
        (fault.where, nearest_key(view, fault)) for fault in found if fault.what == UNKNOWN_KEY
    }
    found = [one for one in found if one.what != REQUIRED or (one.where, one.key) not in meant]
    return _singly(_decided(view, found))


def nearest_key(view: View, fault: Fault) -> str | None:
    """The key that an unknown one was most likely meant to be, and that is not there yet."""
    given = view.value(fault.where)
    if len(given) > CROWD:
        return None
    free = [key for key in view.keys(fault.where) if key not in given]
    titles = {view.title((*fault.where, key)): key for key in free}
    wanted = str(fault.key).strip()
    near = get_close_matches(wanted.lower(), free, 1, NEAR)
    return titles.get(wanted) or (near[0] if near else None)


def _misspelled(view: View, fault: Fault) -> Fault | None:
    """Instead of a key that is missing, the one that stands there in its place."""
    if fault.what == REQUIRED:
        for key in view.value(fault.where):
            other = Fault(fault.where, UNKNOWN_KEY, key)
            if not view.elsewhere(fault.where, key) and nearest_key(view, other) == fault.key:
                return other
    return None


def _decided(view: View, faults: list[Fault]) -> list[Fault]:
    """While the kind of a mapping is wrong or missing, only another key can rule one out."""
    wrong = {fault.place for fault in faults if fault.what not in ON_KEYS}
    undecided = {place[:-1] for place in wrong if place and place[-1] in view.deciding(place[:-1])}
    return [
        one
        for one in faults
        if one.what != OTHER_KIND or one.where not in undecided or _ruled_out(view, one)
    ]


def _ruled_out(view: View, fault: Fault) -> bool:
    return any(
        view.applies(fault.where, branch) and view.forbids(branch.then, str(fault.key))
        for branch in view.branches(fault.where)
    )


def _singly(faults: list[Fault]) -> list[Fault]:
    """One fault for each value, none below one of the wrong shape."""
    best: dict[Where, Fault] = {}
    for fault in faults:
        if fault.place not in best or _rank(fault) < _rank(best[fault.place]):
            best[fault.place] = fault
    blocked = {place for place, fault in best.items() if fault.what in RANK[:4]}
    return [fault for place, fault in best.items() if not _below(place, blocked)]


def _rank(fault: Fault) -> int:
    return RANK.index(fault.what) if fault.what in RANK else len(RANK)


def _below(place: Where, blocked: set[Where]) -> bool:
    return any(place[:length] in blocked for length in range(len(place)))
