"""A file of results: children's rows and a few values; whatever is wrong with it, it is ignored."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

Name = tuple[str, str]
"""A child's township folder and id."""

NEVER = "~"
"""Later than any date."""

DIGEST = 32
TABLES = f"""
CREATE TABLE fixed (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE child (
  township TEXT, id TEXT, value TEXT, since TEXT, until TEXT, told INTEGER,
  PRIMARY KEY (township, id)
) WITHOUT ROWID;
CREATE TABLE trait (key TEXT, township TEXT, id TEXT);
CREATE INDEX told ON child (told) WHERE told;
CREATE INDEX since ON child (since) WHERE since > '';
CREATE INDEX until ON child (until) WHERE until < '{NEVER}';
CREATE INDEX trait_key ON trait (key);
CREATE INDEX trait_child ON trait (township, id);
"""


class Row(NamedTuple):
    """What was worked out for a child, as JSON, true on the days from `since` to before `until`.

    `told` says that it holds something to tell even where nothing has changed; `traits` are words
    by which rows can be found.
    """

    name: Name
    value: str
    since: str = ""
    until: str = NEVER
    told: bool = False
    traits: tuple[str, ...] = ()


class Store:
    """Rows and values in memory, as a file has them or empty."""

    def __init__(self, image: bytes | None = None) -> None:
        import sqlite3

        self._database = sqlite3.connect(":memory:", isolation_level=None)
        if image is None:
            self._database.executescript(TABLES)
        else:
            self._database.deserialize(image)
        found = self._database.execute("SELECT name, value FROM fixed")
        self.fixed: dict[str, Any] = {name: json.loads(value) for name, value in found}

    def rows(self, names: Iterable[Name]) -> Iterator[Row]:
        """The rows of those children that have one, without their traits."""
        for name in names:
            if "".join(name).isprintable():  # no others are kept
                yield from self._rows("WHERE township = ? AND id = ?", name)

    def telling(self) -> Iterator[Row]:
        """The rows that hold something to tell."""
        return self._rows("WHERE told", ())

    def stale(self, on: str) -> list[Name]:
        """The children whose rows are not true on a day."""
        early = "SELECT township, id FROM child WHERE since > '' AND since > ?"
        late = f"SELECT township, id FROM child WHERE until < '{NEVER}' AND until <= ?"
        return [name for query in (early, late) for name in self._database.execute(query, (on,))]

    def having(self, trait: str) -> list[Name]:
        """The children that have a trait; none has one that cannot be written in UTF-8."""
        if any("\ud800" <= each <= "\udfff" for each in trait):
            return []
        query = "SELECT township, id FROM trait WHERE key = ?"
        return list(self._database.execute(query, (trait,)))

    def traits(self, name: Name) -> list[str]:
        """The traits of a child."""
        query = "SELECT key FROM trait WHERE township = ? AND id = ?"
        return [key for (key,) in self._database.execute(query, name)]

    def update(self, gone: Iterable[Name], rows: Iterable[Row], fixed: Mapping[str, Any]) -> None:
        """Drop rows, add others, and set values."""
        gone, rows = list(gone), list(rows)
        many = self._database.executemany
        self._database.execute("BEGIN")
        many("DELETE FROM child WHERE township = ? AND id = ?", gone)
        many("DELETE FROM trait WHERE township = ? AND id = ?", gone)
        many("INSERT INTO child VALUES (?, ?, ?, ?, ?, ?)", ((*row[0], *row[1:5]) for row in rows))
        traits = ((trait, *row.name) for row in rows for trait in row.traits)
        many("INSERT INTO trait VALUES (?, ?, ?)", traits)
        self.fixed.update(fixed)
        told = ((name, json.dumps(value)) for name, value in fixed.items())
        many("INSERT OR REPLACE INTO fixed VALUES (?, ?)", told)
        self._database.execute("COMMIT")

    def image(self) -> bytes:
        """Everything as the bytes of a file."""
        return self._database.serialize()

    def _rows(self, where: str, values: Sequence[str]) -> Iterator[Row]:
        query = "SELECT township, id, value, since, until, told FROM child "
        for township, identity, value, since, until, told in self._database.execute(
            query + where, values
        ):
            yield Row((township, identity), value, since, until, bool(told))


def possible() -> bool:
    """Whether this Python was built with what a store needs."""
    if find_spec("_sqlite3") is None:
        return False
    from sqlite3 import Connection

    return hasattr(Connection, "deserialize")


def load(path: Path) -> Store | None:
    """The store in a file, None where there is none that is just as it was written."""
    try:
        found = path.read_bytes()
    except OSError:
        return None
    whole = hashlib.sha256(memoryview(found)[DIGEST:]).digest() == found[:DIGEST]
    return Store(found[DIGEST:]) if whole and len(found) > DIGEST else None


def save(path: Path, store: Store) -> None:
    """Write a store under another name first, so that it is there whole or not at all."""
    image = store.image()
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(image).digest())
            file.write(image)
        Path(temporary).replace(path)
    except OSError:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
