"""The sealed halves of a repository, opened: plain data in memory and nowhere else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from tonghu.record import files
from tonghu.schema import Schemas
from tonghu.seal.clash import is_marked
from tonghu.seal.envelope import SOPS, faults
from tonghu.seal.sops import CHANGED, SealError, Sops
from tonghu.source import Document, read

CHILD, STAFF = "sealed", "team-sealed"
CASE = files.CASE.replace(".yml", files.SEALED)
TEAM = files.TEAM.replace(".yml", files.SEALED)
AT_ONCE = 4
"""Programs run side by side; each takes a twentieth of a second."""

BAD = "这个密封文件的外面就不对，没有打开它：请先运行 tonghu check 看是哪里。"
UNDECIDED = "两个人的改动还没有定下来，打不开：请运行 tonghu seal edit 定下来。"


class Half(NamedTuple):
    """One sealed half: where it lies, what it says in clear, or why it cannot be opened."""

    path: Path
    document: Document
    closed: SealError | None = None

    @property
    def data(self) -> Mapping[str, Any]:
        """What it says; nothing where it could not be opened."""
        found = self.document.data
        return found if isinstance(found, Mapping) and not self.closed else {}


def paths(folders: Iterable[files.Folder]) -> Iterator[Path]:
    """The sealed halves in some children's folders, that of the case file first."""
    for folder in folders:
        found = sorted(folder.path.glob(f"*{files.SEALED}"))
        yield from sorted(found, key=lambda path: path.name != CASE)


def schema_of(path: Path) -> str:
    """The schema of a sealed half's plain text."""
    return STAFF if path.name == TEAM else CHILD


def is_encrypted(document: Document) -> bool:
    """Whether a half is what sops makes."""
    return isinstance(document.data, dict) and SOPS in document.data


def opened(path: Path, schemas: Schemas, sops: Sops | None) -> Half:
    """One half in clear; a file that is wrong from outside is never given to sops."""
    return opened_text(path, files.content(path), schemas, sops)


def opened_text(path: Path, raw: bytes, schemas: Schemas, sops: Sops | None) -> Half:
    """The same of a text that stands, or stood, in that file; an empty one says nothing."""
    document = read(path.name, raw if raw.strip() else b"{}\n")
    if is_marked(raw):
        return Half(path, document, SealError(CHANGED, UNDECIDED))
    if not is_encrypted(document):
        return Half(path, document)
    if document.problems or any(faults(document, schemas.raw(schema_of(path)))):
        return Half(path, document, SealError(CHANGED, BAD))
    if sops is None:
        return Half(path, document, SealError("no-key", "这里没有钥匙，打不开密封的一半。"))
    try:
        return Half(path, read(path.name, sops.opened(document.raw)))
    except SealError as closed:
        return Half(path, document, closed)


def every(
    found: Sequence[Path],
    schemas: Schemas,
    sops: Sops | None,
    progress: Callable[[int, int], None],
) -> Iterator[Half]:
    """Several halves in their order, a few at once."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        results = pool.map(lambda path: opened(path, schemas, sops), found)
        for done, half in enumerate(results, 1):
            progress(done, len(found))
            yield half


def quoted(data: Mapping[str, Any]) -> bytes:
    """Plain data as YAML in which nothing is taken for a date, a number or nothing at all."""
    return json.dumps(_without_empty(data), ensure_ascii=False).encode("utf-8")


def _without_empty(value: Any) -> Any:
    if isinstance(value, Mapping):
        kept = {key: _without_empty(inner) for key, inner in value.items()}
        return {key: inner for key, inner in kept.items() if inner not in ("", None, [], {})}
    if isinstance(value, list):
        return [inner for inner in map(_without_empty, value) if inner not in ("", None, [], {})]
    return value
