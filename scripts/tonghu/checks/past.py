"""Laws on the past: what was recorded, and what was once in force, is never rewritten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tonghu.checks.dossier import Dossier, Now, mappings
from tonghu.checks.ground import Ground
from tonghu.checks.reading import opened, shown
from tonghu.problem import Problem, error, warning
from tonghu.record.files import CASE, CHILDREN, PLACES, SEALED, TEAM
from tonghu.record.forgotten import forgotten
from tonghu.record.openly import latin
from tonghu.source import read

START = (1, 1)
UNKNOWN = "history-unknown"
DEEP = len((CHILDREN, "township", "id", CASE))


class Then(NamedTuple):
    """A file as the base had it: whose it is, where it lay, and its events that are protected."""

    group: str
    id: str
    path: Path
    events: list[Mapping[str, Any]]


def history_is_known(ground: Ground, base: str | None) -> Iterator[Problem]:
    """The check should be able to compare with what was there before.

    history-unknown 提醒
        没有 Git 或者没有提交过，就看不出以前的记录有没有被改动。（这一条不影响 `--strict`。）
        改法：在 Git 仓库里运行；第一次提交以后就不再提醒。
    """
    if base is None:
        path = shown(ground.records, ground.records.parent)
        message = "这里不是 Git 仓库，或者还没有提交过，没法核对以前的记录有没有被改动。"
        yield warning(path, START, UNKNOWN, message)


def records_stay(ground: Ground, before: Mapping[Path, bytes], now: Now) -> Iterator[Problem]:
    """What was recorded must stay as it was; corrections and withdrawals are new events.

    Invented records may be made anew, if they were marked so before and are still.

    event-edited 错误
        提交过的记录不能改。
        改法：恢复原样，另写一条更正，`supersedes` 写它的 `ref`。
    event-deleted 错误
        提交过的记录不能删。
        改法：恢复原样；记错了的，另写一条撤回，`retracts` 写它的 `ref`。
    subject-deleted 错误
        提交过的孩子的档案、有过记录的地点和人员，不能整个删掉。
        改法：恢复原样；不再管的，孩子记退出，地点和人员写 `until`。依法要删除的，
        由机构协调员用 `tonghu forget` 办理。
    """
    gone = {row.id for row in forgotten(ground.records)}
    for then in _before(ground, before):
        dossier = now(then.group, then.id)
        if dossier is not None:
            for event in then.events:
                yield from _compared(ground, then.path, event, dossier)
        elif _unread(then.path) or (then.group == CHILDREN and then.id in gone):
            continue
        elif then.events if then.group != CHILDREN else then.path.name == CASE:
            path = shown(then.path, ground.records.parent)
            message = "提交过的档案不见了：请恢复；不再管的，孩子记退出，地点和人员写 until。"
            yield error(path, START, "subject-deleted", message)


def _compared(
    ground: Ground, path: Path, event: Mapping[str, Any], dossier: Dossier
) -> Iterator[Problem]:
    """What is wrong if an event is not what it was."""
    ref = event["ref"]
    number = dossier.numbers.get(ref)
    if number is None and not dossier.whole:
        return  # it may stand in the part that could not be read; that part is told of already
    if number is None:
        there = path if path.exists() or dossier.folder is None else dossier.folder.path / CASE
        message = f"提交过的记录 {latin(ref)} 不见了：请恢复；记错了的，另写一条撤回。"
        name = shown(there, ground.records.parent)
        yield error(name, START, "event-deleted", message, f"retracts: {latin(ref)}")
        return
    sealed = dossier.kind.shape.sealed if ground.sealed else frozenset()
    key = first_change(event, _raw(dossier, number), sealed)
    if key is not None:
        message = "这条记录提交过，不能改：请恢复原样，另写一条更正。"
        spot = dossier.at(number, key)
        yield error(*spot, "event-edited", message, f"supersedes: {latin(ref)}")


def _unread(path: Path) -> bool:
    """Whether a file is there and cannot be read, so that nobody knows what it says."""
    return path.is_file() and bool(opened(path.name, path).problems)


def _raw(dossier: Dossier, number: int) -> Mapping[str, Any]:
    """An event as it stands in its file."""
    document, where = dossier.spots[number]
    found: Any = document.data
    for step in where:
        found = found[step]
    return found if isinstance(found, Mapping) else {}


def first_change(
    old: Mapping[str, Any], new: Mapping[str, Any], sealed: frozenset[str]
) -> str | None:
    """The first attribute that differs; what moved to a sealed half has not changed."""
    for key in (*old, *new):
        moved = key in sealed and key not in new
        if not moved and (key not in new or key not in old or not same(old[key], new[key])):
            return key
    return None


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same, a truth value and a number never."""
    return type(one) is type(other) and bool(one == other)


def _before(ground: Ground, before: Mapping[Path, bytes]) -> Iterator[Then]:
    """Whose the files of records were, and what stood in them."""
    for path, raw in sorted(before.items()):
        parts = path.relative_to(ground.records).parts if _inside(path, ground) else ()
        if not parts or not path.name.endswith(".yml") or path.name.endswith(SEALED):
            continue
        data = read(path.name, raw).data
        if parts[0] == CHILDREN and len(parts) == DEEP:
            schema = "case" if path.name == CASE else "events"
            yield Then(CHILDREN, parts[-2], path, _events(ground, schema, data, data))
        elif parts[0] == PLACES and isinstance(data, Mapping) and isinstance(data.get("id"), str):
            yield Then(PLACES, data["id"], path, _events(ground, "place", data, data))
        elif parts == (TEAM,) and isinstance(data, Mapping):
            for entry in mappings(data.get("workers")):
                code = entry.get("code")
                if isinstance(code, str):
                    yield Then(TEAM, code, path, _events(ground, "team", data, entry))


def _inside(path: Path, ground: Ground) -> bool:
    return path.is_relative_to(ground.records)


def _events(ground: Ground, schema: str, data: Any, owner: Any) -> list[Mapping[str, Any]]:
    """The events of a subject that were sound; others may be mended."""
    written = owner.get("timeline") if isinstance(owner, Mapping) else owner
    named = [entry for entry in mappings(written) if isinstance(entry.get("ref"), str)]
    if ground.schemas.valid(schema, data):
        return named
    if schema not in ("case", "events"):
        return []
    return [entry for entry in named if ground.schemas.valid("event", entry)]
