"""Which children have to be looked at again, and whose new results may be kept."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from tonghu.cache.store import Name, Row, Store
from tonghu.history.standing import Standing, differing, overlooked
from tonghu.record.files import CHILDREN, Folder

Found = Mapping[str, Sequence[str]]
"""Township folder → the ids of the children's folders in it."""

ID = len((CHILDREN, "township", "id"))


@dataclass
class Work:
    """What has to be looked at again, by what Git says and which folders there are.

    `again` are the children whose rows in the store, if any, are not what they are now. Of these
    `passing` only differ from the tree that the store is about; the rows of the others, whose
    folders came, went, or are another in the tree, are of no use any more. `dirty` are those that
    differ from the present tree; `changed` those whose folders came or went.
    """

    standing: Standing
    found: Found
    overlooked: list[str]
    dirty: set[Name]
    again: set[Name]
    passing: set[Name]
    changed: set[Name]

    def also(self, names: Iterable[Name]) -> None:
        """Others whose rows are of no use any more."""
        named = set(names)
        self.again |= named
        self.passing -= named

    def folders(self, records: Path) -> list[Folder]:
        """The folders of those that are there, in the order of all folders."""
        there = [(t, i) for t, ids in self.found.items() for i in ids if (t, i) in self.again]
        return [Folder(t, i, records / CHILDREN / t / i) for t, i in there]


def work(records: Path, standing: Standing, found: Found, store: Store) -> Work | None:
    """What has to be looked at again; None where the store is about a tree that Git has lost."""
    said = _overlooked(records, standing, store)
    moved = differing(standing.root, store.fixed["tree"], standing.tree)
    if moved is None or said is None:
        return None
    dirty = _children([*standing.below(), *said], found)
    changed = _changed(store.fixed["found"], found)
    lasting = _children(moved, found) | changed | {(t, i) for t, i in store.fixed["open"]}
    return Work(standing, found, said, dirty, dirty | lasting, dirty - lasting, changed)


def whole(records: Path, standing: Standing, found: Found) -> Work | None:
    """Everything, where there is no store; None where Git cannot tell."""
    said = overlooked(records)
    if said is None:
        return None
    every = {(township, each) for township, ids in found.items() for each in ids}
    dirty = _children([*standing.below(), *said], found)
    return Work(standing, found, said, dirty, every, set(), every)


class Change(NamedTuple):
    """Rows of the store that are of no use any more, and those to put in."""

    gone: list[Row]
    new: list[Row]


def change(done: Work, store: Store, rows: Iterable[Row]) -> Change:
    """What the rows that were worked out change in the store."""
    lasting = done.again - done.passing
    new = [row for row in rows if row.name in lasting and row.name not in done.dirty]
    return Change(list(store.rows(lasting)), new)


def kept(done: Work, store: Store, rows: Change, fixed: Mapping[str, Any]) -> bool:
    """Put it into the store, with the values that go with it; whether anything is another now."""
    left = done.again - done.passing - {row.name for row in rows.new}
    there = [name for name in sorted(left) if name[1] in done.found.get(name[0], ())]
    fixed = {
        **fixed,
        "tree": done.standing.tree,
        "found": {township: list(ids) for township, ids in done.found.items()},
        "open": [list(name) for name in there],
        "index": done.standing.checksum,
        "overlooked": done.overlooked,
    }
    others = {name: value for name, value in fixed.items() if store.fixed.get(name) != value}
    if rows.gone or rows.new or others:
        store.update([row.name for row in rows.gone], rows.new, others)
    return bool(rows.gone or rows.new or others)


def settled(folder: Path, began: int) -> bool:
    """Whether nothing in a child's folder was touched since we began, and Git sees all of it."""
    if not (folder.name + folder.parent.name).isprintable():
        return False
    try:
        with os.scandir(folder) as entries:
            found = [entry.stat(follow_symlinks=False) for entry in entries]
        own = folder.lstat()
    except OSError:
        return False
    times = (max(each.st_mtime_ns, each.st_ctime_ns) for each in (own, *found))
    plain = stat.S_ISDIR(own.st_mode) and all(stat.S_ISREG(each.st_mode) for each in found)
    return plain and max(times) < began


def _overlooked(records: Path, standing: Standing, store: Store) -> list[str] | None:
    """What Git does not look at; as it was if Git's index is."""
    if standing.checksum and standing.checksum == store.fixed["index"]:
        return list(store.fixed["overlooked"])
    return overlooked(records)


def _children(paths: Iterable[str], found: Found) -> set[Name]:
    """The children to whom paths below the records belong; all below a path that is further up."""
    names: set[Name] = set()
    for path in paths:
        group, *parts = path.split("/")
        if group != CHILDREN:
            continue
        if len(parts) >= ID - 1:
            names.add((parts[0], parts[1]))
        elif parts:
            names.update((parts[0], each) for each in found.get(parts[0], ()))
        else:
            names.update((township, each) for township, ids in found.items() for each in ids)
    return names


def _changed(before: Found, now: Found) -> set[Name]:
    """The children whose folders came or went."""
    return {
        (township, each)
        for township in {**before, **now}
        if before.get(township) != now.get(township)
        for each in {*before.get(township, ())} ^ {*now.get(township, ())}
    }
