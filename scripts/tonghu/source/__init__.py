"""Bytes to plain data with the place of every value, and back: the only home of YAML."""

from tonghu.source.accelerator import load
from tonghu.source.document import Document, read, read_reference
from tonghu.source.events import has_comment
from tonghu.source.page import Page, read_page
from tonghu.source.repair import repair
from tonghu.source.writing import dump, replace

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
]
