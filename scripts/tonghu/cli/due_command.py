"""tonghu due: who owes what to whom by when, and by which clause."""

from __future__ import annotations

import argparse
import sys

from tonghu.cli.parser import Parser
from tonghu.cli.progress import progress
from tonghu.cli.where import add_where, day_of, located
from tonghu.due.lines import Asked
from tonghu.report.due_json import due_json
from tonghu.sweep import encoded, sweep

FORMATS = ("text", "md", "json", "csv", "xlsx", "ics")


def arguments(parser: Parser) -> None:
    """The arguments of `tonghu due`."""
    add_where(parser)
    parser.add_argument("--since", metavar="DATE", help="只列在这一天或以后到期的")
    parser.add_argument("--all", action="store_true", help="已完成、已失效的也列出来")
    parser.add_argument("--by", choices=("worker", "village", "township"), help="按谁分页")
    parser.add_argument("--format", choices=FORMATS, default="text", help="输出成什么样子")


def run(args: argparse.Namespace) -> int:
    """Print the list; however much is owed, that is not a problem."""
    since = day_of(args.since) if args.since else None
    with located(args) as where:
        found = sweep(where.records, where.home, Asked(where.on, since, args.all))
        for text in due_json(where.on, since, encoded(found, progress("推算"))):
            sys.stdout.write(text)
    return 0
