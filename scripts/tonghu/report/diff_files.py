"""The name of a file that a change touches, as far as it may be shown to whoever reads of it."""

from __future__ import annotations

from tonghu.entry.cell import plain
from tonghu.record.numbers import masked
from tonghu.record.openly import latin

DEFINITIONS = ("docs/", "schemas/")
"""What everybody may read; the name of a record needs only letters, digits and signs."""


def file_shown(name: str) -> str:
    """A path on one line; of a record's, nothing that may be somebody's name or number."""
    return masked(plain(name)) if name.startswith(DEFINITIONS) else latin(plain(name))
