"""tonghu forget: a child's file removed for good, and the row that says so."""

from __future__ import annotations

import argparse

from tonghu.cli.output import say, warn
from tonghu.cli.parser import Parser, RefusedError
from tonghu.cli.where import day_of
from tonghu.cli.writing import add_writing, ground_of, near, refuse, shown, writer
from tonghu.entry.change import apply
from tonghu.entry.forget import Forgetting, forgetting, remove

AFTER = """\
还没有完：
  提交、推送以后，Git 的历史、每一份克隆、打印的清单和 build/ 里仍有这个孩子。
  历史怎样清除、哪些地方要另外处理，见 docs/guides/forgetting.md。"""


def arguments(parser: Parser) -> None:
    """The arguments of `tonghu forget`."""
    parser.add_argument("child", metavar="儿童编号", help="删除哪一份档案")
    parser.add_argument("--ground", metavar="理由", required=True, help="依据什么，如 保存期满")
    parser.add_argument("--by", metavar="代号", required=True, help="谁办的，写工作人员代号")
    add_writing(parser)


def run(args: argparse.Namespace) -> int:
    """Write the row first, then remove the folder, and say what is left elsewhere."""
    with writer(args):
        if day_of(args.on) > day_of(None):
            raise RefusedError("--on 写的是以后的日期：哪天删除，就写哪天，不写就是今天。")
        found = forgetting(ground_of(args), args.child.strip().upper(), args.ground, args.by)
        refuse(found.refused)
        if args.dry_run:
            shown(found.changes)
        else:
            apply(found.changes)
            remove(found)
    _report(found, "会删除" if args.dry_run else "删除了")
    return 0


def _report(found: Forgetting, verb: str) -> None:
    for folder in found.folders:
        say(f"{verb} {near(folder)}，整个文件夹。")
    for change in found.changes:
        say(f"改动 {near(change.path)}")
    for path in found.naming:
        warn(f"注意：{near(path)} 里还写着这个编号，请看看要不要改。")
    say(AFTER)
