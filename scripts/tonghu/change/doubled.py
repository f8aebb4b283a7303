"""Children whose id has come to stand in a second township, or stands there no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from tonghu.change.model import Told
from tonghu.change.pieces import FEW, Piece, State, places
from tonghu.change.subjects import told
from tonghu.due.alerts import TWICE
from tonghu.due.flag import INVALID, Flag
from tonghu.history.tree import subfolders
from tonghu.record.files import CHILDREN, directories


def doubled(base: State | None, head: State | None, found: Iterable[Piece]) -> Iterator[Told]:
    """What comes or goes with the folders that came, went or moved: of no other can it be new."""
    ids = {each.id for each in found if not (each.base and each.head)}
    if ids:
        yield from told(list(_flags(base, ids)), list(_flags(head, ids)))


def _flags(state: State | None, ids: set[str]) -> Iterator[Flag]:
    if state is None:
        return
    wanted = {(township, each) for township in _townships(state) for each in ids}
    there = places(state, None if len(wanted) > FEW else wanted)
    counts = Counter(each for _, each in there if each in ids)
    for each, count in sorted(counts.items()):
        if count > 1:
            yield Flag(each, INVALID, TWICE).shown()


def _townships(state: State) -> list[str]:
    if state.commit is None:
        return directories(state.root / state.prefix / CHILDREN)
    return subfolders(state.root, state.commit, f"{state.prefix}{CHILDREN}")
