"""Laws on where files lie: what is read at all, and whether names and folders fit the content."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from tonghu.checks.dossier import Dossier
from tonghu.checks.ground import Ground
from tonghu.checks.reading import shown
from tonghu.problem import Problem, error, warning
from tonghu.record.files import (
    ACCESS,
    CASE,
    CHILDREN,
    LIKE_RECORDS,
    PLACES,
    SEALED,
    SETTINGS,
    TEAM,
    is_directory,
    is_in_a_folder_s_place,
)
from tonghu.record.forgotten import FORGOTTEN
from tonghu.record.numbers import in_name
from tonghu.source import Document

PLACE = "place"
TOWNSHIP = "township"
EVENT_FILE = re.compile(r"(\d{4}-\d{2}-\d{2})-([a-z][a-z0-9]{0,15})\.yml", re.ASCII)
EXPECTED = frozenset({SETTINGS, TEAM, PLACES, CHILDREN, ACCESS, FORGOTTEN, "README.md"})
OWN = ".yml"
DEEP = len((CHILDREN, "township", "id"))
START = (1, 1)


def listing(folder: Path) -> list[os.DirEntry[str]]:
    """What lies in a folder, by name; nothing where it cannot be opened."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=_name)
    except OSError:
        return []


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def nothing_is_overlooked(
    ground: Ground, folder: Path, entries: Iterable[os.DirEntry[str]]
) -> Iterator[Problem]:
    """Every file must lie where it is read, and nothing else should lie among the records.

    file-unread 错误
        档案只能放在会被读到的地方：孩子的在 children/乡镇/编号/ 下，地点的在 places/ 下，都以
        .yml 结尾；手册的页在 docs/handbook/主题/ 下。别处的不会被读到。
        改法：移到该放的地方，或者改正名称；里面可能有孩子的记录，弄清楚以前不要删。
    file-stray 提醒
        档案目录里一般不放别的文件，尤其不放照片和表格。
        改法：移到档案目录以外的地方。
    folder-link 错误
        档案目录里的文件夹必须是真的文件夹，不能是链接：Git 只记下链接，不记里面的档案。
        改法：删掉链接，把文件夹本身移到这里。
    """
    depth = folder.relative_to(ground.records).parts
    for entry in entries:
        if in_name(entry.name):
            yield from name_has_no_number(Path(entry.path), ground.records.parent)
        if entry.is_symlink() and is_directory(entry):
            path = shown(Path(entry.path), ground.records.parent)
            message = "这个文件夹是一个链接，里面的档案不在仓库里：请换成文件夹本身。"
            yield error(path, START, "folder-link", message)
        elif entry.is_symlink() and entry.name.endswith(OWN):
            yield from file_is_a_file(Path(entry.path), ground.records.parent)
        if entry.name.startswith(".") or _is_expected(depth, entry) or _is_empty(entry):
            continue
        path = shown(Path(entry.path), ground.records.parent)
        if _is_meant(depth, entry):
            message = (
                "放在这里的不会被读到，里面的孩子不会出现在清单上："
                "请移到该放的地方，或者改正名称，弄清楚以前不要删。"
            )
            yield error(path, START, "file-unread", message)
        else:
            message = "这不是档案，不会被读到：请移到档案目录以外。"
            yield warning(path, START, "file-stray", message)


def file_is_a_file(path: Path, root: Path) -> Iterator[Problem]:
    """A file among the records must be the file itself, wherever a link in its place leads.

    record-link 错误
        档案目录里的文件必须是文件本身，不能是链接：Git 只记下链接，读到的会是别处的内容。
        改法：删掉链接，把文件本身放在这里。
    """
    message = "这个文件是一个链接，内容不在这里：请删掉链接，换成文件本身。"
    yield error(shown(path, root), START, "record-link", message)


def name_has_no_number(path: Path, root: Path) -> Iterator[Problem]:
    """No identity number and no telephone number must stand in a name (see personal-number)."""
    if in_name(path.as_posix()):
        message = "这个名称里像是有身份证号码或电话号码：请给文件或文件夹改名。"
        yield error(shown(path, root), START, "personal-number", message)


def _is_meant(depth: tuple[str, ...], entry: os.DirEntry[str]) -> bool:
    """Whether something that is not read is meant as a record, or stands where a child's was."""
    if is_directory(entry) or _is_loop(entry) or entry.name.lower().endswith(LIKE_RECORDS):
        return True
    return depth[:1] == (CHILDREN,) and len(depth) < DEEP and is_in_a_folder_s_place(entry)


def _is_expected(depth: tuple[str, ...], entry: os.DirEntry[str]) -> bool:
    if not depth:
        return entry.name in EXPECTED or entry.name.endswith(SEALED)
    if depth[0] == PLACES:
        return entry.name.endswith(OWN) or is_directory(entry)
    return entry.name.endswith(OWN) if len(depth) == DEEP else is_directory(entry)


def _is_empty(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder without any file: Git does not know it, and there is nothing in it."""
    return is_directory(entry) and not any(names for _, _, names in os.walk(entry.path))


def _is_loop(entry: os.DirEntry[str]) -> bool:
    """Whether it is a link that leads nowhere but to itself."""
    try:
        entry.is_dir()
    except OSError:
        return True
    return False


def case_is_there(ground: Ground, dossier: Dossier, names: Sequence[str]) -> Iterator[Problem]:
    """Every child's folder must have a case.yml.

    case-missing 错误
        每个孩子的文件夹里必须有 case.yml。
        改法：补上 case.yml；放错了地方的，把整个文件夹移到该放的地方。里面可能有孩子的记录，
        弄清楚以前不要删。
    """
    if dossier.folder and CASE not in names:
        path = shown(dossier.folder.path / CASE, ground.records.parent)
        message = (
            "这个文件夹里没有 case.yml：请补上孩子的档案；放错了地方的，"
            "请移到该放的地方，弄清楚以前不要删。"
        )
        yield error(path, START, "case-missing", message)


def file_is_named(_: Ground, document: Document) -> Iterator[Problem]:
    """An event file should be named after the day and the ref of an event in it.

    file-name 提醒
        新增记录的文件名写成“日期-ref.yml”，与里面一条记录的日期和 `ref` 一样。
        改法：照里面的记录改文件名，如 2026-10-12-x3f9.yml。
    """
    events = document.data if isinstance(document.data, list) else []
    found = EVENT_FILE.fullmatch(document.path.rpartition("/")[2])
    dates = {event.get("date") for event in events if _has_ref(event, found)}
    if not found or (events and found[1] not in dates):
        message = "文件名与里面的记录对不上：请把文件名写成“日期-ref.yml”。"
        yield warning(document.path, START, "file-name", message, "2026-10-12-x3f9.yml")


def _has_ref(event: object, found: re.Match[str] | None) -> bool:
    if not isinstance(event, Mapping) or not found:
        return False
    return event.get("ref") == found[2] and isinstance(event.get("date"), str)


def folder_fits_the_timeline(ground: Ground, dossier: Dossier) -> Iterator[Problem]:
    """A child's folder must lie in the township where the child is on the day of the check.

    folder-township 错误
        孩子的文件夹放在孩子现在所在的乡镇下：记了迁移，文件夹也要移过去。
        改法：把整个文件夹移到 children/ 下那个乡镇的文件夹里；村写错了的，另记一条更正。
    """
    found = present_place(ground, dossier)
    if found is None or dossier.folder is None:
        return
    number, attribute = found
    township = ground.known.places.township(dossier.events[number][attribute])
    known = township and ground.known.places.by_id.get(township)
    if known and township != dossier.folder.township:
        message = (
            "照这一条，孩子现在所在的乡镇与文件夹的不同：请把孩子的文件夹移到那个乡镇下，"
            "村写错的请更正。"
        )
        yield error(*dossier.at(number, attribute), "folder-township", message, f"{township}/")


def present_place(ground: Ground, dossier: Dossier) -> tuple[int, str] | None:
    """The event that says where a child is on the day, and the attribute that says it (A53)."""
    found = []
    for kind, numbers in dossier.by_kind.items():
        deed = ground.deeds.get(kind)
        for fact, attribute in deed.sets if deed else ():
            if fact == PLACE:
                found += [(n, attribute) for n in numbers if attribute in dossier.events[n]]
    ordered = sorted(found, key=lambda each: dossier.order(each[0]))
    past = [each for each in ordered if dossier.events[each[0]].get("date", "") <= ground.on]
    return past[-1] if past else next(iter(ordered), None)


def townships_are_known(ground: Ground, townships: Iterable[Path]) -> Iterator[Problem]:
    """Every folder of children must be named after a township.

    township-unknown 错误
        children/ 下每个文件夹的名称必须是一个乡镇的编号。
        改法：改成 places/ 里乡镇的编号；新的乡镇先在 places/ 里建文件。
    """
    for folder in townships:
        place = ground.known.places.by_id.get(folder.name)
        if place is None or place.kind not in ("", TOWNSHIP):
            path = shown(folder, ground.records.parent)
            message = "没有这个编号的乡镇：请把文件夹改成 places/ 里乡镇的编号，或者先建这个乡镇。"
            yield error(path, START, "township-unknown", message)


def required_files_are_there(ground: Ground, names: Iterable[str]) -> Iterator[Problem]:
    """A repository of records must have its settings and its team.

    file-missing 错误
        档案目录里必须有 settings.yml 和 team.yml。
        改法：补上这个文件，写法见 docs/guides/setup.md。
    """
    for name in (SETTINGS, TEAM):
        if name not in names:
            path = shown(ground.records / name, ground.records.parent)
            message = "缺少这个文件：请补上，没有它，谁在哪里、按什么规矩算都不知道。"
            yield error(path, START, "file-missing", message)
