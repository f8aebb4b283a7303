"""Files as documents, whatever stands in their place."""

from __future__ import annotations

from pathlib import Path

from tonghu.problem import error
from tonghu.record.files import content
from tonghu.source import Document, read

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
        return read(name, content(path))
    except OSError:
        return unreadable(name)


def opened_raw(name: str, path: Path) -> Document:
    """A file's bytes without its data; they are nobody's to read."""
    try:
        return Document(name, None, (), content(path))
    except OSError:
        return unreadable(name)


def unreadable(name: str) -> Document:
    """A file must be an ordinary file that can be opened; this is the document of one that is not.

    file-unreadable 错误
        每个档案必须是能打开的普通文件。
        改法：是文件夹的移走，失效的链接删掉；没有权限的，请管电脑的人打开权限。
    """
    message = "这里读不出文件：请确认它是普通文件（不是文件夹或失效的链接），并且有读取权限。"
    return Document(name, None, (error(name, (1, 1), UNREADABLE, message),), b"")


def beside(path: Path, records: Path) -> str:
    """A path as seen from beside the records, wherever in the repository it lies."""
    for up, folder in enumerate(records.parents):
        if path.is_relative_to(folder):
            return "../" * up + shown(path, folder)
    return path.name
