"""What a folder of results remembers of its own files, also after a run that was cut off.

What will be written is noted before it is there, a line for each, so that a run that ends in the
middle leaves nothing that could be taken for somebody's work. Whoever can write into the folder
can write these notes: they speak of nothing outside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any

from tonghu.cli.output import put

MANIFEST, NOTES = ".written.json", ".writing.jsonl"


class Written:
    """The files made before by name, with the digests of all that were or may have been made."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.before: dict[str, set[str]] = {}
        for found in (*_manifest(folder), *_notes(folder)):
            for name, digest in found.items():
                if isinstance(digest, str) and is_inside(folder, name):
                    self.before.setdefault(name, set()).add(digest)

    def will(self, name: str, digest: str) -> None:
        """Note what is about to be written."""
        line = json.dumps({name: digest}, ensure_ascii=False)
        with self._own(NOTES).open("a", encoding="utf-8", newline="\n") as notes:
            notes.write(f"\n{line}")

    def done(self, now: Mapping[str, str]) -> None:
        """Remember what was written, and nothing else."""
        text = json.dumps(now, ensure_ascii=False, indent=1, sort_keys=True)
        put(str(self._own(MANIFEST)), [text.encode() + b"\n"])
        (self.folder / NOTES).unlink(missing_ok=True)

    def _own(self, name: str) -> Path:
        """A file of notes; a link that has taken its place goes, what it leads to stays."""
        path = self.folder / name
        if path.is_symlink():
            path.unlink()
        return path


def is_inside(folder: Path, name: str) -> bool:
    """Whether a name is of a place in the folder, and no link on the way leads elsewhere."""
    if ":" in name or "\\" in name or "\0" in name or name != PurePosixPath(name).as_posix():
        return False
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        return False
    with suppress(OSError, RuntimeError, ValueError):
        (folder / path).exists()  # which raises where there can be no such name
        return (folder / path).resolve() == folder.resolve() / path
    return False


def _manifest(folder: Path) -> Iterator[dict[str, Any]]:
    with suppress(OSError, ValueError):
        yield from _mapping((folder / MANIFEST).read_bytes())


def _notes(folder: Path) -> Iterator[dict[str, Any]]:
    """The notes of runs that were cut off; the last line may be half there."""
    with suppress(OSError):
        for line in (folder / NOTES).read_bytes().splitlines():
            yield from _mapping(line)


def _mapping(text: bytes) -> Iterator[dict[str, Any]]:
    try:
        found = json.loads(text)
    except (RecursionError, ValueError):
        return
    if isinstance(found, dict):
        yield found
