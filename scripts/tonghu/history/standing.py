"""How the records stand in their work tree: their tree in the last commit, and what differs."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tonghu.history.git import begun, git

STATUS = (
    "status", "--porcelain", "-z", "--no-renames", "--ignored",
    "--untracked-files=normal", "--ignore-submodules=none", "--",
)  # fmt: skip
PLACES = (
    "--show-toplevel", "--show-prefix", "--git-path", "tonghu", "--git-path", "index",
    "HEAD^{commit}", "HEAD:./",
)  # fmt: skip
LINES = 6
DIFFERENCE = ("diff-tree", "-r", "-z", "--name-only", "--no-renames", "--no-relative")
TRAILER = 20
"""Bytes at the end of Git's index that are the checksum of all before."""

OVERLOOKED = re.compile(rb"(?:^|\0)(?:[a-z]|S) ([^\0]+)")
"""Files that Git was told not to look at, in what `ls-files -v` says."""


class Standing(NamedTuple):
    """The records as Git sees them.

    `root` is the root of the work tree and `prefix` the way from there to the records; `head` and
    `tree` are the last commit and its tree of the records; `checksum` is that of Git's index, empty
    if it has none; `began` the time in nanoseconds, by the clock of the files, before
    anything was looked at; `dirty` are the files and folders, from the root, that are not as in
    the last commit.
    """

    root: Path
    prefix: str
    head: str
    tree: str
    checksum: str
    began: int
    dirty: tuple[str, ...]

    def below(self) -> list[str]:
        """What differs among the records, as paths from their directory."""
        return [p.removeprefix(self.prefix) for p in self.dirty if p.startswith(self.prefix)]


class Look(NamedTuple):
    """A look that has begun: `file` is where to keep what Git never commits."""

    file: Callable[[str], Path]
    answer: Callable[[], Standing | None]


def look(records: Path, others: Sequence[Path] = ()) -> Look | None:
    """Begin to look at the records, and at other paths as far as they are in the same work tree.

    The answer is waited for when it is asked for, None where Git cannot tell.
    """
    told = _located(records)
    if told is None:
        return None
    root, prefix, ours, index, head, tree = told
    folder = records / ours
    began, trailer = _now(folder), _trailer(records / index)
    inside = [path for path in others if path.resolve().is_relative_to(Path(root).resolve())]
    status = begun(records, *STATUS, ".", *map(str, inside))

    def file(kind: str) -> Path:
        import hashlib  # only whoever keeps something needs it

        return folder / f"{kind}-{hashlib.sha256(os.fsencode(prefix)).hexdigest()[:8]}"

    def answer() -> Standing | None:
        found = status()
        if found is None or _located(records) != told:
            return None
        return Standing(Path(root), prefix, head, tree, trailer, began, tuple(_paths(found)))

    return Look(file, answer)


def differing(root: Path, old: str, new: str) -> list[str] | None:
    """The files that differ between two trees or commits, None where one is not known."""
    if old == new:
        return []
    found = git(root, *DIFFERENCE, old, new)
    return None if found is None else [os.fsdecode(path) for path in found.split(b"\0") if path]


def overlooked(records: Path) -> list[str] | None:
    """The files of the records of whose changes Git was told to say nothing."""
    found = git(records, "ls-files", "-v", "-z")
    return None if found is None else [os.fsdecode(path) for path in OVERLOOKED.findall(found)]


def _located(records: Path) -> list[str] | None:
    """Root, prefix of the records, our folder, index, commit, and the tree of the records."""
    found = git(records, "rev-parse", *PLACES)
    lines = os.fsdecode(found or b"").split("\n")[:-1]
    return lines if len(lines) == LINES else None


def _now(folder: Path) -> int:
    """The time as the file system has it; 0 where nothing can be written."""
    import tempfile  # takes longer than a call of git, and not every look needs it

    try:
        folder.mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            return os.fstat(file.fileno()).st_mtime_ns
    except OSError:
        return 0


def _trailer(index: Path) -> str:
    try:
        with index.open("rb") as file:
            file.seek(-TRAILER, os.SEEK_END)
            found = file.read()
    except OSError:
        return ""
    return found.hex() if any(found) else ""


def _paths(found: bytes) -> Iterator[str]:
    """The paths of what `git status` says, folders without their slash."""
    for entry in found.split(b"\0"):
        if entry:
            yield os.fsdecode(entry[len("XY ") :]).rstrip("/")
