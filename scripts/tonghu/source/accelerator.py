"""The fast reader: ryaml, where the text is certain to mean the same to it and the reference."""

from __future__ import annotations

from typing import Any


def load(raw: bytes) -> Any | None:
    """Plain data when the reference would give the same and no problem; else None."""
    return None
