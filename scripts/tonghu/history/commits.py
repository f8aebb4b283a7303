"""What commits say and add: their messages, and the lines that come with each of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tonghu.history.git import git

MARK = "\x00"
SCISSORS = "# ------------------------ >8 ------------------------"
COMMENT = "#"
SHORT = 8
ADDED = "+"
PATH = "+++ b/"


def written(message: str) -> str:
    """The message of a commit as its writer has it in the editor, without what Git adds to it."""
    text, _, _ = message.partition(SCISSORS)
    return "\n".join("" if line.startswith(COMMENT) else line for line in text.splitlines())


def commits(folder: Path, between: str) -> list[tuple[str, str]] | None:
    """The name and the text of every commit in a range, and of what it adds; None without one."""
    form = "--format=%x00%H%n%B"
    plain = ("--no-color", "--no-ext-diff", "--no-textconv", "--unified=0", "-p", "-m")
    if between.startswith("-"):
        return None
    found = git(folder, "log", form, *plain, between, "--")
    return None if found is None else list(_each(found.decode("utf-8", "replace")))


def _each(text: str) -> Iterator[tuple[str, str]]:
    for commit in text.split(MARK)[1:]:
        revision, _, rest = commit.partition("\n")
        message, _, changes = rest.partition("\ndiff --git ")
        yield f"提交 {revision[:SHORT]}", message
        yield from _added(f"提交 {revision[:SHORT]}", changes)


def _added(name: str, changes: str) -> Iterator[tuple[str, str]]:
    """The lines that were added, file by file."""
    lines: list[str] = []
    path = ""
    for line in changes.split("\n"):
        if line.startswith("+++ "):
            yield from [(f"{name} {path}", "\n".join(lines))] if lines else []
            path, lines = line.removeprefix(PATH), []
        elif line.startswith(ADDED):
            lines.append(line[1:])
    if lines:
        yield f"{name} {path}", "\n".join(lines)
