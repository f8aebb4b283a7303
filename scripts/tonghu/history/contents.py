"""What records hold, named by one hash: their commit and tree in Git, else their own content."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tonghu.history.git import git, revision, top

COMMIT, TREE, CONTENT = "commit", "tree", "content"


def named(records: Path, at: str | None) -> dict[str, str] | None:
    """The commit and the tree of the records at a revision; None where Git knows none."""
    root = top(records)
    commit = revision(root, at or "HEAD") if root else None
    if root is None or commit is None:
        return None
    tree = _tree(root, records, commit)
    return {COMMIT: commit, TREE: tree} if tree else None


def _tree(root: Path, records: Path, commit: str) -> str | None:
    inside = records.resolve().relative_to(root.resolve()).as_posix()
    found = git(root, "rev-parse", "--verify", "--quiet", f"{commit}:{inside}")
    return found.decode("ascii").strip() if found else None


def commit_of(records: Path, known: dict[str, str]) -> str | None:
    """A commit that holds the same records: the one named, else any with the same tree."""
    root = top(records)
    if root is None or COMMIT not in known:
        return None
    if revision(root, known[COMMIT]) and _tree(root, records, known[COMMIT]) == known.get(TREE):
        return known[COMMIT]
    listed = git(root, "log", "--all", "--format=%H", "--", str(records.resolve()))
    for commit in (listed or b"").decode("ascii").split():
        if _tree(root, records, commit) == known.get(TREE):
            return commit
    return None


def content(records: Path) -> dict[str, str]:
    """The hash of every file of records that are in no repository."""
    found = hashlib.sha256()
    for path in sorted(records.rglob("*")):
        if path.is_file():
            inner = hashlib.sha256(path.read_bytes()).hexdigest()
            found.update(f"{path.relative_to(records).as_posix()}\0{inner}\n".encode())
    return {CONTENT: found.hexdigest()}
