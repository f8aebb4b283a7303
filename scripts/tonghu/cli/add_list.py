"""tonghu add LIST.xlsx: the filled rows of a list recorded, the refused ones given back."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from itertools import count
from pathlib import Path

from tonghu import period
from tonghu.cli.output import put, say, warn
from tonghu.cli.told import grouped, recorded
from tonghu.cli.writing import draw, ground_of, near, remind, shown
from tonghu.entry.add import planned
from tonghu.entry.change import apply
from tonghu.entry.form import Forms
from tonghu.entry.sheet import Refused, rows
from tonghu.entry.sheet_back import back

BACK = "退回"


def add_list(args: argparse.Namespace, path: Path) -> int:
    """Record the rows that are right, all or none; 1 if some were refused and given back."""
    content = path.read_bytes()
    ground = ground_of(args)
    found = rows(content, ground)
    if found.problem:
        warn(f"tonghu：{path.name}：{found.problem}这张清单什么也没有写。")
        return 2
    plan = planned(ground, found.wishes(), draw, anew=False)
    refused = found.with_told(plan.refused)
    remind([*grouped([*plan.repeated, *plan.doubts]), *found.notes])
    if args.dry_run:
        shown(plan.changes)
    else:
        apply(plan.changes)
        say(recorded(plan))
    if refused:
        _tell(refused)
    if refused and not args.dry_run:
        beside = _free(path)
        put(str(beside), [back(content, refused, Forms(ground.schemas), period.iso(ground.on))])
        unit = "行" if all(each.number for each in refused) else "处"
        say(f"没有记上的 {len(refused)} {unit}退在 {near(beside)}，原因写在最后一格。")
    return int(bool(refused))


def _tell(refused: Iterable[Refused]) -> None:
    for each in refused:
        whose = f"（{each.subject}）" if each.subject else ""
        line = f" 第 {each.number} 行" if each.number else ""
        warn(f"{each.sheet}{line}{whose}：{each.reason}")


def _free(path: Path) -> Path:
    """A name beside the list that nothing has: what was given back before may be half mended."""
    stem = path.stem.split(f"-{BACK}")[0]
    names = (f"{stem}-{BACK}{number if number > 1 else ''}.xlsx" for number in count(1))
    return next(each for name in names if not (each := path.with_name(name)).exists())
