"""What every law may ask: where records and definitions lie, the day, schemas and settings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tonghu.period import iso
from tonghu.schema import Schemas, load_schemas


@dataclass(frozen=True)
class Ground:
    """The records, the home and the day that a check is about."""

    records: Path
    home: Path
    on: str
    schemas: Schemas


def ground(records: Path, home: Path, on: int) -> Ground:
    """Read what all laws need; OSError or ValueError where there are no usable schemas."""
    return Ground(records, home, iso(on), load_schemas(home))
