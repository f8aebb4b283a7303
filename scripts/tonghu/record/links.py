"""Files and folders that lie where they stand, told from those that only lead somewhere else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Below(NamedTuple):
    """What lies below a folder: files, and links to files or folders; no link is followed."""

    files: list[Path]
    links: list[Path]


def below(folder: Path) -> Below:
    """Everything at any depth in a fixed order; nothing where there is no such folder."""
    found = Below([], [])
    for at, folders, names in os.walk(folder):
        links = {name for name in (*folders, *names) if leads_elsewhere(Path(at, name))}
        folders[:] = sorted(set(folders) - links)
        found.links.extend(Path(at, name) for name in sorted(links))
        found.files.extend(Path(at, name) for name in sorted(set(names) - links))
    return found


def leads_elsewhere(path: Path) -> bool:
    """Whether what is found here lies somewhere else: a link, or a junction of Windows."""
    return path.is_symlink() or (path.is_dir() and _is_elsewhere(path))


def links_to(root: Path, names: tuple[str, ...]) -> Iterator[Path]:
    """The links among some files and folders of a root, and below them."""
    for name in names:
        path = root / name
        yield from [path] if leads_elsewhere(path) else below(path).links


def _is_elsewhere(folder: Path) -> bool:
    real = os.path.join(os.path.realpath(folder.parent), folder.name)  # noqa: PTH118
    return os.path.normcase(os.path.realpath(folder)) != os.path.normcase(real)
