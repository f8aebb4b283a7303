"""tonghu new: the case file of a child who has none."""

from __future__ import annotations

import argparse

from tonghu.cli.output import say
from tonghu.cli.parser import Parser
from tonghu.cli.writing import (
    add_writing,
    dated,
    draw,
    ground_of,
    near,
    refuse,
    remind,
    shown,
    writer,
)
from tonghu.entry.change import apply
from tonghu.entry.new import Asked, Created, created, kept
from tonghu.entry.words import pairs, unpaired


def arguments(parser: Parser) -> None:
    """The arguments of `tonghu new`."""
    parser.usage = (
        "tonghu new --born 2015-03 --sex 性别 --register 名册 --place 乡镇/村 --date 日期 "
        "--by 代号 [--household 户编号 | --sibling-of 儿童编号] [键=值 …]"
    )
    parser.add_argument(
        "words", nargs="*", metavar="键=值", help="还知道的情况，如 info_complete=true"
    )
    for name, metavar, told in (
        ("--born", "YYYY-MM", "出生年月，写成 2015-03；没有密封要求时也可以写 2015-03-09"),
        ("--sex", "性别", "性别"),
        ("--register", "名册", "列入哪一本名册"),
        ("--place", "乡镇/村", "住在哪个村，写 places 里的编号，如 zhongshan/shuishi"),
        ("--date", "DATE", "哪一天登记的，写成 2026-10-12"),
        ("--by", "代号", "谁登记的，写工作人员代号，如 W012"),
    ):
        parser.add_argument(name, metavar=metavar, required=True, help=told)
    parser.add_argument("--township", metavar="乡镇", default="", help="乡镇的编号（默认看村编号）")
    family = parser.add_mutually_exclusive_group()
    family.add_argument("--household", metavar="户编号", default="", help="和谁同户就写谁的户编号")
    family.add_argument("--sibling-of", metavar="儿童编号", default="", help="是哪个孩子的兄弟姐妹")
    add_writing(parser)


def run(args: argparse.Namespace) -> int:
    """Write the case file and say what comes next."""
    asked = _asked(args)
    refuse(filter(None, (unpaired(args.words), kept(asked))))
    with writer(args):
        return _new(args, asked)


def _new(args: argparse.Namespace, asked: Asked) -> int:
    found = created(ground_of(args), asked, draw)
    refuse(found.refused)
    remind(found.doubts)
    if found.change and args.dry_run:
        shown([found.change])
    elif found.change:
        apply([found.change])
        say(_told(found, args))
    return 0


def _asked(args: argparse.Namespace) -> Asked:
    return Asked(
        args.born,
        args.sex,
        args.register,
        args.place,
        dated(args.date) or "",
        args.by,
        args.township,
        args.household,
        args.sibling_of,
        pairs(args.words),
    )


def _told(found: Created, args: argparse.Namespace) -> str:
    path = near(found.change.path) if found.change else ""
    return (
        f"新档案 {found.id}：{path}\n"
        "编号请记在纸质对照表里，不要写进电脑；姓名和证件号码也不要写进这个文件。\n"
        f"接着：用 tonghu add {found.id} 事件 --date {args.date} --by {args.by} 记下走访、评估等；"
        f"用 tonghu explain {found.id} 看该做什么。"
    )
