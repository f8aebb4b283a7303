"""The one way out: to the screen, or to a file that is there whole; never a personal number."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tonghu.record.numbers import masked

COMMAND = re.compile(r"^(\s*)::", re.MULTILINE)
OLD_COMMAND = re.compile(r"##\[")
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def say(text: str, end: str = "\n") -> None:
    """A line for whoever asked."""
    print(_fit(text), end=end)


def warn(text: str) -> None:
    """A line beside the answer: what is odd, and what went wrong; no command of a workflow."""
    print(_fit(tame(text)), file=sys.stderr)


def ask(text: str) -> None:
    """A question, answered on the same line."""
    print(_fit(text), end="", file=sys.stderr, flush=True)


def is_watched() -> bool:
    """Whether somebody sees what is remarked."""
    return sys.stderr.isatty()


def reveal(text: str) -> None:
    """What a key holder asked to see, after saying what for: the only thing not masked."""
    print(text)


def coded(texts: Iterable[str]) -> Iterator[bytes]:
    """Rendered text as the bytes that go to the screen or into a file."""
    return (masked(text).encode("utf-8", "backslashreplace") for text in texts)


def put(path: str | None, pieces: Iterable[bytes], *, private: bool = False) -> None:
    """Write bytes as they are, to a file or to the screen; `private` is for their owner only."""
    if path is not None:
        _file(Path(path).resolve(), pieces, private)
        return
    sys.stdout.flush()
    for piece in pieces:
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


def tame(text: str) -> str:
    """The text, whatever is repeated in it, without what a workflow or a terminal would obey."""
    return OLD_COMMAND.sub("# [", COMMAND.sub(r"\1: :", UNSEEN.sub(" ", text)))


def _fit(text: str) -> str:
    return masked(text).encode("utf-8", "backslashreplace").decode()


def _file(path: Path, pieces: Iterable[bytes], private: bool) -> None:
    if path.exists() and not path.is_file():  # a device or a pipe, never to be replaced
        with path.open("wb") as device:
            device.writelines(pieces)
        return
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, "", str(path.parent))
    import tempfile

    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
        temporary.chmod(_mode(path, private))
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _mode(path: Path, private: bool) -> int:
    """Who may read a file: only its owner what holds names, else whoever this user lets."""
    if private:
        return 0o600
    if path.exists():
        return path.stat().st_mode
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
