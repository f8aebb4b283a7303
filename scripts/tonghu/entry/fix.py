"""Repairs that change no meaning: full-width slips, unseen characters, the canonical order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import unified_diff
from pathlib import Path
from typing import NamedTuple

from tonghu.entry.canonical import CASE, EVENTS, PLACE, TEAM, canonical, order_of_kinds, same
from tonghu.entry.change import Change, apply
from tonghu.record import files
from tonghu.record.files import SEALED
from tonghu.schema import Schemas
from tonghu.source import Document, has_comment, read, repair

SETTINGS = "settings"


class Fixed(NamedTuple):
    """A file that was put right, and its lines before and after."""

    path: str
    change: Change

    def lines(self) -> list[str]:
        """The lines that went (-) and came (+)."""
        before = (self.change.before or b"").decode("utf-8").splitlines()
        told = unified_diff(before, self.change.text.splitlines(), n=0, lineterm="")
        return [line for line in list(told)[2:] if not line.startswith("@@")]


def fix(schemas: Schemas, records: Path, paths: Iterable[Path]) -> Iterator[Fixed]:
    """Put right whatever is safe in some files of a repository, each by itself."""
    for path in paths:
        name = schema_of(records, path)
        change = _change(schemas, name, path) if name else None
        if change:
            apply([change])
            yield Fixed(path.relative_to(records.parent).as_posix(), change)


def fixable(records: Path) -> Iterator[Path]:
    """Every open file of a repository of records."""
    yield from (path for path in (records / files.SETTINGS, records / files.TEAM) if path.exists())
    yield from files.place_files(records)
    for folder in files.folders(records):
        yield from (folder.path / name for name in files.record_files(folder.path))


def schema_of(records: Path, path: Path) -> str | None:
    """The schema that an open file of records must satisfy, by where it lies."""
    try:
        parts = path.relative_to(records).parts
    except ValueError:
        return None
    if not parts or not parts[-1].endswith(".yml") or parts[-1].endswith(SEALED):
        return None
    if parts in ((files.SETTINGS,), (files.TEAM,)):
        return SETTINGS if parts == (files.SETTINGS,) else TEAM
    if parts[0] == files.PLACES:
        return PLACE
    if parts[0] == files.CHILDREN and len(parts) == 4:  # noqa: PLR2004 - children/town/child/file
        return CASE if parts[-1] == files.CASE else EVENTS
    return None


def fixed_text(schemas: Schemas, name: str, raw: bytes) -> str:
    """The text put right as far as that is safe; empty where nothing is.

    What could be read says the same afterwards, unless that leaves fewer problems; and what is
    put right never has more problems than before.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    before = read("", raw)
    sound = before.data is not None and not before.problems
    repaired = text.replace("\r\n", "\n").replace("\r", "\n") if sound else repair(text)
    text = _tidy(schemas, name, repaired) or repaired
    return text if _is_better(schemas, name, before, read("", text.encode())) else ""


def _is_better(schemas: Schemas, name: str, before: Document, after: Document) -> bool:
    """Whether a text may take the place of another."""
    if before.data is None or after.data is None:
        fewer = len(after.problems) <= len(before.problems)
        return before.data is None and (after.data is not None or fewer)
    many, now = (_count(schemas, name, each) for each in (before, after))
    kinds = {} if name == SETTINGS else order_of_kinds(schemas, name)
    return now < many or (now == many and same(after.data, before.data, kinds))


def _count(schemas: Schemas, name: str, document: Document) -> int:
    """How many problems a text has."""
    return len(document.problems) + sum(1 for _ in schemas.problems(name, document))


def _tidy(schemas: Schemas, name: str, text: str) -> str | None:
    """The canonical text, where it says the same and loses no comment."""
    document = read("", text.encode())
    if name == SETTINGS or document.problems or has_comment(document.raw):
        return None
    if not schemas.valid(name, document.data):
        return None
    tidy = canonical(schemas, name, document.data)
    again = read("", tidy.encode())
    sound = not again.problems and same(again.data, document.data, order_of_kinds(schemas, name))
    return tidy if sound else None


def _change(schemas: Schemas, name: str, path: Path) -> Change | None:
    raw = path.read_bytes()
    text = fixed_text(schemas, name, raw)
    return Change(path, text, raw) if text and text.encode() != raw else None
