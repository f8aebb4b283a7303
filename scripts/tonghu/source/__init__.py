"""Bytes to plain data with the place of every value, and back: the only home of YAML."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tonghu.source.accelerator import load
from tonghu.source.document import Document, read, read_reference
from tonghu.source.page import Page, read_page

if TYPE_CHECKING:
    from tonghu.source.events import has_comment
    from tonghu.source.slips import repair
    from tonghu.source.writing import dump, replace, settle

__all__ = [
    "Document",
    "Page",
    "dump",
    "has_comment",
    "load",
    "read",
    "read_page",
    "read_reference",
    "repair",
    "replace",
    "settle",
]

_ON_DEMAND = {
    "dump": "writing",
    "has_comment": "events",
    "repair": "slips",
    "replace": "writing",
    "settle": "writing",
}


def __getattr__(name: str) -> Any:
    """Import what only writing needs when it is asked for: it takes longer than to read a file."""
    if name not in _ON_DEMAND:
        raise AttributeError(name)
    return getattr(import_module(f"tonghu.source.{_ON_DEMAND[name]}"), name)
