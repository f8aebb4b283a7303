"""The names of children, opened for somebody who may: by id, in memory only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tonghu.cli import keyring
from tonghu.cli.keyring import Holder
from tonghu.cli.progress import progress
from tonghu.entry.ground import Ground
from tonghu.record import files
from tonghu.seal import halves

Halves = dict[str, list[Mapping[str, Any]]]


def opened(
    ground: Ground, folders: Iterable[files.Folder], held: Holder | None
) -> tuple[Halves, list[str]]:
    """What the sealed halves of some children say, by id; and who could not be opened."""
    paths = list(halves.paths(folders))
    sops = keyring.sops(held.key) if held else None
    found: Halves = {}
    closed: list[str] = []
    for half in halves.every(paths, ground.schemas, sops, progress("打开密封")):
        identity = half.path.parent.name
        if half.closed or half.data.get("id", identity) != identity:
            closed.append(identity)
        else:
            found.setdefault(identity, []).append(half.data)
    return found, sorted(set(closed))


def names(found: Mapping[str, list[Mapping[str, Any]]]) -> dict[str, str]:
    """Id → name, for those who have one."""
    return {
        identity: str(half["name"])
        for identity, several in found.items()
        for half in several
        if "name" in half
    }
