"""What an entry stands on: the records, the schemas, today, and what they know of names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tonghu.duty.home import FACTS
from tonghu.facts.spec import Effect, spec
from tonghu.record import files
from tonghu.record.repository import Repository
from tonghu.record.subject import Subject
from tonghu.schema import Schemas
from tonghu.source import read

SEAL, PLAIN = "seal", "none"


@dataclass(frozen=True)
class Ground:
    """The repository that is written to; `on` is today."""

    repository: Repository
    schemas: Schemas
    on: int

    @cached_property
    def workers(self) -> frozenset[str] | None:
        """The codes of all workers; None where the team's file cannot tell."""
        try:
            readable = isinstance(self.repository.team_document.data, Mapping)
        except OSError:
            return None
        return frozenset(self.repository.team.by_code) if readable else None

    @cached_property
    def places(self) -> frozenset[str] | None:
        """The ids of all places; None where a file of places cannot be read."""
        if any(document.data is None for document in self.repository.place_documents):
            return None
        return frozenset(self.repository.places.by_id)

    @cached_property
    def sealed(self) -> frozenset[str]:
        """Keys that may not stand in an open file here."""
        try:
            settings = self.repository.settings.data
        except FileNotFoundError:
            return frozenset()
        plain = isinstance(settings, Mapping) and settings.get(SEAL, PLAIN) == PLAIN
        names = ("case", "event", "place", "team")
        return frozenset() if plain else frozenset().union(*map(self.schemas.sealed, names))

    @cached_property
    def _effects(self) -> Mapping[str, Effect]:
        """What each kind of event does to facts; nothing where facts.yml cannot be read."""
        try:
            data = read(FACTS, (self.schemas.home / FACTS).read_bytes()).data
        except OSError:
            return {}
        return spec(data, self.schemas.option_defaults()).effects if data else {}

    def telling(self, kind: str) -> frozenset[str | None]:
        """The attributes of a kind of event that facts are made of."""
        effect = self._effects.get(kind, Effect())
        pairs = (*effect.sets, *effect.adds, *effect.drops, *effect.where)
        return frozenset(source.attribute for _, source in pairs)

    @cached_property
    def others(self) -> dict[str, Subject]:
        """Places and workers by id and code."""
        return {subject.id: subject for subject in self.repository.others()}

    def folder(self, identity: str) -> files.Folder | None:
        """The folder of a child, None where there is none."""
        children = self.repository.records / files.CHILDREN
        names = files.directories(children)
        found = (files.Folder(name, identity, children / name / identity) for name in names)
        return next((folder for folder in found if folder.path.is_dir()), None)

    def households(self) -> dict[str, list[str]]:
        """The ids of the children of every household."""
        found: dict[str, list[str]] = {}
        for folder in files.folders(self.repository.records):
            household = self.case(folder).get("household")
            if isinstance(household, str):
                found.setdefault(household, []).append(folder.id)
        return found

    def case(self, folder: files.Folder) -> Mapping[str, Any]:
        """What stands in a child's case file, nothing where it cannot be read."""
        try:
            data = self.repository.document(folder.path / files.CASE).data
        except OSError:
            return {}
        return data if isinstance(data, Mapping) else {}
