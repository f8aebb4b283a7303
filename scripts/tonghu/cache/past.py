"""What was rewritten since the base, asked only of files that may have been."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from tonghu.checks.asked import Asked
from tonghu.checks.dossier import Dossier
from tonghu.checks.ground import Ground
from tonghu.checks.run import beside
from tonghu.history.standing import Standing, differing
from tonghu.problem import Problem
from tonghu.record.files import CHILDREN

MANY = 500
"""More files than this are not named to Git one by one."""


def rewritten(asked: Asked, rules: Ground, seen: Standing) -> Iterator[Problem]:
    """What was recorded or in force at the base, and is not what it was."""
    paths = _paths(asked, seen)
    if asked.base and paths:
        from tonghu.checks.compare import compared

        children = asked.records / CHILDREN
        apart = any(not path.is_relative_to(children) for path in paths)
        yield from compared(rules, asked.base, paths, _others(asked, rules) if apart else [])


def _paths(asked: Asked, seen: Standing) -> list[Path]:
    """Where something may differ from the base: all that may count, where Git cannot tell."""
    docs = beside(asked)
    since = differing(seen.root, asked.base or seen.head, seen.head)
    if since is None:
        return [asked.records, *docs]
    folders = {seen.prefix: asked.records}
    elsewhere = []
    for folder in docs:
        inside = _inside(folder, seen.root)
        elsewhere += [] if inside else [folder]
        folders |= {inside: folder} if inside else {}
    names = {*since, *seen.dirty}
    paths = [path for name in names for path in _below(folders, name)]
    return [*(paths if len(paths) <= MANY else folders.values()), *elsewhere]


def _inside(folder: Path, root: Path) -> str | None:
    """The way from the root of a work tree to a folder, None where it lies elsewhere."""
    folder, root = folder.resolve(), root.resolve()
    return f"{folder.relative_to(root).as_posix()}/" if folder.is_relative_to(root) else None


def _below(folders: Mapping[str, Path], name: str) -> Iterator[Path]:
    """A path from the root as one in or around these folders."""
    for prefix, folder in folders.items():
        if name.startswith(prefix):
            yield folder / name.removeprefix(prefix)
        elif prefix.startswith(f"{name}/"):
            yield folder


def _others(asked: Asked, rules: Ground) -> list[Dossier]:
    """Places and workers."""
    from tonghu.checks.county import county, dossiers

    return dossiers(rules, county(asked.records, rules.schemas))
