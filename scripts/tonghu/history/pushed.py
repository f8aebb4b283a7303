"""What a push sends: the ranges of commits that the other side does not have yet."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
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


def tips(told: str) -> Iterator[tuple[str, str]]:
    """The commit that is sent, and the one that is there now ("" for none), for every line."""
    for line in told.splitlines():
        fields = line.split()
        if len(fields) == len(FIELDS) and fields[1].strip("0"):
            yield fields[1], fields[3] if fields[3].strip("0") else ""


def heads(folder: Path, url: str) -> list[str]:
    """The commits at which the branches of the other side stand now, its main one first.

    It is asked itself, for what this clone remembers of them may be long past; nothing where
    no answer comes.
    """
    found = git(folder, "ls-remote", "--", url, "HEAD", "refs/heads/*") or b""
    return [line.split()[0] for line in found.decode("ascii", "replace").splitlines() if line]


def brings(folder: Path, local: str, there: Sequence[str], children: Iterable[str]) -> bool:
    """Whether commits that are not `there` bring in any file of children, gone again or not."""
    words = ("log", "-z", "-m", "--format=", "--name-only", "--no-renames", "--diff-filter=A")
    below = [f":(glob)**/{each}/**" for each in sorted(children)]
    return bool(below) and git(folder, *words, local, "--not", *there, "--", *below) != b""


def still_in(folder: Path, commits: Iterable[str], children: Iterable[str]) -> set[str]:
    """Those of some children who have a folder in one of some commits."""
    trees = [git(folder, "ls-tree", "-rdz", "--name-only", each) or b"" for each in commits]
    names = {Path(os.fsdecode(name)).name for tree in trees for name in tree.split(b"\0")}
    return names.intersection(children)


def _fresh(folder: Path, local: str) -> Iterator[str]:
    """From the newest commit that a remote has, or everything up to the commit."""
    found = git(folder, "rev-list", "--boundary", local, "--not", "--remotes")
    lines = (found or b"").decode("ascii").split()
    bounds = [line[1:] for line in lines if line.startswith("-")]
    if not bounds and lines:
        yield local
    for bound in bounds:
        yield f"{bound}..{local}"
