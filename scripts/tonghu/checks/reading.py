"""Files as documents, whatever stands in their place."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tonghu.problem import Problem, error
from tonghu.source import Document, read

if TYPE_CHECKING:
    from tonghu.schema import Schemas

MOST = 1024 * 1024 + 1
"""Bytes read at most: one more than a record may have, so that a longer one is told."""

UNREADABLE = "file-unreadable"


def shown(path: Path, root: Path) -> str:
    """A path as problems name it; what no terminal can show becomes a question mark."""
    name = path.relative_to(root).as_posix()
    if name.isprintable():
        return name
    return "".join(each if each.isprintable() else "?" for each in name)


def opened(name: str, path: Path) -> Document:
    """A file as read; one that cannot be opened is a document with a problem."""
    try:
        raw = content(path)
    except OSError:
        message = "这里读不出文件：请确认它是普通文件（不是文件夹或失效的链接），并且有读取权限。"
        return Document(name, None, (error(name, (1, 1), UNREADABLE, message),), b"")
    return read(name, raw)


def content(path: Path) -> bytes:
    """The bytes of a regular file, no more than is needed to see that it is too long."""
    with path.open("rb") as file:
        if not stat.S_ISREG(path.stat().st_mode):
            raise OSError
        return file.read(MOST)


def of_schema(schemas: Schemas, name: str, document: Document) -> Iterator[Problem]:
    """What reading a document and its schema have against it."""
    yield from document.problems
    if document.data is not None:
        yield from schemas.problems(name, document)
