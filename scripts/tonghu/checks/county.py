"""The files that are about more than one child: settings, team, places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tonghu.checks import chosen, identity, laws
from tonghu.checks.dossier import Dossier, Paper, add, describe, judged, untold
from tonghu.checks.ground import Ground
from tonghu.checks.handbook import Handbook
from tonghu.checks.known import Known, places_of, workers_of
from tonghu.problem import Problem
from tonghu.record.files import SETTINGS, TEAM, place_files
from tonghu.schema import Schemas


@dataclass(frozen=True)
class County:
    """Settings and team, None where there is no such file; and the files of places."""

    settings: Paper | None
    team: Paper | None
    places: tuple[Paper, ...]

    def papers(self) -> list[Paper]:
        """All of them."""
        return [each for each in (self.settings, self.team, *self.places) if each is not None]

    def known(self) -> Known:
        """The names that other records may use."""
        places = places_of([paper.document for paper in self.places])
        return Known(places, partial(workers_of, self.team.document if self.team else None))


def county(records: Path, schemas: Schemas) -> County:
    """Read them."""
    root = records.parent

    def there(name: str, schema: str) -> Paper | None:
        path = records / name
        return judged(schemas, schema, path, root) if path.is_symlink() or path.exists() else None

    places = tuple(judged(schemas, "place", path, root) for path in place_files(records))
    return County(there(SETTINGS, "settings"), there(TEAM, "team"), places)


def of_county(ground: Ground, found: County, handbook: Handbook | None) -> Iterator[Problem]:
    """What is wrong with them."""
    for paper in found.papers():
        yield from paper.problems
        for law in laws.OF_FILES:
            yield from law(ground, paper.document)
    if found.settings:
        yield from untold(found.settings.problems, _settings(ground, found.settings, handbook))
    every = dossiers(ground, found)
    for dossier in every:
        for each in (*laws.OF_PLACES_AND_WORKERS, *laws.OF_TIMELINES):
            yield from each(ground, dossier)
    yield from identity.places_differ(ground, every)
    yield from identity.codes_differ(ground, every)


def _settings(ground: Ground, settings: Paper, handbook: Handbook | None) -> Iterator[Problem]:
    yield from chosen.area_is_a_county(ground, settings)
    yield from chosen.terms_follow_each_other(ground, settings)
    if handbook:
        yield from chosen.adopted_documents_exist(ground, handbook, settings)
        yield from chosen.cadences_are_for_open_duties(ground, handbook, settings)


def dossiers(ground: Ground, found: County) -> list[Dossier]:
    """Every place and every worker."""
    result = []
    for paper in found.places:
        result.append(Dossier(ground.place))
        add(result[-1], paper)
    data = found.team.document.data if found.team else None
    entries = data.get("workers") if isinstance(data, Mapping) else None
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, Mapping) and found.team:
            result.append(Dossier(ground.worker))
            describe(result[-1], found.team, entry, ("workers", number))
    return result
