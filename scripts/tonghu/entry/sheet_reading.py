"""A workbook that came back, as rows of cells; nothing in it is run, believed or passed over."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook

from tonghu.entry import sheet_layout as layout
from tonghu.entry.sheet_cells import Cell, Sheet
from tonghu.entry.sheet_rows import sheet
from tonghu.entry.sheet_shape import Shape, TooLargeError, shapes

LARGEST = 20 * 1024 * 1024
UNPACKED = 150 * 1024 * 1024
COLUMNS = 100
OLD_FORMAT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = "EncryptedPackage".encode("utf-16-le")
TOO_LARGE = "表格太大，不像是发出去的清单；请只交回填好的那几张表。"
NO_WORKBOOK = "读不懂这个表格；请在电脑上打开它，另存为 .xlsx 再试一次。"
HAS_PASSWORD = "表格加了密码，打不开；请打开它，去掉密码，再交一次。"
NO_LIST = "里面没有发出去的清单；请交回原来的表格，不要改动表头。"
UNREAD = (
    "这张表里有 {count} 格读不到，为免漏掉，一行也没有读。请在电脑上打开它，"
    "第 {last} 列以后如果有字，请删掉或者挪到别处，再另存为一个新的 .xlsx。"
)
FORMULA, WRONG = "f", "e"


def sheets(content: bytes) -> list[Sheet] | str:
    """The sheets of a workbook, or a Chinese sentence that says why there is no list."""
    if len(content) > LARGEST:
        return TOO_LARGE
    if content.startswith(OLD_FORMAT):
        return HAS_PASSWORD if LOCKED in content else NO_WORKBOOK
    try:
        with ZipFile(BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > UNPACKED:
                return TOO_LARGE
            measured = shapes(archive)
        with warnings.catch_warnings(action="ignore"):
            found = list(_sheets(content, measured))
    except TooLargeError:
        return TOO_LARGE
    except Exception:  # whatever a broken file leads the library to
        return NO_WORKBOOK
    return NO_LIST if all(each.foreign for each in found) else found


def _sheets(content: bytes, measured: Mapping[str, Shape]) -> Iterator[Sheet]:
    book = load_workbook(BytesIO(content), read_only=True)
    if [each.title for each in book.worksheets] != [*measured]:
        raise ValueError(book.sheetnames)
    for each in book.worksheets:
        shape = measured[each.title]
        lines = _lines(each, min(shape.width, COLUMNS))
        count = sum(cell.value is not None for line in lines.values() for cell in line)
        if lost := shape.filled - count:
            yield Sheet(each.title, wrong=UNREAD.format(count=lost, last=COLUMNS))
        elif lines and each.title != layout.LISTS:
            yield sheet(each.title, lines, shape.merged)


def _lines(source: Any, width: int) -> dict[int, list[Cell]]:
    """The lines that are not empty; the size that the file claims for itself counts for nothing."""
    source.reset_dimensions()
    return {
        number: [Cell(each.value, each.data_type in (FORMULA, WRONG)) for each in row]
        for number, row in enumerate(source.iter_rows(max_col=max(width, 1)), 1)
        if any(each.value is not None for each in row)
    }
