"""What every law may ask: where records and definitions lie, the day, schemas, settings, names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tonghu.checks.dossier import Kind, Paper
from tonghu.checks.handbook import facts
from tonghu.checks.known import Known
from tonghu.checks.shape import head, shape
from tonghu.facts.spec import Spec, spec
from tonghu.period import iso
from tonghu.schema import Schemas
from tonghu.source import Document

SEALED = "sops"
NOTHING = Spec({}, {}, frozenset(), frozenset())


@dataclass(frozen=True)
class Ground:
    """The records, the home and the day that a check is about, and what they define.

    `on` is written YYYY-MM-DD; `spec` has nothing in it where facts.yml cannot be used; `titles`
    are those of its facts; `sealed` says whether the records have sealed halves.
    """

    records: Path
    home: Path
    on: str
    schemas: Schemas
    spec: Spec
    titles: Mapping[str, str]
    known: Known
    sealed: bool

    @cached_property
    def child(self) -> Kind:
        """What children's files look like."""
        return Kind(shape(self.schemas, "event"), head(self.schemas, "case"))

    @cached_property
    def place(self) -> Kind:
        """What places' files look like."""
        return Kind(shape(self.schemas, "place", "event"), head(self.schemas, "place"))

    @cached_property
    def worker(self) -> Kind:
        """What the entries of the team look like."""
        return Kind(shape(self.schemas, "team", "event"), head(self.schemas, "team", "worker"))


def ground(
    records: Path, home: Path, on: int, settings: Paper | None, known: Known, schemas: Schemas
) -> Ground:
    """What laws need."""
    found, titles = _facts(schemas, facts(home))
    data = settings.document.data if settings else None
    sealed = isinstance(data, Mapping) and data.get("seal") == SEALED
    return Ground(records, home, iso(on), schemas, found, titles, known, sealed)


def _facts(schemas: Schemas, document: Document) -> tuple[Spec, dict[str, str]]:
    """What facts.yml says and the facts' titles, where its schema accepts it."""
    if not schemas.valid("facts", document.data):
        return NOTHING, {}
    try:
        found = spec(document.data, schemas.option_defaults())
    except (KeyError, TypeError, ValueError):  # a condition that is none: the handbook's laws say
        return NOTHING, {}
    return found, {name: fact["title"] for name, fact in document.data["facts"].items()}
