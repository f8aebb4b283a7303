"""Removing a child's file for good: the row that is left, those who named it, the folders to go."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tonghu.entry.canonical import CASE as CASE_SCHEMA
from tonghu.entry.canonical import canonical, orders
from tonghu.entry.change import Change
from tonghu.entry.ground import Ground
from tonghu.entry.identity import is_child_id
from tonghu.period import iso
from tonghu.record.files import ACCESS, CASE, CHILDREN, content
from tonghu.record.forgotten import FORGOTTEN, forgotten, lying
from tonghu.schema.node import Node, words
from tonghu.source import dump, has_comment, read

LIST, OTHERS = "forgotten", "distinct_from"
NO_ID = "档案编号是一个字母加六个字符，校验字符也要对；请查对：{child}"
NO_FILE = "没有编号是 {child} 的儿童档案；请查对。"
DONE = "{child} 早已在遗忘名单里，也没有档案了。"
LINKED = "{child} 的文件夹是一个链接，删了链接，内容还在别处：请先查清它指向哪里，换成真的文件夹。"
NO_GROUND = "理由请写下面的一个：{grounds}。"
NO_WORKER = "经办人要写 team.yml 里的代号，如 W001。"
BROKEN = "遗忘名单 forgotten.yml 读不懂，先运行 tonghu check 改好。"


class Forgetting(NamedTuple):
    """Files to write, folders to remove, and files that name the child still."""

    changes: tuple[Change, ...] = ()
    folders: tuple[Path, ...] = ()
    naming: tuple[Path, ...] = ()
    refused: tuple[str, ...] = ()


def forgetting(ground: Ground, child: str, why: str, who: str) -> Forgetting:
    """What is to be done so that nothing but a row is left of a child."""
    records = ground.repository.records
    known = any(row.id == child for row in forgotten(records))
    if refused := [*_refused(ground, child, known), *_unsaid(ground, why, who)]:
        return Forgetting(refused=tuple(refused))
    row = {"id": child, "date": iso(ground.on), "ground": why, "who": who}
    listed = () if known else (_listed(ground, row),)
    told = list(_naming(ground, child))
    freed = {path: change for path in told if (change := _freed(ground, path, child))}
    left = tuple(path for path in told if path not in freed)
    return Forgetting((*listed, *freed.values()), tuple(lying(records, child)), left)


def remove(found: Forgetting) -> None:
    """Remove the folders; the row stands already, so what is interrupted is told by the check."""
    for folder in found.folders:
        shutil.rmtree(folder, onerror=_writable)


def _refused(ground: Ground, child: str, known: bool) -> Iterator[str]:
    if not is_child_id(child):
        yield NO_ID.format(child=child[:20])
    elif not lying(ground.repository.records, child):
        yield (DONE if known else NO_FILE).format(child=child)
    elif any(path.is_symlink() for path in lying(ground.repository.records, child)):
        yield LINKED.format(child=child)


def _unsaid(ground: Ground, why: str, who: str) -> Iterator[str]:
    grounds = words(ground.schemas.raw, Node(LIST, ground.schemas.raw(LIST)["$defs"]["ground"]))
    if why not in grounds:
        yield NO_GROUND.format(grounds="、".join(grounds))
    if ground.workers is not None and who not in ground.workers:
        yield NO_WORKER
    path = ground.repository.records / FORGOTTEN
    if path.exists():
        document = read(FORGOTTEN, path.read_bytes())
        if document.problems or not ground.schemas.valid(LIST, document.data):
            yield BROKEN


def _listed(ground: Ground, row: dict[str, Any]) -> Change:
    """The list with one more row at its end."""
    path = ground.repository.records / FORGOTTEN
    before = path.read_bytes() if path.exists() else None
    rows = read(FORGOTTEN, before).data if before is not None else []
    text = dump([*rows, row], orders(ground.schemas, LIST))
    return Change(path, text, before)


def _naming(ground: Ground, child: str) -> Iterator[Path]:
    """The files of the records, other than its own, in which the id of a child stands.

    Who looked at what is sealed stays on record.
    """
    records = ground.repository.records
    own = lying(records, child)
    for parent, folders, names in os.walk(records):
        folders.sort()
        if Path(parent) in own or Path(parent) == records / ACCESS:
            folders.clear()
            continue
        for path in (Path(parent, name) for name in sorted(names)):
            if path != records / FORGOTTEN and child.encode() in content(path):
                yield path


def _freed(ground: Ground, path: Path, child: str) -> Change | None:
    """Another child's case file that no longer says it is not this one."""
    if path.name != CASE or CHILDREN not in path.parts:
        return None
    raw = path.read_bytes()
    data = read(path.name, raw).data
    if has_comment(raw) or not ground.schemas.valid(CASE_SCHEMA, data):
        return None
    others = [each for each in data.get(OTHERS, []) if each != child]
    kept = {key: value for key, value in data.items() if key != OTHERS or others}
    text = canonical(ground.schemas, CASE_SCHEMA, {**kept, **({OTHERS: others} if others else {})})
    return Change(path, text, raw) if child not in text else None


def _writable(again: Callable[[str], Any], path: str, _: object) -> None:
    """Remove what is marked as not to be written too, as Git marks files on Windows."""
    Path(path).chmod(stat.S_IWRITE)
    again(path)
