"""tonghu fold: settled event files put into the case files."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from tonghu import period
from tonghu.cli.output import say, warn
from tonghu.cli.parser import Parser
from tonghu.cli.progress import progress
from tonghu.cli.where import day_of
from tonghu.cli.writing import add_writing, ground_of, refuse, writer
from tonghu.entry.fold import Folding, folding, settle, settled_before
from tonghu.entry.ground import Ground
from tonghu.entry.target import Target, target
from tonghu.record.files import Folder, folders
from tonghu.record.openly import path


def arguments(parser: Parser) -> None:
    """The arguments of `tonghu fold`."""
    parser.add_argument("children", nargs="*", metavar="儿童编号", help="哪些孩子（默认：全部）")
    parser.add_argument(
        "--before", metavar="DATE", help="并入哪一天以前的记录（默认：本季度第一天）"
    )
    add_writing(parser)


def run(args: argparse.Namespace) -> int:
    """Fold each child by itself; 1 if files were found that must be mended first."""
    with writer(args):
        return _fold(args)


def _fold(args: argparse.Namespace) -> int:
    ground = ground_of(args)
    before = period.iso(day_of(args.before)) if args.before else settled_before(ground.on)
    chosen = _chosen(ground, args.children)
    show = progress("并入")
    done = []
    for number, folder in enumerate(chosen, 1):
        found = folding(ground, folder, before)
        if not args.dry_run:
            settle(ground, found)
        if found.gone or found.left:
            done.append(found)
        show(number, len(chosen))
    return _report(done, before, "会并入" if args.dry_run else "并入了")


def _chosen(ground: Ground, names: Sequence[str]) -> list[Folder]:
    if not names:
        return list(folders(ground.repository.records))
    found = [target(ground, name) for name in names]
    refuse(each for each in found if isinstance(each, str))
    refuse(
        f"{each.subject.id} 不是儿童；只有儿童的记录可以并入 case.yml。"
        for each in found
        if isinstance(each, Target) and each.folder is None
    )
    return [each.folder for each in found if isinstance(each, Target) and each.folder]


def _report(done: Sequence[Folding], before: str, verb: str) -> int:
    left = [each for found in done for each in found.left]
    folded = [found for found in done if found.gone]
    files = sum(len(found.gone) for found in folded)
    events = sum(found.events for found in folded)
    told = f"{len(folded)} 个孩子的 {events} 条记录，原来在 {files} 个文件里。"
    say(f"{before} 以前的记录：{verb} {told}" if folded else f"没有 {before} 以前的文件要并入。")
    for each in left:
        warn(f"  {path(each.path)} {each.why}")
    return int(any(each.wrong for each in left))
