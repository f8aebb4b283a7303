"""One pass over a repository: every file read once, every law asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tonghu import pool
from tonghu.checks import elsewhere, folders, forgotten, identity, looks, past, sealed, sealed_rules
from tonghu.checks.asked import Asked, issued
from tonghu.checks.children import child
from tonghu.checks.compare import compared
from tonghu.checks.county import county, dossiers, of_county
from tonghu.checks.dossier import Dossier, Spot
from tonghu.checks.ground import Ground, ground
from tonghu.checks.handbook import DOCS, Handbook, handbook
from tonghu.checks.handbook_laws import of_handbook
from tonghu.checks.reading import opened, shown
from tonghu.checks.statistics import issues_are_as_issued
from tonghu.checks.twins import Trait, no_child_twice, trait
from tonghu.problem import Problem
from tonghu.record import files
from tonghu.record.files import Folder
from tonghu.schema import load_schemas

Progress = Callable[[int, int], None]


class Around(NamedTuple):
    """What there is besides the children, what is wrong with it, and the ground for all laws."""

    rules: Ground
    others: list[Dossier]
    pages: Handbook
    problems: list[Problem]


def around(asked: Asked) -> Around:
    """Read settings, team, places and pages, and ask their laws."""
    schemas = load_schemas(asked.home)
    found = county(asked.records, schemas)
    settings = found.settings.document if found.settings else None
    rules = ground(asked.records, asked.home, asked.on, settings, found.known(), schemas)
    pages = handbook(asked.home, schemas)
    problems = list(of_county(rules, found, pages))
    problems += of_handbook(rules, pages) if asked.pages else ()
    problems += issues_are_as_issued(rules)
    return Around(rules, dossiers(rules, found), pages, problems)


def whole(asked: Asked, progress: Progress) -> list[Problem]:
    """Every problem of a repository."""
    rules, others, _, problems = around(asked)
    problems += survey(rules)
    problems += _children(rules, progress)
    problems += past.history_is_known(rules, asked.base)
    if asked.base:
        problems += compared(rules, asked.base, comparable(asked), others)
    return problems


def comparable(asked: Asked) -> list[Path]:
    """What may not be rewritten: records, what was issued, and the pages of the home."""
    return [asked.records, *beside(asked)]


def beside(asked: Asked) -> list[Path]:
    """Where that lies of it which is no record; each folder once."""
    docs, found = asked.home / DOCS, issued(asked)
    if not asked.pages:
        return [found]
    return [docs] if found.is_relative_to(docs) else [docs, found]


def survey(rules: Ground) -> Iterator[Problem]:
    """What is wrong with what lies around the children's own folders."""
    records = rules.records
    top = folders.listing(records)
    yield from folders.nothing_is_overlooked(rules, records, top)
    yield from forgotten.of_the_list(rules)
    yield from folders.required_files_are_there(rules, [entry.name for entry in top])
    townships = sorted((records / files.CHILDREN).glob("*/"))
    yield from folders.townships_are_known(rules, townships)
    yield from sealed_rules.of_rules(rules)
    yield from elsewhere.of_repository(rules)
    yield from sealed.of_staff(rules)
    yield from sealed.no_half_twice(rules)
    yield from looks.of_looks(rules)
    places = sorted((records / files.PLACES).rglob("*/"))
    for folder in (records / files.CHILDREN, *townships, records / files.PLACES, *places):
        yield from folders.nothing_is_overlooked(rules, folder, folders.listing(folder))


def _children(rules: Ground, progress: Progress) -> Iterator[Problem]:
    pieces = list(files.folders(rules.records))
    traits: list[Trait] = []
    done = 0
    for problems, some in pool.mapped(_same, (rules,), _chunk, pieces):
        done = min(done + pool.CHUNK, len(pieces))
        progress(done, len(pieces))
        yield from problems
        traits += some
    yield from no_child_twice(rules, traits)
    yield from identity.ids_differ(rules, same_ids(rules, pieces))


def _same(rules: Ground) -> Ground:
    return rules


def _chunk(rules: Ground, chunk: Sequence[Folder]) -> tuple[list[Problem], list[Trait]]:
    """What is wrong with some children, and what must be kept of them."""
    problems: list[Problem] = []
    traits = []
    for folder in chunk:
        dossier, found = child(rules, folder)
        problems += found
        traits += [each for each in [trait(rules, dossier)] if each]
    return problems, traits


def same_ids(rules: Ground, pieces: Sequence[Folder]) -> dict[str, list[Spot]]:
    """Where the ids that have several folders stand."""
    by_id: dict[str, list[Folder]] = {}
    for piece in pieces:
        by_id.setdefault(piece.id, []).append(piece)
    return {
        identity: [_id_spot(rules, piece) for piece in same]
        for identity, same in by_id.items()
        if len(same) > 1
    }


def _id_spot(rules: Ground, piece: Folder) -> Spot:
    path = piece.path / files.CASE
    name = shown(path, rules.records.parent)
    return name, opened(name, path).mark(("id",))
