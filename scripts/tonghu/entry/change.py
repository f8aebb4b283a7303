"""Several files written all or none: what was written is taken back where one cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tonghu.source import replace, settle

MOVED = "刚刚被别的程序改过，什么也没有写；请再运行一次"
LEFT = "没有写成，也没能撤回已经写下的，请自己删掉或改回"


class Change(NamedTuple):
    """A file's new text, and the bytes that it replaces; None where there is no file yet."""

    path: Path
    text: str
    before: bytes | None = None


def apply(changes: Sequence[Change]) -> None:
    """Write all files; OSError after taking back what was written, and nothing is changed."""
    begun: list[Change] = []
    folders: list[Path] = []
    try:
        for change in changes:
            _make_folder(change.path.parent, folders)
            if _current(change.path) != change.before:
                raise OSError(0, MOVED, str(change.path))
            begun.append(change)
            replace(change.path, change.text)
    except BaseException as error:
        left = [change.path for change in reversed(begun) if not _taken_back(change)]
        _remove(folders)
        if left and isinstance(error, Exception):
            raise OSError(0, LEFT, "、".join(map(str, left))) from error
        raise


def _current(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _make_folder(folder: Path, made: list[Path]) -> None:
    """A folder and those above it; each that was not there is noted."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for each in reversed(missing):
        each.mkdir()
        made.append(each)
        settle(each.parent)


def _remove(folders: list[Path]) -> None:
    for folder in reversed(folders):
        try:
            folder.rmdir()
        except OSError:
            return


def _taken_back(change: Change) -> bool:
    try:
        if change.before is None:
            change.path.unlink(missing_ok=True)
        elif _current(change.path) != change.before:
            replace(change.path, change.before.decode("utf-8"))
    except (OSError, UnicodeDecodeError):
        return False
    return True
