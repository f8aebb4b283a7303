"""The county as files in canonical form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tonghu import period
from tonghu.demo.dice import Dice
from tonghu.demo.family import Family
from tonghu.demo.tale import Entry, Stage, Tale
from tonghu.entry.canonical import CASE as CASES
from tonghu.entry.canonical import EVENTS, PLACE, canonical, orders
from tonghu.record.files import CASE, CHILDREN, PLACES
from tonghu.schema import Schemas
from tonghu.source import dump, replace

Orders = Mapping[str, Sequence[str]]
"""The keys of a mapping in their order, by the name of what holds it."""

VISITS = 3


@dataclass(frozen=True)
class Form:
    """The orders of keys of a child's files, and how many files each is to have, if fixed."""

    case: Orders
    events: Orders
    files: int | None


def form(schemas: Schemas, files: int | None) -> Form:
    """How children's files are written."""
    return Form(orders(schemas, CASES), orders(schemas, EVENTS), files)


def place_text(schemas: Schemas, record: Mapping[str, Any]) -> str:
    """The canonical text of a place."""
    return canonical(schemas, PLACE, record)


def place_path(records: Path, record: Mapping[str, Any]) -> Path:
    """Where a place's file lies: under what it is within."""
    name = record["id"].rpartition("/")[2]
    inner = record["within"] if record["kind"] in ("village", "school") else ""
    return records / PLACES / inner / f"{name}.yml"


def write(path: Path, text: str) -> None:
    """Write one file, its folder too where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    replace(path, text, lasting=False)


def write_family(records: Path, found: Family, stage: Stage, shape: Form) -> None:
    """Write the files of every child of a family."""
    dice = Dice(stage.seed, "files", found.tales[0].id)
    loose = dice.chance(stage.story.data["loose"])
    for tale in found.tales:
        township = stage.around.places.township(tale.now) or tale.now
        folder = records / CHILDREN / township / tale.id
        others = [other.id for other in found.tales if other is not tale] if found.twins else []
        entries = _ordered(stage, tale.entries)
        settled, visits = _split(stage, entries, loose, shape.files)
        write(folder / CASE, dump(_case(found, tale, settled, others), shape.case))
        for visit in visits:
            name = f"{visit[0]['date']}-{visit[0]['ref']}.yml"
            write(folder / name, dump(visit, shape.events))


def _case(found: Family, tale: Tale, settled: list[Entry], others: list[str]) -> dict[str, Any]:
    born = period.iso(tale.born or 0)[:7]
    case: dict[str, Any] = {
        "id": tale.id,
        "born": born,
        "sex": tale.sex,
        "household": found.household,
    }
    if others:
        case |= {"distinct_from": others}
    return {**case, "timeline": settled}


def _ordered(stage: Stage, entries: list[Entry]) -> list[Entry]:
    kinds = stage.rules.kinds["child"]
    return sorted(entries, key=lambda e: (e["date"], kinds[e["event"]], e["ref"]))


def _split(
    stage: Stage, entries: list[Entry], loose: bool, files: int | None
) -> tuple[list[Entry], list[list[Entry]]]:
    """The settled events, and the visits whose events stand in files of their own."""
    days = sorted({entry["date"] for entry in entries})
    if files is not None:
        apart = days[max(1, len(days) - files + 1) :]
    else:
        since = period.iso(stage.on - stage.story.data["recent"])
        apart = [day for day in days[1:] if day > since][-VISITS:] if loose else []
    visits = [[entry for entry in entries if entry["date"] == day] for day in apart]
    return [entry for entry in entries if entry["date"] not in apart], visits
