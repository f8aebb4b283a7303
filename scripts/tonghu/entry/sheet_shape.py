"""What a workbook's file holds, cell by cell, whatever it says of itself: the measure of reading.

A spreadsheet library passes over what it does not expect; these numbers tell whether it did.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from xml.etree.ElementTree import Element, iterparse
from zipfile import ZipFile

from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

BOOK = "xl/workbook.xml"
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MOST_CELLS, MOST_MERGED = 600_000, 2_000

Area = tuple[int, int, int, int]
"""First column, first row, last column, last row."""


class TooLargeError(Exception):
    """A sheet has more cells than any list."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How many cells of a sheet hold something, how far they reach, and which are merged."""

    filled: int = 0
    width: int = 0
    merged: tuple[Area, ...] = ()


def shapes(archive: ZipFile) -> dict[str, Shape]:
    """The shape of every sheet by its name; ValueError where the file is not sound."""
    found: dict[str, Shape] = {}
    cells = 0
    for name, part in _parts(archive):
        if name in found:
            raise ValueError(name)
        with archive.open(part) as content:
            found[name], count = _shape(content, MOST_CELLS - cells)
        cells += count
    return found


def _parts(archive: ZipFile) -> Iterator[tuple[str, str]]:
    """The names of the sheets, and the files that hold them."""
    folder, base = posixpath.split(BOOK)
    with archive.open(f"{folder}/_rels/{base}.rels") as content:
        links = {e.get("Id"): e for e in _elements(content) if _tag(e) == "Relationship"}
    with archive.open(BOOK) as content:
        sheets = [e for e in _elements(content) if _tag(e) == "sheet"]
    for sheet in sheets:
        key = next(value for name, value in sheet.items() if name.endswith("}id"))
        link = links[key]
        if link.get("Type", "").endswith("/worksheet"):
            path = posixpath.normpath(posixpath.join("/", folder, link.get("Target", "")))
            yield sheet.get("name", ""), path.lstrip("/")


def _elements(content: IO[bytes]) -> Iterator[Element]:
    for _, element in iterparse(content):
        yield element


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _shape(content: IO[bytes], most: int) -> tuple[Shape, int]:
    filled = width = count = row = column = 0
    merged: list[Area] = []
    for event, element in iterparse(content, ("start", "end")):
        tag = _tag(element)
        if tag == "row" and event == "start":
            row, column = _number(element, row), 0
        elif tag == "row":
            element.clear()
        elif tag == "c" and event == "end":
            column = _column(element, row, column)
            count += 1
            if _holds(element):
                filled, width = filled + 1, max(width, column)
        elif tag == "mergeCell" and event == "end":
            merged.append(_area(element))
        if count > most or len(merged) > MOST_MERGED:
            raise TooLargeError
    return Shape(filled, width, tuple(merged)), count


def _number(row: Element, before: int) -> int:
    number = int(row.get("r", before + 1))
    if not before < number <= LAST_ROW:
        raise ValueError(number)
    return number


def _column(cell: Element, row: int, before: int) -> int:
    """The column of a cell, which stands to the right of the one before in its own row."""
    place = cell.get("r")
    number, column = coordinate_to_tuple(place) if place else (row, before + 1)
    if number != row or not before < column <= LAST_COLUMN:
        raise ValueError(place)
    return column


def _holds(cell: Element) -> bool:
    return any(_tag(part) in ("f", "is") or (_tag(part) == "v" and part.text) for part in cell)


def _area(element: Element) -> Area:
    boundaries = range_boundaries(element.get("ref", ""))
    first, top, last, bottom = (int(number or 0) for number in boundaries)
    if not (0 < first <= last <= LAST_COLUMN and 0 < top <= bottom <= LAST_ROW):
        raise ValueError(element.get("ref"))
    return first, top, last, bottom
