"""A past revision of records and definitions, laid out in a temporary directory."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tonghu.history.git import git, top
from tonghu.history.tree import NoHistoryError, commit_of

__all__ = ["Copy", "NoHistoryError", "snapshot"]


class Copy(NamedTuple):
    """A revision laid out: the root of its files and the directory of its records."""

    root: Path
    records: Path


@contextmanager
def snapshot(records: Path, name: str) -> Iterator[Copy]:
    """The revision's files in a directory that is removed afterwards."""
    root = top(records)
    if root is None:
        raise NoHistoryError("这里不是 Git 仓库，或者没有装 git，查不了过去的版本。")
    commit = commit_of(root, name)
    if commit is None:
        raise NoHistoryError("Git 里没有这个版本；用 git log 看看有哪些，也可以写日期。")
    archive = git(root, "archive", "--format=zip", commit)
    if archive is None:
        raise NoHistoryError("Git 取不出这个版本的文件。")
    inside = records.resolve().relative_to(root.resolve())
    with tempfile.TemporaryDirectory(prefix="tonghu-") as folder:
        with zipfile.ZipFile(io.BytesIO(archive)) as files:
            files.extractall(folder)
        if not (Path(folder) / inside).is_dir():
            raise NoHistoryError("那个版本里还没有这个档案目录。")
        yield Copy(Path(folder), Path(folder) / inside)
