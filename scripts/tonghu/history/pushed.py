"""What a push sends: the ranges of commits that the other side does not have yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tonghu.history.git import git, revision

FIELDS = ("local ref", "local", "remote ref", "remote")


def ranges(folder: Path, told: str) -> Iterator[str]:
    """BASE..HEAD for every line that Git gives its hook; what is deleted sends nothing.

    Of a branch that is new on the other side, only what no known remote branch has.
    """
    for line in told.splitlines():
        fields = line.split()
        if len(fields) != len(FIELDS) or not fields[1].strip("0"):
            continue
        local, remote = fields[1], fields[3]
        if remote.strip("0") and revision(folder, remote):
            yield f"{remote}..{local}"
        else:
            yield from _fresh(folder, local)


def added(folder: Path, between: str, name: str) -> list[str]:
    """The files of one name that some commits bring in, even if they are gone again."""
    words = ("log", "-z", "-m", "--format=", "--name-only", "--no-renames", "--diff-filter=A")
    found = git(folder, *words, between, "--", f":(glob)**/{name}") or b""
    return [each for each in found.decode("utf-8", "surrogateescape").split("\0") if each]


def _fresh(folder: Path, local: str) -> Iterator[str]:
    """From the newest commit that a remote has, or everything up to the commit."""
    found = git(folder, "rev-list", "--boundary", local, "--not", "--remotes")
    lines = (found or b"").decode("ascii").split()
    bounds = [line[1:] for line in lines if line.startswith("-")]
    if not bounds and lines:
        yield local
    for bound in bounds:
        yield f"{bound}..{local}"
