"""Bytes to plain data with the place of every value, and back: the only home of YAML."""

from tonghu.source.accelerator import load
from tonghu.source.document import Document, read, read_reference
from tonghu.source.page import Page, read_page
from tonghu.source.writing import replace

__all__ = ["Document", "Page", "load", "read", "read_page", "read_reference", "replace"]
