"""What marks a folder as a site that was made here: what it was made from, and what lies in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tonghu.record.links import below

MARK = ".tonghu-site"
"""Lies in a folder that was made here: no other is ever replaced."""

DROPPED = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What some systems leave wherever somebody looks into a folder; it is nobody's."""


class Made(NamedTuple):
    """What a site was made from, as a number, and the number of each file by its path."""

    origin: str
    files: Mapping[str, str]


def mark(folder: Path, origin: str) -> None:
    """Write down what has been made."""
    made = {"origin": origin, "files": _numbers(folder)}
    text = json.dumps(made, ensure_ascii=False, indent=0, sort_keys=True)
    (folder / MARK).write_text(text + "\n", encoding="utf-8", newline="\n")


def made(folder: Path) -> Made:
    """What was made here; a mark that tells no files owns none."""
    try:
        told = json.loads((folder / MARK).read_text(encoding="utf-8"))
        return Made(str(told["origin"]), {str(name): str(n) for name, n in told["files"].items()})
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Made("", {})


def others(folder: Path, known: Made) -> list[str]:
    """What lies in a folder and was not made here."""
    found = below(folder)
    names = (path.relative_to(folder).as_posix() for path in (*found.files, *found.links))
    own = {MARK, *known.files}
    return sorted(name for name in names if name not in own and Path(name).name not in DROPPED)


def is_as_made(folder: Path, known: Made) -> bool:
    """Whether every file is there as it was made."""
    return bool(known.files) and _numbers(folder) == known.files


def _numbers(folder: Path) -> dict[str, str]:
    found = {path.relative_to(folder).as_posix(): path for path in below(folder).files}
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in sorted(found.items())
        if name != MARK and path.name not in DROPPED
    }
