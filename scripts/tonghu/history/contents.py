"""What records hold, named by one hash: their commit and tree in Git, else their own content.

Where such a name is published, the hash of what the records hold is sealed with a secret: whoever
guessed their content could else try whether the guess is right.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from tonghu.history.git import git, revision, top

COMMIT, TREE, CONTENT = "commit", "tree", "content"
COUNTED = ("schemas", "docs/handbook", "docs/sources", "docs/statistics/*.md")
"""What of a home decides how records are counted."""

GIT = ".git"
Seal = Callable[[str], str]


def named(records: Path, at: str | None) -> dict[str, str] | None:
    """The commit and the tree of the records at a revision; None where Git knows none."""
    root = top(records)
    commit = revision(root, at or "HEAD") if root else None
    if root is None or commit is None:
        return None
    tree = _tree(root, records, commit)
    return {COMMIT: commit, TREE: tree} if tree else None


def uncommitted(records: Path, home: Path | None) -> int:
    """How many files of the records, and of the definitions of a home, Git does not have so."""
    asked = [str(records), *(str(home / name) for name in COUNTED if home)]
    words = ("status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--")
    return len((git(records, *words, *asked) or b"").split(b"\0")[:-1])


def _tree(root: Path, records: Path, commit: str) -> str | None:
    inside = records.resolve().relative_to(root.resolve()).as_posix()
    name = f"{commit}^{{tree}}" if inside == "." else f"{commit}:{inside}"
    found = git(root, "rev-parse", "--verify", "--quiet", name)
    return found.decode("ascii").strip() if found else None


def public(origin: Mapping[str, str], seal: Seal) -> dict[str, str]:
    """The name as it is published; a commit's own hash covers its history, too, and says less."""
    return {key: text if key == COMMIT else seal(text) for key, text in origin.items()}


def commit_of(records: Path, known: Mapping[str, str], seal: Seal | None) -> str | None:
    """A commit that holds the same records: the one published, else any with the same tree.

    Without the secret of then, `seal` is None and only the commit itself can be known again.
    """
    root = top(records)
    if root is None or COMMIT not in known:
        return None

    def same(commit: str) -> bool:
        tree = _tree(root, records, commit)
        return tree is not None and (seal is None or seal(tree) == known.get(TREE))

    if revision(root, known[COMMIT]) and same(known[COMMIT]):
        return known[COMMIT]
    if seal is None:
        return None
    listed = git(root, "log", "--all", "--format=%H", "--", str(records.resolve()))
    for commit in (listed or b"").decode("ascii").split():
        if same(commit):
            return commit
    return None


def content(records: Path) -> dict[str, str]:
    """The hash of every file of records that are in no repository."""
    found = hashlib.sha256()
    for path in sorted(records.rglob("*")):
        if path.is_file() and GIT not in path.relative_to(records).parts:
            inner = hashlib.sha256(path.read_bytes()).hexdigest()
            found.update(f"{path.relative_to(records).as_posix()}\0{inner}\n".encode())
    return {CONTENT: found.hexdigest()}
