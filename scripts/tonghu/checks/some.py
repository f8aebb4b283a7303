"""A check of some files only: their own laws, reading no more than these need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tonghu.checks import elsewhere, folders
from tonghu.checks.asked import Asked
from tonghu.checks.children import child
from tonghu.checks.dossier import Dossier
from tonghu.checks.forgotten import of_the_list
from tonghu.checks.ground import Ground, ground
from tonghu.checks.known import Known, Stay, places_when_asked, workers_of
from tonghu.checks.reading import opened, opened_raw, shown
from tonghu.checks.roster import Roster
from tonghu.checks.sealed_rules import of_rules
from tonghu.problem import Problem
from tonghu.record import files
from tonghu.record.files import Folder
from tonghu.schema import Schemas, load_schemas
from tonghu.source import Document, read

if TYPE_CHECKING:
    from tonghu.checks.county import County

ID = len((files.CHILDREN, "township", "id"))


def some(asked: Asked) -> list[Problem]:
    """The problems of some files and folders of the records or of the home."""
    schemas = load_schemas(asked.home)
    records = [path for path in asked.paths if path.is_relative_to(asked.records)]
    kept = [path for path in asked.paths if path in records or not elsewhere.is_watched(path)]
    apart = [path for path in records if _parts(asked, path)[:1] != (files.CHILDREN,)]
    county = _county(asked, schemas) if apart else None
    rules = _ground(asked, schemas, county)
    problems = [each for folder in _folders(asked, records) for each in child(rules, folder)[1]]
    problems += _strays(rules, records)
    problems += elsewhere.of_paths(rules, asked.paths)
    problems += of_the_list(rules) if records else ()
    problems += of_rules(rules) if any(path.name == files.READERS for path in asked.paths) else ()
    if county or len(records) < len(kept):
        problems += _others(asked, rules, county)
    if asked.base and kept:
        problems += _rewritten(asked, kept, rules, county)
    return problems


def _parts(asked: Asked, path: Path) -> tuple[str, ...]:
    return path.relative_to(asked.records).parts


def _county(asked: Asked, schemas: Schemas) -> County:
    from tonghu.checks.county import county

    return county(asked.records, schemas)


def _ground(asked: Asked, schemas: Schemas, county: County | None) -> Ground:
    """What laws need: all names where they were read anyway, else each when asked for."""
    if county:
        settings, known = county.settings and county.settings.document, county.known()
    else:
        settings = _document(asked, files.SETTINGS)
        known = _known(asked)
    return ground(asked.records, asked.home, asked.on, settings, known, schemas)


def _known(asked: Asked) -> Known:
    """Places and workers, each read when a law first asks for it."""
    path = asked.records / files.TEAM
    name = shown(path, asked.records.parent)
    if not path.exists():
        return Known(places_when_asked(asked.records), partial(workers_of, None))
    team = opened_raw(name, path)
    whole = partial(_workers, team)
    return Known(places_when_asked(asked.records), whole, Roster(team.raw))


def _workers(team: Document) -> dict[str, Stay] | None:
    return workers_of(read(team.path, team.raw))


def _document(asked: Asked, name: str) -> Document | None:
    path = asked.records / name
    return opened(shown(path, asked.records.parent), path) if path.exists() else None


def _folders(asked: Asked, paths: Iterable[Path]) -> Iterator[Folder]:
    """The children's folders that some paths name, or lie in, or hold."""
    for path in paths:
        parts = _parts(asked, path)
        if parts[:1] != (files.CHILDREN,):
            continue
        if len(parts) >= ID:
            _, township, identity = parts[:ID]
            found = asked.records / files.CHILDREN / township / identity
            if found.is_dir():
                yield Folder(township, identity, found)
        else:
            every = files.folders(asked.records)
            yield from (each for each in every if each.path.is_relative_to(path))


def _strays(rules: Ground, paths: Iterable[Path]) -> Iterator[Problem]:
    """What is wrong with where files lie, outside the children's own folders."""
    for folder in sorted({folder for path in paths for folder in _around(rules, path)}):
        yield from folders.nothing_is_overlooked(rules, folder, folders.listing(folder))


def _around(rules: Ground, path: Path) -> Iterator[Path]:
    """The folder that a path lies in, and those within it."""
    parts = path.relative_to(rules.records).parts
    child = rules.records.joinpath(*parts[:ID])
    if (
        parts[0] == files.CHILDREN
        and len(parts) >= ID
        and child.is_dir()
        and not child.is_symlink()
    ):
        return
    if parts[0] == files.ACCESS:
        return
    yield path.parent
    if path.is_dir():
        yield path
        yield from path.rglob("*/") if parts[0] == files.PLACES else ()
        yield from path.glob("*/") if parts == (files.CHILDREN,) else ()


def _others(asked: Asked, rules: Ground, county: County | None) -> Iterator[Problem]:
    from tonghu.checks.county import of_county
    from tonghu.checks.handbook import handbook
    from tonghu.checks.handbook_laws import of_handbook
    from tonghu.checks.statistics import issues_are_as_issued

    pages = handbook(asked.home, rules.schemas)
    yield from of_county(rules, county, pages) if county else ()
    yield from of_handbook(rules, pages)
    yield from issues_are_as_issued(rules)


def _rewritten(
    asked: Asked, paths: Sequence[Path], rules: Ground, county: County | None
) -> Iterator[Problem]:
    from tonghu.checks.compare import compared

    others: Sequence[Dossier] = ()
    if county:
        from tonghu.checks.county import dossiers

        others = dossiers(rules, county)
    yield from compared(rules, asked.base or "", paths, others)
