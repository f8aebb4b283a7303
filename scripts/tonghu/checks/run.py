"""One pass over a repository: every file read once, every law asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from tonghu import pool
from tonghu.checks.ground import Ground
from tonghu.checks.reading import of_schema, opened, shown
from tonghu.problem import Problem
from tonghu.record import files
from tonghu.record.files import Folder

Progress = Callable[[int, int], None]


def check(ground: Ground, progress: Progress) -> list[Problem]:
    """Every problem of a repository, in the order of paths and lines."""
    found = list(_others(ground))
    found += _children(ground, progress)
    return sorted(found)


def _others(ground: Ground) -> Iterator[Problem]:
    records = ground.records
    yield from _file(ground, "settings", records / files.SETTINGS)
    if (records / files.TEAM).exists():
        yield from _file(ground, "team", records / files.TEAM)
    for path in files.place_files(records):
        yield from _file(ground, "place", path)


def _file(ground: Ground, schema: str, path: Path) -> Iterator[Problem]:
    document = opened(shown(path, ground.records.parent), path)
    yield from of_schema(ground.schemas, schema, document)


def _children(ground: Ground, progress: Progress) -> Iterator[Problem]:
    pieces = list(files.folders(ground.records))
    done = 0
    for part in pool.mapped(_same, (ground,), _chunk, pieces):
        done = min(done + pool.CHUNK, len(pieces))
        progress(done, len(pieces))
        yield from part


def _same(ground: Ground) -> Ground:
    return ground


def _chunk(ground: Ground, chunk: Sequence[Folder]) -> list[Problem]:
    return [problem for folder in chunk for problem in _child(ground, folder)]


def _child(ground: Ground, folder: Folder) -> Iterable[Problem]:
    for name in files.record_files(folder.path):
        schema = "case" if name == files.CASE else "events"
        yield from _file(ground, schema, folder.path / name)
