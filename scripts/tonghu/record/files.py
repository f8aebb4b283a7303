"""Where the files of a repository of records lie, in a fixed order."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

CASE = "case.yml"
SEALED = ".sealed.yml"
CHILDREN = "children"
PLACES = "places"
ACCESS = "access"
SETTINGS = "settings.yml"
TEAM = "team.yml"
READERS = ".sops.yaml"
"""Beside the records: who may open which sealed half."""

ISSUES = "docs/statistics/issues"
"""Beside the records, wherever the definitions are: what was published of them."""

ISSUED = f"{ISSUES}/ledger.csv"
"""The frozen ledger of it."""

LIKE_RECORDS = (".yml", ".yaml", ".yml.txt", ".yaml.txt", ".yml.bak", ".json")
"""Endings of names by which a file that is not read is known to be meant as a record."""

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

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
    return {township: directories(children / township) for township in directories(children)}


def twice(records: Path) -> list[str]:
    """The ids that have a folder in more than one township."""
    counted = Counter(each for ids in names(records).values() for each in ids)
    return [each for each, count in sorted(counted.items()) if count > 1]


class Inside(NamedTuple):
    """What lies in a child's folder: record files, the case file first, and what is not read."""

    records: list[str]
    strays: list[str]


def inside(folder: Path) -> Inside:
    """What lies in a child's folder; nothing where it cannot be opened."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: (entry.name != CASE, entry.name))
    except OSError:
        return Inside([], [])
    records = [each.name for each in found if _is_record(each.name)]
    if len(records) == len(found):
        return Inside(records, [])
    rest = [each for each in found if not each.name.endswith(".yml")]
    return Inside(records, [each.name for each in rest if _is_like_records(each)])


def told_apart(names: Iterable[str]) -> Inside:
    """The same of the names of files in a child's folder that is not in the work tree."""
    found = sorted(names, key=lambda name: (name != CASE, name))
    rest = (name for name in found if not name.endswith(".yml") and not name.startswith("."))
    strays = [name for name in rest if name.lower().endswith(LIKE_RECORDS)]
    return Inside([name for name in found if _is_record(name)], strays)


def record_files(folder: Path) -> list[str]:
    """Names of the open record files of a child's folder, the case file first."""
    return inside(folder).records


def misplaced(records: Path) -> Iterator[Path]:
    """What is meant as the records of a child, but lies where nobody reads it.

    Among the townships and among the children, whatever is no folder and has no ending of a
    file may be a child's folder that something else took the place of.
    """
    for entry in _entries(records):
        if entry.name == CHILDREN:
            yield from _between(Path(entry.path))
        elif entry.name not in (PLACES, ACCESS) and is_directory(entry):
            yield from records_below(Path(entry.path))


def records_below(folder: Path) -> Iterator[Path]:
    """Every file at any depth that is meant as a record."""
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if not name.startswith(".") and name.lower().endswith(LIKE_RECORDS):
                yield Path(parent, name)


def whose(path: Path) -> str:
    """The child that a path is about: its folder's name, or the file's own without endings."""
    stem = path.name.partition(".")[0] or path.name
    named = stem.lower() == CASE.partition(".")[0] or DAY.match(stem)
    return path.parent.name if named else stem


def _between(children: Path) -> Iterator[Path]:
    """What is no folder where only folders belong."""
    if not children.is_dir():
        yield children
        return
    for township in _entries(children):
        if not is_directory(township):
            if is_in_a_folder_s_place(township):
                yield Path(township.path)
            continue
        for child in _entries(Path(township.path)):
            if not is_directory(child) and is_in_a_folder_s_place(child):
                yield Path(child.path)


def is_in_a_folder_s_place(entry: os.DirEntry[str]) -> bool:
    """Whether a file among townships or children may stand for a child or hold one."""
    hidden, bare = entry.name.startswith("."), "." not in entry.name
    likely = bare or entry.is_symlink() or entry.name.lower().endswith(LIKE_RECORDS)
    return likely and not hidden


def _is_record(name: str) -> bool:
    return name.endswith(".yml") and not name.endswith(SEALED)


def _is_like_records(entry: os.DirEntry[str]) -> bool:
    """Whether something that is not read has the name of a record, or holds such files."""
    if entry.name.startswith("."):
        return False
    if entry.name.lower().endswith(LIKE_RECORDS):
        return True
    return is_directory(entry) and next(records_below(Path(entry.path)), None) is not None


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """What lies in a folder, by name; nothing where it cannot be opened."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []


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


def directories(parent: Path) -> list[str]:
    """Names of the folders in a folder, none where it is not there.

    OSError where it cannot be opened: whoever lies in it must not be missing without a word.
    """
    try:
        with os.scandir(parent) as entries:
            return sorted(entry.name for entry in entries if is_directory(entry))
    except (FileNotFoundError, NotADirectoryError):
        return []


def is_directory(entry: os.DirEntry[str]) -> bool:
    """Whether something in a folder is itself a folder; a link that leads nowhere is none."""
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False
