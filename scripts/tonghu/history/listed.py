"""The files of a repository that bear certain names, tracked or not."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from tonghu.history.git import begun, git


def around(folder: Path) -> Path | None:
    """The root of the work tree that a folder lies in, written as the folder is."""
    told = git(folder, "rev-parse", "--show-prefix")
    if told is None:
        return None
    depth = len(Path(os.fsdecode(told).strip("\n")).parts)
    return (folder, *folder.parents)[depth]


def tracked(folder: Path, patterns: Sequence[str]) -> Callable[[], list[Path]]:
    """The same of those alone that Git keeps."""
    return _asked(folder, patterns, "--cached")


def listed(folder: Path, patterns: Sequence[str]) -> Callable[[], list[Path]]:
    """Asks Git, in the whole repository around a folder; nothing where there is none.

    Tracked files that are there, and those that a careless `git add` would take; in their names
    capitals are as good as small letters.
    """
    return _asked(folder, patterns, "--cached", "--others", "--exclude-standard")


def _asked(folder: Path, patterns: Sequence[str], *which: str) -> Callable[[], list[Path]]:
    names = [f":(top,icase){pattern}" for pattern in patterns]
    words = ("-z", *which, "--full-name", "--", *names)
    ask, root = begun(folder, "ls-files", *words), around(folder)

    def answer() -> list[Path]:
        names = {os.fsdecode(name) for name in (ask() or b"").split(b"\0") if name}
        found = [root / name for name in sorted(names)] if root else []
        return [path for path in found if path.exists() or path.is_symlink()]

    return answer
