"""A workbook as bytes: the same contents and day always give the same bytes."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook

CORE = "docProps/core.xml"
EARLIEST = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(<)")


def packed(book: Workbook, on: str) -> bytes:
    """The file of a workbook that says it was made on a day."""
    book.properties.creator = "tonghu"
    book.properties.created = datetime.fromisoformat(on)
    first = BytesIO()
    book.save(first)
    second = BytesIO()
    stamp = rb"\g<1>%sT00:00:00Z\g<2>" % on.encode()
    with ZipFile(first) as made, ZipFile(second, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(made.namelist(), key=_order):
            content = made.read(name)
            if name == CORE:
                content = _MODIFIED.sub(stamp, content)
            archive.writestr(_entry(name), content)
    return second.getvalue()


def _order(name: str) -> tuple[bool, str]:
    """The list of contents comes first, as readers expect."""
    return name != "[Content_Types].xml", name


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, EARLIEST)
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o600 << 16
    return entry
