"""The places and workers that records may name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from tonghu.checks.reading import opened, shown
from tonghu.record.files import PLACES, place_files
from tonghu.record.places import Place, Places, place
from tonghu.source import Document

EVER = "9999-12-31"


class Stay(NamedTuple):
    """From which day to which a worker is there, both inclusive, as they are written."""

    since: str
    until: str


def not_told(_: str) -> Stay | None:
    """Of nobody is anything known before the whole team is read."""
    return None


@dataclass(frozen=True)
class Known:
    """The places by id, and what reads the team, or else one worker where that is certain."""

    places: Places
    team: Callable[[], Mapping[str, Stay] | None]
    one: Callable[[str], Stay | None] = not_told
    _stays: dict[str, Stay | None] = field(default_factory=dict, repr=False)
    _near: dict[tuple[str, ...], str] = field(default_factory=dict, repr=False)

    @cached_property
    def workers(self) -> Mapping[str, Stay] | None:
        """The workers by code: None where the team's file cannot be read."""
        return self.team()

    def stay(self, code: str) -> Stay | None:
        """When a worker is there, None where nobody is known by that code."""
        if code not in self._stays:
            self._stays[code] = self.one(code) or (self.workers or {}).get(code)
        return self._stays[code]

    def near_worker(self, written: str) -> str:
        """The code that is most like a wrong one."""
        if (written,) not in self._near:
            self._near[(written,)] = nearest(written, filter(str.isascii, self.workers or ()))
        return self._near[(written,)]

    def near_place(self, written: str, kinds: tuple[str, ...]) -> str:
        """The id of a place of fitting kind that is most like a wrong one."""
        if (written, *kinds) not in self._near:
            every = self.places.by_id.values()
            known = [each for each in every if not kinds or each.kind in kinds]
            fitting = [each.id for each in known if each.id.isascii()]
            self._near[(written, *kinds)] = nearest(written, fitting)
        return self._near[(written, *kinds)]


class Shelf(dict[str, Place]):
    """Places by id, each looked for where it most likely lies before all files are read."""

    def __init__(self, records: Path) -> None:
        super().__init__()
        self.records = records
        self.whole = False

    def get(self, key: str, default: Any = None) -> Any:
        """The place with an id."""
        if key not in self and not self.whole:
            self._look(key)
        return super().get(key, default)

    def _look(self, key: str) -> None:
        name = f"{key.rpartition('/')[2]}.yml"
        for likely in (self.records / PLACES / f"{key}.yml", *self._folders(name)):
            if key not in self and likely.is_file():
                self._keep(likely)
        if key not in self:
            self.whole = True
            for path in place_files(self.records):
                self._keep(path)

    def _folders(self, name: str) -> list[Path]:
        folders = sorted((self.records / PLACES).glob("*/"))
        return [folder / name for folder in folders]

    def _keep(self, path: Path) -> None:
        self.update(_by_id([opened(shown(path, self.records), path)]))


def places_of(documents: Iterable[Document]) -> Places:
    """The places that these files describe."""
    return Places(_by_id(documents).values())


def places_when_asked(records: Path) -> Places:
    """The places of a repository, read when a law first asks for one."""
    found = Places(())
    found.by_id = Shelf(records)
    return found


def _by_id(documents: Iterable[Document]) -> dict[str, Place]:
    """A file that cannot be read counts as the place that its path names, of any kind."""
    found = {}
    for document in documents:
        if isinstance(document.data, Mapping):
            each = place(document.data)
        else:
            name = document.path.partition(f"{PLACES}/")[2].removesuffix(".yml")
            each = Place(name, "", name, None)
        if each is not None:
            found[each.id] = each
    return found


def workers_of(document: Document | None) -> dict[str, Stay] | None:
    """The workers that the team's file lists; None where there is none that can be read."""
    if document is None or document.data is None:
        return None
    return entries_of(document.data)


def entries_of(data: Any) -> dict[str, Stay]:
    """The workers among what a team's file holds."""
    entries = data.get("workers") if isinstance(data, Mapping) else None
    return {
        entry["code"]: Stay(_text(entry.get("since"), ""), _text(entry.get("until"), EVER))
        for entry in (entries if isinstance(entries, list) else ())
        if isinstance(entry, Mapping) and isinstance(entry.get("code"), str)
    }


def _text(value: Any, otherwise: str) -> str:
    return value if isinstance(value, str) else otherwise


def nearest(written: Any, known: Iterable[str]) -> str:
    """The known name that is most like the one that is written, empty if none is."""
    from difflib import get_close_matches

    if not isinstance(written, str):
        return ""
    return next(iter(get_close_matches(written, sorted(known), 1, 0.6)), "")
