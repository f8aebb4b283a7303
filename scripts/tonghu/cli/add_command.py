"""tonghu add: what happened, for one child or several, or a list that came back filled in."""

from __future__ import annotations

import argparse
from pathlib import Path

from tonghu.cli.add_list import add_list
from tonghu.cli.output import say
from tonghu.cli.parser import Parser
from tonghu.cli.told import grouped, recorded
from tonghu.cli.writing import add_writing, dated, draw, ground_of, refuse, remind, shown, writer
from tonghu.entry.add import Wish, events, planned, reserved
from tonghu.entry.change import apply
from tonghu.entry.ground import Ground
from tonghu.entry.meant import turned
from tonghu.entry.own_role import taken
from tonghu.entry.target import Target, household, target
from tonghu.entry.words import Said, said

SHEET = ".xlsx"
OTHERS = (".xls", ".xlsm", ".xlsb", ".xltx", ".et", ".ods", ".csv", ".numbers")
"""How the files of other spreadsheets end."""
ONLY_LISTS = "清单要单独读：只写表格的文件名；日期和代号已经在表格里。"
ONLY_XLSX = (
    "{name} 不是 .xlsx：请用 Excel、WPS 或 LibreOffice 打开填好的清单，"
    "用“另存为”存成“Excel 工作簿（.xlsx）”，再读那一个文件。"
)


def arguments(parser: Parser) -> None:
    """The arguments of `tonghu add`."""
    parser.usage = (
        "tonghu add 儿童编号 [儿童编号 …] 事件 --date 日期 --by 代号 [键=值 …] [+ 事件 键=值 …]\n"
        "       tonghu add --household 户编号 事件 --date 日期 --by 代号 [键=值 …]\n"
        "       tonghu add 填好的清单.xlsx"
    )
    parser.add_argument(
        "words",
        nargs="+",
        metavar="内容",
        help="先写儿童编号（或地点编号、工作人员代号），再写事件，然后写键=值；"
        "同一次走访还有别的事，用单独的 + 隔开再写",
    )
    parser.add_argument("--date", metavar="DATE", help="哪一天的事，写成 2026-10-12")
    parser.add_argument("--by", metavar="代号", help="谁做的、谁记的，写工作人员代号，如 W012")
    parser.add_argument("--household", metavar="户编号", help="这一户的所有孩子")
    add_writing(parser)


def run(args: argparse.Namespace) -> int:
    """Judge everything, then write everything or nothing."""
    refuse(ONLY_XLSX.format(name=Path(w).name) for w in args.words if w.lower().endswith(OTHERS))
    if lists := [Path(word) for word in args.words if word.lower().endswith(SHEET)]:
        refuse([ONLY_LISTS] if len(lists) < len(args.words) or args.date or args.by else ())
        with writer(args):
            return max(add_list(args, path) for path in lists)
    with writer(args):
        return _add(args)


def _add(args: argparse.Namespace) -> int:
    words = said(args.words, named=args.household is not None)
    refuse(filter(None, (words.refused, reserved(words.acts))))
    ground = ground_of(args)
    refuse(filter(None, [turned(ground.schemas, words)]))
    own = {key: text for key, text in (("date", dated(args.date)), ("by", args.by)) if text}
    wishes = [
        Wish(found, events(ground, found, words.acts, own))
        for found in _targets(ground, words, args.household)
    ]
    plan = planned(ground, wishes, draw)
    refuse(grouped(plan.refused))
    for text in dict.fromkeys(t for w in wishes for t in taken(words.acts, w.events, own)):
        say(text)
    remind(grouped([*plan.repeated, *plan.doubts]))
    if args.dry_run:
        shown(plan.changes)
    else:
        apply(plan.changes)
        say(recorded(plan))
    return 0


def _targets(ground: Ground, words: Said, named: str | None) -> list[Target]:
    found = [target(ground, name) for name in words.targets]
    family = household(ground, named) if named is not None else []
    refuse(each for each in [*found, family] if isinstance(each, str))
    whole = [*found, *(family if not isinstance(family, str) else ())]
    return list({t.subject.id: t for t in whole if isinstance(t, Target)}.values())
