"""A problem is a value: where it stands, what is wrong, and what to write instead."""

from __future__ import annotations

from dataclasses import dataclass, replace

ERROR = "error"
WARNING = "warning"


class UnusableError(ValueError):
    """Without schemas and facts nothing can be worked out; the message is one Chinese sentence."""


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One thing that is wrong in one file.

    `path` is POSIX and relative to the repository; `line` and `column` count from 1 and name
    the very value; `code` is stable kebab-case; `message` is one Chinese sentence that says what
    is wrong and what to write instead, and never repeats a value that may be personal.
    """

    path: str
    line: int
    column: int
    code: str
    severity: str
    message: str
    hint: str = ""

    def moved(self, path: str) -> Problem:
        """The same problem, told of another path."""
        return replace(self, path=path)


def error(path: str, mark: tuple[int, int], code: str, message: str, hint: str = "") -> Problem:
    """A problem that fails a check; `mark` is (line, column)."""
    return Problem(path, mark[0], mark[1], code, ERROR, message, hint)


def warning(path: str, mark: tuple[int, int], code: str, message: str, hint: str = "") -> Problem:
    """A problem that is shown and does not fail a check."""
    return Problem(path, mark[0], mark[1], code, WARNING, message, hint)
