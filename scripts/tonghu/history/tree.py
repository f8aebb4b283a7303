"""Files of a revision straight from Git's store: which there are, what they hold, what differs."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from tonghu.history.git import git, revision, revision_on
from tonghu.history.standing import differing, overlooked

Found = TypeVar("Found")

REGULAR = (b"100644", b"100755")
AT_ONCE = 200
"""Paths named in one call: more might not fit on a command line."""


class NoHistoryError(Exception):
    """What was asked of Git cannot be had; the text says why."""


def commit_of(folder: Path, name: str) -> str | None:
    """The commit that a name or a day stands for, None where there is none."""
    return revision(folder, name) or revision_on(folder, name)


def listed(root: Path, commit: str, paths: Sequence[str]) -> dict[str, str]:
    """Path from the root → blob, of the regular files of a commit that lie below some paths."""
    found: dict[str, str] = {}
    for start in range(0, len(paths), AT_ONCE):
        part = paths[start : start + AT_ONCE]
        told = git(root, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *part)
        for entry in _sure(told).split(b"\0"):
            meta, _, path = entry.partition(b"\t")
            mode, _, blob = meta.partition(b" blob ")
            if mode in REGULAR:
                found[os.fsdecode(path)] = blob.decode("ascii")
    return found


def subfolders(root: Path, commit: str, folder: str) -> list[str]:
    """The names of the folders that a commit has right in a folder."""
    told = _sure(
        git(root, "ls-tree", "-d", "-z", "--name-only", "--full-tree", commit, f"{folder}/")
    )
    return [os.fsdecode(name).rpartition("/")[2] for name in told.split(b"\0") if name]


def exists(root: Path, commit: str, path: str) -> bool:
    """Whether there is such a file or folder in a commit."""
    return git(root, "cat-file", "-e", f"{commit}:{path}") is not None


def contents(root: Path, blobs: Sequence[str]) -> Iterator[bytes]:
    """What the blobs hold, in their order; nothing where Git cannot say."""
    asked = "\n".join(blobs) + "\n"
    told = git(root, "cat-file", "--batch", given=asked.encode("ascii")) if blobs else None
    at = 0
    for _ in blobs if told else ():
        assert told is not None
        end = told.index(b"\n", at)
        size = int(told[at:end].rpartition(b" ")[2])
        yield told[end + 1 : end + 1 + size]
        at = end + 1 + size + 1


def lay(root: Path, commit: str, paths: Sequence[str], folder: Path) -> None:
    """Write the files of a commit that lie below some paths into a folder."""
    found = listed(root, commit, paths)
    for name, content in zip(found, contents(root, list(found.values())), strict=False):
        path = folder / name
        if ".." in path.parts:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def changed_files(root: Path, base: str, head: str | None, paths: Sequence[str]) -> list[str]:
    """The files below some paths that differ between two commits, or a commit and the work tree.

    Of the work tree that includes what Git ignores or was told not to look at.
    """
    if head is not None:
        return _below(_sure(differing(root, base, head)), paths)
    asked = ("--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-relative", base, "--")
    calls = (("diff", *asked, *paths), ("ls-files", "--others", "-z", "--", *paths))
    told = b"\0".join(_sure(git(root, *call)) for call in calls)
    names = [os.fsdecode(name) for name in told.split(b"\0") if name]
    return _below([*names, *_sure(overlooked(root))], paths)


def _sure(found: Found | None) -> Found:
    if found is None:
        raise NoHistoryError("Git 没有答上来，比不了；先看看 git status 说什么。")
    return found


def _below(names: Sequence[str], paths: Sequence[str]) -> list[str]:
    """The names that lie below a path; no path at all stands for everything."""
    folders = tuple(f"{path}/" for path in paths)
    return [name for name in dict.fromkeys(names) if name in paths or name.startswith(folders)]
