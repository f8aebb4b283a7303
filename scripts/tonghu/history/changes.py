"""What has changed in the working tree since a base revision, and what it was then."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from tonghu.history.git import git, revision, top

MAINS = ("origin/main", "main")
GONE = b"0" * 40


def base_of(folder: Path, named: str | None = None) -> str | None:
    """The commit to compare with: as named, else where main was left, else the last one."""
    if named is not None:
        return revision(folder, named)
    for main in MAINS:
        found = git(folder, "merge-base", "HEAD", main)
        if found:
            return found.decode("ascii").strip()
    return revision(folder, "HEAD")


def changed(folder: Path, base: str, paths: Sequence[Path]) -> dict[Path, bytes]:
    """The files below some paths that changed or went since a commit → what they held then.

    What has been added since is not among them. Empty where git cannot say.
    """
    root = top(folder)
    if root is None:
        return {}
    names = [path.resolve().relative_to(root.resolve()).as_posix() for path in paths]
    told = git(root, "diff", "--raw", "-z", "--no-abbrev", "--no-renames", base, "--", *names)
    blobs = dict(_blobs(told or b""))
    return dict(
        zip((root / name for name in blobs), _contents(root, list(blobs.values())), strict=False)
    )


def _blobs(told: bytes) -> Iterator[tuple[str, bytes]]:
    """(path, blob at the base) of every file that was there."""
    fields = told.split(b"\0")
    for meta, path in zip(fields[::2], fields[1::2], strict=False):
        mode, _, old, *_ = meta.split(b" ")
        if old.strip(b"0") and mode != b":160000":
            yield os.fsdecode(path), old


def _contents(root: Path, blobs: list[bytes]) -> Iterator[bytes]:
    """What the blobs hold, in their order."""
    told = git(root, "cat-file", "--batch", given=b"\n".join(blobs) + b"\n") if blobs else b""
    at = 0
    for _ in blobs if told else ():
        end = told.index(b"\n", at)
        size = int(told[at:end].rpartition(b" ")[2])
        yield told[end + 1 : end + 1 + size]
        at = end + 1 + size + 1
