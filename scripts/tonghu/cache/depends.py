"""On what results depend besides the children's own files: the tool itself, and other files."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from tonghu.record import files
from tonghu.record.links import below, links_to

PACKAGE = Path(__file__).parents[1]
INSTALLED = "-info"
"""The end of the names of the folders that tell which version of a library is installed."""


@cache
def tool() -> str:
    """The tool's own code, the Python that runs it, and which libraries are installed."""
    found = hashlib.sha256(sys.version.encode())
    for folder in sys.path:
        found.update("\n".join(_installed(folder)).encode("utf-8", "surrogateescape"))
    for path in sorted(PACKAGE.rglob("*.py")):
        found.update(path.relative_to(PACKAGE).as_posix().encode())
        found.update(path.read_bytes())
    return found.hexdigest()


def content(root: Path, paths: Iterable[Path]) -> str:
    """What some files are called and hold; one that cannot be read is what it is called."""
    found = hashlib.sha256()
    for path in paths:
        try:
            raw = path.read_bytes()
        except OSError:
            raw = b"-"
        name = os.fsencode(path.relative_to(root).as_posix())
        found.update(b"%d %d " % (len(name), len(raw)) + name + raw)
    return found.hexdigest()


def whole(root: Path, names: tuple[str, ...]) -> str:
    """Every file below some folders, and every link: none is named, so that none is forgotten."""
    links = [os.fsencode(path.relative_to(root)).hex() for path in links_to(root, names)]
    return key(content(root, (path for name in names for path in below(root / name).files)), links)


def apart(records: Path) -> Iterator[Path]:
    """The files of records that are not about one child."""
    yield records / files.SETTINGS
    yield records / files.TEAM
    yield from files.place_files(records)


def key(*parts: Any) -> str:
    """One short text for several plain values."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _installed(folder: str) -> list[str]:
    try:
        return sorted(name for name in os.listdir(folder) if name.endswith(INSTALLED))  # noqa: PTH208
    except OSError:
        return []
