"""What the schemas allow of any issue: which tables at which level, and the least protection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from tonghu.disclosure.note import RANDOM, Harm, Note, Protection
from tonghu.schema import Schemas
from tonghu.statistics.definition import SCHEMA, TABLE

HIDDEN, BENIGN = "sensitive", "benign"


class Allowed(NamedTuple):
    """What a table may show: at which level, by what, from how many children on."""

    level: str
    rows: tuple[tuple[str, ...], ...]
    floor: int
    base: int


@dataclass(frozen=True)
class Floors:
    """Every table that there may be, and the least that protects its figures."""

    tables: Mapping[str, Allowed]
    least: Protection
    harm: Harm


def floors(schemas: Schemas) -> Floors:
    """The floors that the schemas of tables and of statistics set; no issue has a say in them."""
    table, statistics = schemas.raw(TABLE), schemas.raw(SCHEMA)
    keys = table["properties"]
    least = Protection(*(keys[name]["minimum"] for name in ("threshold", "base", "refresh")))
    protect = statistics["properties"]["protect"]["properties"]
    bounds = {name: said.get("minimum", 0) for name, said in protect.items()}
    hidden = {
        name: _all(statistics, said)["properties"]
        for name, said in statistics["properties"]["dimensions"].get("properties", {}).items()
    }
    harm = Harm(
        bounds["small"],
        bounds["width"],
        bounds["change"],
        protect["entrant"]["maximum"],
        frozenset(name for name, said in hidden.items() if said[HIDDEN].get("const")),
        {name: frozenset(said[BENIGN]["const"]) for name, said in hidden.items() if BENIGN in said},
    )
    return Floors({name: _allowed(table, name) for name in keys["id"]["enum"]}, least, harm)


def _allowed(table: Mapping[str, Any], name: str) -> Allowed:
    """What the schema says of one table where its conditions name it."""
    found = dict(table["properties"])
    for branch in table["allOf"]:
        if branch["if"]["properties"]["id"].get("const") == name:
            then = branch["then"]["properties"]
            found.update({key: _all(table, said) for key, said in then.items()})
    rows = tuple(tuple(row) for row in found["rows"]["const"])
    least = (found[key]["minimum"] for key in ("floor", "base"))
    return Allowed(found["level"]["const"], rows, *least)


def _all(schema: Mapping[str, Any], said: Mapping[str, Any]) -> Mapping[str, Any]:
    """A node with what it refers to in its own file."""
    name = said.get("$ref", "").rpartition("/")[2]
    return {**schema["$defs"].get(name, {}), **said}


def weaker(note: Note, least: Floors) -> Iterator[str]:
    """In what a note protects less than it must."""
    for table, how in {"default": note.default, **note.tables}.items():
        yield from _looser(table, how, least)
    yield from _blinder(note, least.harm)
    for tables in note.floors.values():
        known = tables.keys() & least.tables.keys()
        few = sorted(table for table in known if tables[table] < least.tables[table].floor)
        yield from (f"{table} 的人数下限" for table in few)


def _looser(table: str, how: Protection, least: Floors) -> Iterator[str]:
    own = least.tables.get(table)
    base = own.base if own else least.least.base
    if how.threshold < least.least.threshold:
        yield f"{table} 的 threshold"
    if how.base < base or how.base % least.least.base or how.mode != RANDOM:
        yield f"{table} 的取整"
    if how.refresh < least.least.refresh:
        yield f"{table} 的 sticky"


def _blinder(note: Note, bound: Harm) -> Iterator[str]:
    """What the note does not call a disclosure and the schemas do."""
    own = note.harm
    for name in ("small", "width", "change"):
        if getattr(own, name) < getattr(bound, name):
            yield f"protect 的 {name}"
    if own.entrant > bound.entrant:
        yield "protect 的 entrant"
    for name in sorted((bound.sensitive & note.domains.keys()) - own.sensitive):
        yield f"sensitive 里 {name} "
    for name in sorted(bound.sensitive & own.benign.keys()):
        if own.benign[name] - bound.benign.get(name, frozenset()):
            yield f"benign 里 {name} "


def tightened(note: Note, least: Floors) -> Note:
    """The note with the stricter of its own words and the schemas' on what is a disclosure."""
    own, bound = note.harm, least.harm
    benign = {
        name: own.benign.get(name, frozenset()) & bound.benign.get(name, frozenset())
        for name in bound.sensitive
    }
    harm = Harm(
        max(own.small, bound.small),
        max(own.width, bound.width),
        max(own.change, bound.change),
        min(own.entrant, bound.entrant),
        own.sensitive | bound.sensitive,
        {**own.benign, **benign},
    )
    tables = {name: _sticky(how, least) for name, how in note.tables.items()}
    return replace(note, harm=harm, default=_sticky(note.default, least), tables=tables)


def _sticky(how: Protection, least: Floors) -> Protection:
    return replace(how, refresh=max(how.refresh, least.least.refresh))
