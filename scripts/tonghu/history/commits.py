"""What commits say and add: who made them, their messages, and the lines that come with them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tonghu.history.git import git, revision

MARK, NEXT = "\x00", "\x01"
AUTHORS = "作者"
SCISSORS = "# ------------------------ >8 ------------------------"
COMMENT = "#"
SHORT = 8
ADDED = "+"
PATH = "+++ b/"


def written(message: str) -> str:
    """The message of a commit as its writer has it in the editor, without what Git adds to it."""
    text, _, _ = message.partition(SCISSORS)
    return "\n".join("" if line.startswith(COMMENT) else line for line in text.splitlines())


class Said(NamedTuple):
    """A text of one commit: its message, or with a `path` what it adds to a file.

    `role` says what else it is: the names and addresses of its author and committer.
    """

    revision: str
    path: str
    text: str
    role: str = ""

    @property
    def name(self) -> str:
        """What people call it."""
        return f"提交 {self.revision[:SHORT]} {self.path or self.role}".rstrip()


def commits(folder: Path, between: str) -> list[Said] | None:
    """Author, message and added lines of every commit in a range, file by file; None without."""
    form = "--format=%x00%H%n%an <%ae>%x01%cn <%ce>%n%B"
    plain = ("--no-color", "--no-ext-diff", "--no-textconv", "--unified=0", "-p", "-m")
    if between.startswith("-"):
        return None
    found = git(folder, "log", form, *plain, between, "--")
    return None if found is None else list(_each(found.decode("utf-8", "replace")))


def file_before(folder: Path, between: str, path: str) -> bytes:
    """A file as it is in BASE of BASE..HEAD, which the commits in the range cannot change.

    Empty where there is none, and where the range does not say which commit is its base.
    """
    base, dots, head = between.partition("..")
    known = revision(folder, base) if base and dots and not head.startswith(".") else None
    return file_at(folder, known, path) if known else b""


def file_at(folder: Path, commit: str, path: str) -> bytes:
    """A file as it is in a commit, empty where there is none."""
    return git(folder, "show", "--no-textconv", f"{commit}:{path}") or b""


def _each(text: str) -> Iterator[Said]:
    for commit in text.split(MARK)[1:]:
        revision, _, rest = commit.partition("\n")
        people, _, rest = rest.partition("\n")
        message, _, changes = rest.partition("\ndiff --git ")
        yield Said(revision, "", "\n".join(dict.fromkeys(people.split(NEXT))), AUTHORS)
        yield Said(revision, "", message)
        yield from _added(revision, changes)


def _added(revision: str, changes: str) -> Iterator[Said]:
    """The lines that were added, file by file."""
    lines: list[str] = []
    path = ""
    for line in changes.split("\n"):
        if line.startswith("+++ "):
            yield from [Said(revision, path, "\n".join(lines))] if lines else []
            path, lines = line.removeprefix(PATH), []
        elif line.startswith(ADDED):
            lines.append(line[1:])
    if lines:
        yield Said(revision, path, "\n".join(lines))
