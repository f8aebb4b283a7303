"""What has changed in the working tree since a base revision, and what it was then."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from tonghu.history.git import git, revision
from tonghu.history.tree import contents

MAINS = ("origin/main", "main")
SUBMODULE = b":160000"


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
    """The files below some paths that changed or went since a commit → what they held.

    What has been added since is not among them. Empty where git cannot say.
    """
    names = [path.relative_to(folder).as_posix() for path in paths if path.is_relative_to(folder)]
    asked = ("--raw", "-z", "--no-abbrev", "--no-renames", "--relative", base, "--")
    told = git(folder, "diff", *asked, *names) if names else None
    blobs = dict(_blobs(told or b""))
    held = contents(folder, list(blobs.values()))
    return {folder / name: content for name, content in zip(blobs, held, strict=False)}


def as_it_was(folder: Path, base: str, path: Path) -> bytes | None:
    """What a file below a folder held at a commit; None where it was not there."""
    return git(folder, "cat-file", "blob", f"{base}:./{path.relative_to(folder).as_posix()}")


def _blobs(told: bytes) -> Iterator[tuple[str, str]]:
    """(path, blob at the base) of every file that was there."""
    fields = told.split(b"\0")
    for meta, path in zip(fields[::2], fields[1::2], strict=False):
        mode, _, old, *_ = meta.split(b" ")
        if old.strip(b"0") and mode != SUBMODULE:
            yield os.fsdecode(path), old.decode("ascii")
