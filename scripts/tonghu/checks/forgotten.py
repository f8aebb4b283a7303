"""Laws on the list of the forgotten: it only grows, and nobody on it comes back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from tonghu.checks.dossier import Paper, judged, mappings, untold
from tonghu.checks.ground import Ground
from tonghu.checks.identity import is_checked
from tonghu.checks.reading import shown
from tonghu.checks.references import Name, worker_fits
from tonghu.checks.shape import WORKER, Attribute
from tonghu.problem import Problem, error, warning
from tonghu.record.files import CASE, CHILDREN
from tonghu.record.forgotten import FORGOTTEN, lying
from tonghu.record.openly import latin
from tonghu.source import read

LIST = "forgotten"
START = (1, 1)
WHO = Attribute(WORKER)


def of_the_list(ground: Ground) -> Iterator[Problem]:
    """What is wrong with the list, and with what it speaks of."""
    path = ground.records / FORGOTTEN
    if not (path.is_symlink() or path.exists()):
        return
    paper = judged(ground.schemas, LIST, path, ground.records.parent)
    yield from paper.problems
    yield from untold(paper.problems, rows_are_sound(ground, paper))
    yield from nobody_comes_back(ground, paper)


def rows_are_sound(ground: Ground, paper: Paper) -> Iterator[Problem]:
    """A row must be about a file that could be, removed by now, and about no file twice.

    forgotten-twice 错误
        一份档案在遗忘名单里只能有一行。
        改法：删掉刚加的那一行，留下原来的。
    forgotten-future 错误
        遗忘名单里的日期必须是今天或以前：先删除，后登记。
        改法：改成实际删除的那一天。
    """
    seen: set[object] = set()
    for number, row in enumerate(rows(paper)):
        identity, date = row.get("id"), row.get("date")
        if isinstance(identity, str) and not is_checked(identity):
            message = "档案编号的校验字符与前六位对不上，多半抄错了一位：请改正。"
            yield error(*paper.spot(number, "id"), "id-check", message)
        if identity in seen:
            message = "这份档案前面已经有一行：请只留原来的那一行。"
            yield error(*paper.spot(number, "id"), "forgotten-twice", message)
        if isinstance(date, str) and date > ground.on:
            message = "删除的日期还没有到：请改成实际删除的那一天。"
            yield error(*paper.spot(number, "date"), "forgotten-future", message)
        seen.add(identity if isinstance(identity, str) else None)
        yield from _who_did_it(ground, paper, number)


def _who_did_it(ground: Ground, paper: Paper, number: int) -> Iterator[Problem]:
    row = rows(paper)[number]
    if isinstance(row.get("who"), str) and isinstance(row.get("date"), str):
        spot = partial(paper.spot, number, "who")
        yield from worker_fits(ground, Name("who", row["who"], WHO, spot, row["date"]))


def nobody_comes_back(ground: Ground, paper: Paper) -> Iterator[Problem]:
    """Whoever is on the list must have no folder any more, and never again.

    forgotten-back 错误
        遗忘名单里的编号不能再有档案：删除了的不能放回来，编号也不能给别的孩子用。
        改法：清除历史以前的旧克隆，整个删掉，重新 `git clone`；不是旧克隆的，再运行一次
        `tonghu forget`；又要建档的，用 `tonghu new` 另起编号。
    """
    for row in rows(paper):
        for folder in lying(ground.records, str(row.get("id"))):
            path = shown(folder / CASE, ground.records.parent)
            message = (
                "这份档案在遗忘名单里，不能再有：这是旧克隆的，整个删掉重新 git clone；"
                "不是的，再运行一次 tonghu forget；又要建档的，另起编号。"
            )
            yield error(path, START, "forgotten-back", message)


def rows_stay(ground: Ground, before: Mapping[Path, bytes]) -> Iterator[Problem]:
    """Rows of the list must stay as they are; new ones are added.

    forgotten-changed 错误
        遗忘名单只能增加，已有的行不能删也不能改。
        改法：恢复原样；从上一版取回 records/forgotten.yml，把新的行加在后面。
    """
    path = ground.records / FORGOTTEN
    if path not in before:
        return
    then = mappings(read(FORGOTTEN, before[path]).data)
    present = judged(ground.schemas, LIST, path, ground.records.parent) if path.exists() else None
    now = rows(present) if present else []
    if any(row not in now for row in then):
        message = "遗忘名单里原有的行不见了或者变了：请恢复原样，新的行加在后面。"
        yield error(shown(path, ground.records.parent), START, "forgotten-changed", message)


def removals_are_looked_at(ground: Ground, before: Mapping[Path, bytes]) -> Iterator[Problem]:
    """A child who is removed by a row of the list should be looked at by somebody.

    forgotten-new 提醒
        这次改动把一个孩子的档案整个删除了，只在遗忘名单里留下一行。
        改法：合并以前，请机构协调员核对：依据是什么，是谁批准的，是不是用 `tonghu forget` 办理的。
    """
    path = ground.records / FORGOTTEN
    children = {each.parent.name for each in before if _is_gone(ground, each)}
    if not children or not path.exists():
        return
    paper = judged(ground.schemas, LIST, path, ground.records.parent)
    for number, row in enumerate(rows(paper)):
        if row.get("id") in children:
            message = (
                f"这次改动删除了孩子 {latin(str(row['id']))} 的全部档案："
                "合并以前，请机构协调员核对依据和批准人。"
            )
            yield warning(*paper.spot(number, "id"), "forgotten-new", message)


def _is_gone(ground: Ground, path: Path) -> bool:
    inside = path.is_relative_to(ground.records / CHILDREN) and path.name == CASE
    return inside and not lying(ground.records, path.parent.name)


def rows(paper: Paper) -> list[Mapping[str, Any]]:
    """The rows of the list, whatever they say; what is none is an empty one."""
    data = paper.document.data
    return [
        row if isinstance(row, Mapping) else {} for row in (data if isinstance(data, list) else ())
    ]
