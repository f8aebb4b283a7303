"""The children to compare, and how each is read: from Git's store, or from the work tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tonghu.change.subjects import Pair
from tonghu.history.tree import contents, listed
from tonghu.record.files import CHILDREN, MOST, Folder, names, told_apart
from tonghu.record.repository import Repository, child
from tonghu.record.subject import Subject
from tonghu.source import read

Name = tuple[str, str]
"""A child's township folder and id."""

DEPTH = len((CHILDREN, "township", "id", "file"))
FEW = 500
"""So many children are asked for by name; of more, everything is listed."""


class State(NamedTuple):
    """One state of the records in Git's work tree `root`: a commit, or None for the files.

    `prefix` is the way from the root to the records, with a slash at its end, or empty.
    """

    root: Path
    prefix: str
    commit: str | None


class Place(NamedTuple):
    """Where a child's files are in one state: names and blobs, or the folder in the work tree."""

    township: str
    blobs: tuple[tuple[str, str], ...] | None


class Piece(NamedTuple):
    """A child in both states, None where it is not there; `same` if nothing differs."""

    id: str
    base: Place | None
    head: Place | None
    same: bool


def changed_children(prefix: str, paths: Sequence[str]) -> set[Name]:
    """The children to whom files belong, by their paths from the root."""
    found = set()
    for path in paths:
        group, *parts = path.removeprefix(prefix).split("/")
        if path.startswith(prefix) and group == CHILDREN and len(parts) >= DEPTH - 1:
            found.add((parts[0], parts[1]))
    return found


def pieces(base: State | None, head: State | None, changed: set[Name], wide: bool) -> list[Piece]:
    """The children to compare in the order of their folders: those changed, or with `wide` all.

    A state is None where it has no records.
    """
    only = None if wide or len(changed) > FEW else changed
    old = places(base, only) if base else {}
    new = places(head, only) if head else {}
    apart = {name for name in {*old, *new} if name in changed or name not in old or name not in new}
    found = [
        Piece(name[1], new[name], new[name], True)
        for name in sorted(new.keys() - apart if wide else ())
    ]
    return sorted([*found, *_paired(old, new, apart)], key=_order)


def _paired(
    old: Mapping[Name, Place], new: Mapping[Name, Place], apart: set[Name]
) -> Iterator[Piece]:
    """Children whose files differ: those in one folder, then those that moved to another."""
    there = [name for name in apart if name in old and name in new]
    yield from (Piece(name[1], old[name], new[name], False) for name in there)
    came = {name[1]: name for name in sorted(apart) if name in new and name not in old}
    for name in sorted(apart):
        if name in old and name not in new:
            now = came.pop(name[1], None)
            yield Piece(name[1], old[name], now and new[now], False)
    yield from (Piece(each, None, new[name], False) for each, name in came.items())


def _order(piece: Piece) -> tuple[str, str]:
    place = piece.head or piece.base
    return place.township if place else "", piece.id


def places(state: State, only: set[Name] | None) -> dict[Name, Place]:
    """Where the children of a state are."""
    if state.commit is None:
        records = state.root / state.prefix
        if only is not None:
            there = (name for name in only if (records / CHILDREN / Path(*name)).is_dir())
        else:
            found = names(records)
            there = ((township, each) for township, ids in found.items() for each in ids)
        return {name: Place(name[0], None) for name in there}
    folder = f"{state.prefix}{CHILDREN}"
    asked = [folder] if only is None else [f"{folder}/{'/'.join(name)}/" for name in sorted(only)]
    found_blobs: dict[Name, list[tuple[str, str]]] = {}
    for path, blob in listed(state.root, state.commit, asked).items():
        _, *parts = path.removeprefix(state.prefix).split("/")
        if len(parts) == DEPTH - 1:
            found_blobs.setdefault((parts[0], parts[1]), []).append((parts[2], blob))
    return {name: Place(name[0], tuple(blobs)) for name, blobs in found_blobs.items()}


def pairs(root: Path, repository: Repository, chunk: Sequence[Piece]) -> Iterator[Pair]:
    """Some children read; what is the same in both is read once."""
    every = [p.blobs for each in chunk for p in (each.base, each.head) if p and p.blobs]
    blobs = list(dict.fromkeys(blob for each in every for _, blob in each))
    held = dict(zip(blobs, contents(root, blobs), strict=False))
    for piece in chunk:
        head = piece.head and _child(piece.id, piece.head, held, repository)
        if piece.same:
            yield Pair(head, head, True)
        else:
            base = piece.base and _child(piece.id, piece.base, held, repository)
            yield Pair(base, head, False)


def _child(
    identity: str, place: Place, held: Mapping[str, bytes], repository: Repository
) -> Subject:
    path = repository.records / CHILDREN / place.township / identity
    folder = Folder(place.township, identity, path)
    if place.blobs is None:
        return repository.child(folder)
    blobs = dict(place.blobs)
    inside = told_apart(blobs)
    named = ((repository.name(path / name), blobs[name]) for name in inside.records)
    documents = [read(name, held.get(blob, b"")[:MOST]) for name, blob in named]
    return child(folder, documents, inside.strays, repository.accepts)
