"""What every law may ask: where records and definitions lie, the day, schemas, settings, names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tonghu.checks.deeds import Deed, Fact, deeds, facts
from tonghu.checks.dossier import Kind
from tonghu.checks.known import Known
from tonghu.checks.reading import opened
from tonghu.checks.shape import head, shape
from tonghu.duty.definition import dated, in_force
from tonghu.period import iso
from tonghu.schema import Schemas
from tonghu.source import Document

if TYPE_CHECKING:
    from tonghu.seal.rules import Rules

SEALED = "sops"
FACTS = "schemas/facts.yml"


@dataclass(frozen=True)
class Ground:
    """The records, the home and the day that a check is about, and what they define.

    `on` is written YYYY-MM-DD; `deeds` is what each kind of a child's event does to `facts`;
    `sealed` says whether the records have sealed halves, `options` what settings choose that day.
    """

    records: Path
    home: Path
    on: str
    schemas: Schemas
    deeds: Mapping[str, Deed]
    facts: Mapping[str, Fact]
    known: Known
    sealed: bool
    options: Mapping[str, Any]

    @cached_property
    def rules(self) -> Rules | None:
        """Who may open which sealed half; only where there are any this needs to be imported."""
        from tonghu.seal.rules import read_rules

        return read_rules(self.records)

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
    records: Path, home: Path, on: int, settings: Document | None, known: Known, schemas: Schemas
) -> Ground:
    """What laws need."""
    data = opened(FACTS, home / FACTS).data
    chosen = settings.data if settings else None
    sealed = isinstance(chosen, Mapping) and chosen.get("seal") == SEALED
    options = _options(schemas, chosen, on)
    return Ground(records, home, iso(on), schemas, deeds(data), facts(data), known, sealed, options)


def _options(schemas: Schemas, chosen: Any, on: int) -> dict[str, Any]:
    """Every option's value on the day; one that cannot be read counts as the default."""
    found = schemas.option_defaults()
    every = chosen.get("options") if isinstance(chosen, Mapping) else None
    written = every if isinstance(every, Mapping) else {}
    for name in found.keys() & written.keys():
        try:
            value = in_force(dated(written[name]), on)
        except (AttributeError, KeyError, TypeError, ValueError):
            continue
        if isinstance(value, type(found[name])):
            found[name] = value
    return found
