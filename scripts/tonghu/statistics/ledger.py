"""The frozen ledger: every file of every issue with its digest; lines are only ever added."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tonghu.record.files import ISSUED, MOST

NAME = Path(ISSUED).name
COLUMNS = ("period", "file", "sha256")


class Entry(NamedTuple):
    """One file of one issue, and the digest of what it held when it was issued."""

    period: str
    file: str
    sha256: str


def entries(period: str, files: Mapping[str, bytes]) -> list[Entry]:
    """The lines of an issue."""
    return [Entry(period, name, digest(files[name])) for name in sorted(files)]


def digest(raw: bytes) -> str:
    """What stands for the content of a file, the same whatever its ends of lines."""
    return hashlib.sha256(raw.replace(b"\r\n", b"\n")).hexdigest()


def text(found: Sequence[Entry]) -> str:
    """The ledger as it is written."""
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows(found)
    return written.getvalue()


def read(raw: bytes) -> list[Entry]:
    """The lines of a ledger; lines that are none are left out, so that their files are missing.

    So is what stands behind a line that cannot be read, or behind so much as no ledger will have.
    """
    rows = _rows(raw[:MOST].decode("utf-8-sig", "replace"))
    return [Entry(*row) for row in rows if len(row) == len(COLUMNS) and tuple(row) != COLUMNS]


def _rows(text: str) -> Iterator[list[str]]:
    with suppress(csv.Error):
        yield from csv.reader(io.StringIO(text))


def kept(folder: Path) -> list[Entry]:
    """The ledger of a folder of issues, empty where there is none."""
    path = folder / NAME
    return read(path.read_bytes()) if path.is_file() else []


def unlike(folder: Path) -> list[str] | None:
    """Of issues, or of one, what is not as their ledger says; None where there is no ledger."""
    if (folder / NAME).is_file():
        return list(altered(folder, kept(folder)))
    shelf = folder.resolve().parent
    if not (shelf / NAME).is_file():
        return None
    every = altered(shelf, kept(shelf))
    return [name for name in every if name.startswith(f"{folder.resolve().name}/")]


def _held(path: Path) -> str:
    """The digest of a file, empty where there is or can be none of this name."""
    with suppress(OSError, ValueError):
        return digest(path.read_bytes()) if path.is_file() else ""
    return ""


def registered(folder: Path) -> list[str]:
    """The ledger, and every file, as `period/file`, that is what it says."""
    every = kept(folder)
    wrong = set(altered(folder, every))
    found = [f"{entry.period}/{entry.file}" for entry in every]
    return [NAME, *(name for name in found if name not in wrong)] if every else []


def altered(folder: Path, found: Sequence[Entry]) -> Iterator[str]:
    """The files, as `period/file`, that are not what the ledger says, are gone, or not in it."""
    listed = {(entry.period, entry.file): entry.sha256 for entry in found}
    for (period, file), sha256 in listed.items():
        if _held(folder / period / file) != sha256:
            yield f"{period}/{file}"
    for path in sorted(folder.glob("*/*")):
        if path.is_file() and (path.parent.name, path.name) not in listed:
            yield f"{path.parent.name}/{path.name}"
