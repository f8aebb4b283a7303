"""The tables that may be published: pages of docs/statistics/ and schemas/statistics.yml."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tonghu import period
from tonghu.disclosure.note import Harm, Note, Protection
from tonghu.facts.predicate import Predicate, predicate
from tonghu.schema import Schemas
from tonghu.source import Page, read, read_page

PAGES = "docs/statistics"
FILE = "schemas/statistics.yml"
SCHEMA, TABLE = "statistics", "table"
NO_TABLES = ("index", "method")
COUNTY, TOWNSHIP = "county", "township"


@dataclass(frozen=True)
class Dimension:
    """What children are grouped by: tests in order, a value for the rest, or other values merged.

    `along` names the dimension whose outcome this one tells, value by value.
    """

    name: str
    title: str
    values: tuple[str, ...]
    tests: tuple[tuple[str, Predicate], ...] = ()
    rest: str | None = None
    several: bool = False
    covers: bool = False
    made: tuple[str, Mapping[str, tuple[str, ...]]] | None = None
    along: str | None = None
    duties: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table: by which dimensions, at which level, from how many children on, how protected."""

    id: str
    title: str
    level: str
    rows: tuple[tuple[str, ...], ...]
    floor: int
    county_floor: int
    protection: Protection
    since: int


@dataclass(frozen=True)
class Definitions:
    """Everything that says what is published; `every` is the period of an issue."""

    population: Predicate
    dimensions: Mapping[str, Dimension]
    tables: tuple[Table, ...]
    harm: Harm
    every: str
    raw: Mapping[str, Any]

    def level(self, level: str) -> tuple[Table, ...]:
        """The tables of a level."""
        return tuple(table for table in self.tables if table.level == level)

    def note(self) -> Note:
        """The method note."""
        used = {name for table in self.tables for row in table.rows for name in row}
        made = {n: d.made for n, d in self.dimensions.items() if d.made and n in used}
        found = [self.dimensions[name] for name in self.dimensions if name in used]
        default = self.tables[0].protection
        return Note(
            default,
            {t.id: t.protection for t in self.tables if t.protection != default},
            {dimension.name: dimension.values for dimension in found},
            frozenset(dimension.name for dimension in found if dimension.several),
            frozenset(dimension.name for dimension in found if dimension.covers),
            self.harm,
            made,
            {dimension.name: dimension.along for dimension in found if dimension.along},
            {
                level: {table.id: table.floor for table in self.level(level)}
                for level in (COUNTY, TOWNSHIP)
            },
        )

    def digest(self, table: Table) -> str:
        """What changes when the meaning of a table does."""
        used = {name for row in table.rows for name in row}
        used |= {of for name in used if (of := self.raw["dimensions"][name].get("of"))}
        said = {
            "rows": table.rows,
            "protection": (table.protection.threshold, table.protection.base),
            "population": self.raw["population"],
            "dimensions": {name: self.raw["dimensions"][name] for name in sorted(used)},
        }
        written = json.dumps(said, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(written.encode("utf-8")).hexdigest()[:16]


def pages(home: Path) -> list[Page]:
    """The pages of all tables, in order of their names."""
    found = sorted((home / PAGES).glob("*.md"))
    return [
        read_page(path.relative_to(home).as_posix(), path.read_bytes())
        for path in found
        if path.stem not in NO_TABLES
    ]


def definitions(home: Path, schemas: Schemas, lists: frozenset[str], on: int) -> Definitions:
    """The definitions of a home on a day; ValueError names a file that its schema refuses."""
    data = read(FILE, (home / FILE).read_bytes()).data
    if not schemas.valid(SCHEMA, data):
        raise ValueError(FILE)
    tables = []
    for page in pages(home):
        front = page.document.data
        if not schemas.valid(TABLE, front):
            raise ValueError(page.document.path)
        if front.get("shown", True) and period.day(front["since"]) <= on:
            tables.append(_table(front))
    if not tables:
        raise ValueError(PAGES)
    every = schemas.raw(TABLE)["properties"]["every"]["const"]
    return compiled(data, tuple(sorted(tables, key=_coarse_first)), lists, every)


def compiled(
    data: Mapping[str, Any], tables: tuple[Table, ...], lists: frozenset[str], every: str
) -> Definitions:
    """Definitions out of the data of statistics.yml."""
    dimensions: dict[str, Dimension] = {}
    for name, said in data["dimensions"].items():
        dimensions[name] = _dimension(name, said, lists)
    protect = data["protect"]
    sensitive = [name for name, said in data["dimensions"].items() if said.get("sensitive")]
    harm = Harm(
        protect["small"],
        protect["width"],
        protect["change"],
        protect["entrant"],
        frozenset(sensitive),
        {
            name: frozenset(said["benign"])
            for name, said in data["dimensions"].items()
            if "benign" in said
        },
    )
    return Definitions(predicate(data["population"], lists), dimensions, tables, harm, every, data)


def _dimension(name: str, said: Mapping[str, Any], lists: frozenset[str]) -> Dimension:
    tests = tuple((v, predicate(test, lists)) for v, test in said.get("values", {}).items())
    groups = {key: tuple(values) for key, values in said.get("groups", {}).items()}
    duties = tuple(said.get("duties", ()))
    rest = said.get("rest")
    values = (*(value for value, _ in tests), *groups, *duties, *([rest] if rest else []))
    return Dimension(
        name,
        said["title"],
        values,
        tests,
        rest,
        bool(said.get("several")),
        bool(said.get("covers")),
        (said["of"], groups) if groups else None,
        said.get("outcome"),
        duties,
    )


def _table(front: Mapping[str, Any]) -> Table:
    return Table(
        front["id"],
        front["title"],
        front["level"],
        tuple(tuple(row) for row in front["rows"]),
        front["floor"],
        front["county_floor"],
        Protection(front["threshold"], front["base"], front["refresh"]),
        period.day(front["since"]),
    )


def _coarse_first(table: Table) -> tuple[str, int, str]:
    return table.level, max(len(row) for row in table.rows), table.id
