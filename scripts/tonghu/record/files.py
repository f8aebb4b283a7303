"""Where the files of a repository of records lie, in a fixed order."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

CASE = "case.yml"
SEALED = ".sealed.yml"
CHILDREN = "children"
PLACES = "places"
ACCESS = "access"
SETTINGS = "settings.yml"
TEAM = "team.yml"

MOST = 1024 * 1024 + 1
"""Bytes read at most: one more than a record may have, so that a longer one is told."""


class Folder(NamedTuple):
    """A child's folder: its township's folder name, its id, and where it lies."""

    township: str
    id: str
    path: Path


def folders(records: Path) -> Iterator[Folder]:
    """Every child's folder by township and id."""
    for township, ids in names(records).items():
        for each in ids:
            yield Folder(township, each, records / CHILDREN / township / each)


def names(records: Path) -> dict[str, list[str]]:
    """The ids of the children's folders by township, in the same order."""
    children = records / CHILDREN
    return {township: _directories(children / township) for township in _directories(children)}


def record_files(folder: Path) -> list[str]:
    """Names of the open record files of a child's folder, the case file first."""
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries)
    except OSError:
        return []
    found = [name for name in names if name.endswith(".yml") and not name.endswith(SEALED)]
    return sorted(found, key=lambda name: name != CASE)


def place_files(records: Path) -> list[Path]:
    """Every file under places/, at any depth."""
    return sorted((records / PLACES).rglob("*.yml"))


def content(path: Path) -> bytes:
    """The bytes of a regular file, no more than is needed to see that it is too long."""
    with open(path, "rb", opener=_without_waiting) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "not a regular file", os.fspath(path))
        return file.read(MOST)


def _without_waiting(path: str, flags: int) -> int:
    """Open a file; a pipe that nobody writes to is not waited for."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _directories(parent: Path) -> list[str]:
    """Names of the folders in a folder, none where it is not there.

    OSError where it cannot be opened: whoever lies in it must not be missing without a word.
    """
    try:
        with os.scandir(parent) as entries:
            return sorted(entry.name for entry in entries if _is_directory(entry))
    except (FileNotFoundError, NotADirectoryError):
        return []


def _is_directory(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False
