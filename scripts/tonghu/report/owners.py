"""Who reviews what, for a forge: the children and the places of a township by its own people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tonghu.record.files import CHILDREN
from tonghu.record.repository import Repository

HEAD = "# 由 tonghu hooks --owners 按 records/places/ 里的 owners 写出，请不要手改。\n"
OWNERS = "owners"
PLAIN = re.compile(r"[\w./-]+", re.ASCII)
"""Paths that mean themselves in such a file; what no tool wrote is left to the county."""

HANDLE = re.compile(r"@[\w./-]+", re.ASCII)


def codeowners(repository: Repository, prefix: str) -> str:
    """The whole file; `prefix` is the path from the root to the records, with its slash.

    The last line that fits counts: first everything to the county, then what is a township's.
    """
    owners = dict(_owners(repository))
    area = repository.settings.data
    county = str(area.get("area")) if isinstance(area, Mapping) else None
    lines = [HEAD]
    lines += [f"* {owners[county]}\n"] if county in owners else []
    for township in sorted(owners.keys() - {county}):
        if PLAIN.fullmatch(township):
            paths = [f"/{prefix}{CHILDREN}/{township}/", *_files(repository, township)]
            lines += [f"{path} {owners[township]}\n" for path in paths]
    return "".join(lines)


def _owners(repository: Repository) -> Iterator[tuple[str, str]]:
    for document in repository.place_documents:
        data: Any = document.data
        named = data.get(OWNERS) if isinstance(data, Mapping) else None
        handles = [str(each) for each in named] if isinstance(named, list) else []
        found = " ".join(each for each in handles if HANDLE.fullmatch(each))
        if found and _is_known(repository, data.get("id")):
            yield data["id"], found


def _is_known(repository: Repository, identity: Any) -> bool:
    """Whether an id is that of one place: who writes it into another file names nobody."""
    files = [each for each in repository.place_documents if _id(each.data) == identity]
    return isinstance(identity, str) and len(files) == 1


def _id(data: Any) -> Any:
    return data.get("id") if isinstance(data, Mapping) else None


def _files(repository: Repository, township: str) -> list[str]:
    """The files of a township's places; a folder that holds nothing else is named whole."""
    homes: dict[str, set[str | None]] = {}
    files: list[tuple[str, str]] = []
    for document in repository.place_documents:
        data: Any = document.data
        identity = data.get("id") if isinstance(data, Mapping) else None
        home = repository.places.township(identity) if isinstance(identity, str) else None
        folder = document.path.rpartition("/")[0]
        homes.setdefault(folder, set()).add(home)
        files += [(folder, document.path)] if home == township else []
    found = {f"/{folder}/" if len(homes[folder]) == 1 else f"/{path}" for folder, path in files}
    return sorted(path for path in found if PLAIN.fullmatch(path))
