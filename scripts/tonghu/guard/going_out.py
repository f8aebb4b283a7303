"""What has no place in what goes out, whatever stands in it: links, and files of records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from tonghu.problem import Problem, error
from tonghu.record.files import CASE, DAY, SEALED
from tonghu.record.links import leads_elsewhere

LINK, RECORD = "leak-link", "leak-record"
WHOLE = (1, 1)
ENDINGS = frozenset({".yml", ".yaml"})
TOLD_LINK = "这是一个链接，公开出去的会是它指向的内容：请删掉链接。"
TOLD_RECORD = "这里不能有档案：请移走。已经公开过的，立即告诉机构协调员。"


def link(path: Path, name: str) -> Problem | None:
    """What is wrong with a link, of whatever kind; None of an ordinary file."""
    return error(name, WHOLE, LINK, TOLD_LINK) if leads_elsewhere(path) else None


def record(path: Path, name: str, public: Sequence[Path]) -> Iterator[Problem]:
    """What is wrong with YAML in a folder that is made public: it has no use there."""
    if _is_yaml(name) and any(path.is_relative_to(folder) for folder in public):
        yield error(name, WHOLE, RECORD, TOLD_RECORD)


def packed(name: str, parts: Iterable[str]) -> Iterator[Problem]:
    """What is wrong with an archive in which something has the name of a record."""
    for part in dict.fromkeys(parts):
        if part != name and _is_record(part):
            yield error(part, WHOLE, RECORD, TOLD_RECORD)


def _is_yaml(name: str) -> bool:
    return not ENDINGS.isdisjoint(each.lower() for each in PurePosixPath(name).suffixes)


def _is_record(name: str) -> bool:
    last = PurePosixPath(name).name.lower()
    return last.endswith(SEALED) or (_is_yaml(last) and (last == CASE or bool(DAY.match(last))))
