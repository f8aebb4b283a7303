"""One writer at a time: a file that only one program can make stands while records are written."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

NAME = ".tonghu.lock"
TRIES, PAUSE = 100, 0.15
HELD = (
    "另一个 tonghu 正在写这里的档案，等了一会儿还没有写完；什么也没有写，请过一会儿再运行一次。"
    "如果没有别的 tonghu 在运行（例如上次写到一半断了电），请删掉这个文件再试"
)


@contextmanager
def alone(folder: Path, wait: Callable[[float], None]) -> Iterator[None]:
    """Read and write the records in a folder with nobody else writing; OSError where one stays.

    `wait` lets some seconds pass.
    """
    path = folder / NAME
    _take(path, wait)
    try:
        yield
    finally:
        with suppress(FileNotFoundError):
            os.unlink(path)  # noqa: PTH108 - as it was made, by its name alone


def _take(path: Path, wait: Callable[[float], None]) -> None:
    for _ in range(TRIES):
        try:
            _mark(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        except FileExistsError:
            if not _left(path):
                wait(PAUSE)
        except PermissionError:  # also what Windows says of a file that is just going
            if not path.exists():
                raise
            wait(PAUSE)
        else:
            return
    raise OSError(0, HELD, str(path))


def _mark(handle: int) -> None:
    """Write down which program on which machine holds the lock."""
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"{platform.node()} {os.getpid()}\n")


def _left(path: Path) -> bool:
    """Take the lock away from a program of this machine that is no more; whether that was so."""
    try:
        node, _, number = path.read_text("utf-8").strip().rpartition(" ")
        if os.name == "nt" or node != platform.node() or not number.isdigit():
            return False
        os.kill(int(number), 0)
    except ProcessLookupError:
        with suppress(FileNotFoundError):
            path.unlink()
        return True
    except (OSError, UnicodeDecodeError, OverflowError):
        return False
    return False
