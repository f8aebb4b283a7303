"""tonghu monthly: a month's lists and ledgers, with what a forge shows of them in numbers."""

from __future__ import annotations

import argparse
from pathlib import Path

from tonghu.checks import Asked
from tonghu.cli import build_command
from tonghu.cli.hosting import hosting
from tonghu.cli.output import coded, put, say
from tonghu.cli.parser import Parser, RefusedError
from tonghu.cli.where import Where, day_of, home_of, records_of
from tonghu.history.changes import base_of
from tonghu.period import iso
from tonghu.report.listing import TOWNSHIP
from tonghu.report.monthly import issues_json, month_md
from tonghu.report.problems import as_text

MONTH = len("2026-10")
WRONG = "月份要写成 2026-11 这样；不写就是这个月。"


def arguments(parser: Parser) -> None:
    """The arguments of `tonghu monthly`."""
    parser.add_argument(
        "--month", metavar="MONTH", default="", help="哪个月，写成 2026-11（默认：这个月）"
    )
    parser.add_argument("--to", metavar="DIR", default="build", help="写到哪里（默认：build/）")
    parser.add_argument("--summary", metavar="PATH", help="把各乡镇的件数写到这个文件")
    parser.add_argument("--issues", metavar="PATH", help="把每个乡镇一份的件数写到这个文件（JSON）")
    parser.add_argument("--records", metavar="DIR", help="档案目录（默认：这里或上层的 records/）")
    parser.add_argument("--home", metavar="DIR", help="手册和 schemas 所在（默认：档案所在的仓库）")


def run(args: argparse.Namespace) -> int:
    """Write a month however the check ends, unless these records may not be here at all."""
    records = records_of(args.records)
    where = Where(records, home_of(args.home, records), _first(args.month))
    build_command.outside(records, args.to)
    base = base_of(records, None)
    if refused := hosting(Asked(records, where.home, where.on, base)):
        for text in as_text(refused):
            say(text, end="")
        return 1
    found = build_command.made(where, Path(args.to), base)
    build_command.tell(found)
    pages, names = found.lists.pages(TOWNSHIP), found.lists.names()
    if args.summary:
        put(args.summary, coded(month_md(pages, names, found.problems)))
    if args.issues:
        put(args.issues, coded(issues_json(pages, names)))
    return 0


def _first(month: str) -> int:
    """The first day of a month as typed, of the present one where none is."""
    text = month.strip() or iso(day_of(None))[:MONTH]
    if len(text) != MONTH:
        raise RefusedError(WRONG)
    return day_of(f"{text}-01")
