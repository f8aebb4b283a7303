"""tonghu check: which line to mend, and how."""

from __future__ import annotations

import argparse
import sys

from tonghu.checks import Asked, check
from tonghu.cli.fixing import mend
from tonghu.cli.parser import Parser, RefusedError
from tonghu.cli.progress import progress
from tonghu.cli.where import add_where, located
from tonghu.problem import ERROR
from tonghu.report.problems import as_json, as_text

FORMATS = {"text": as_text, "json": as_json}


def arguments(parser: Parser) -> None:
    """The arguments of `tonghu check`."""
    add_where(parser, on="哪一天算今天")
    parser.add_argument("--strict", action="store_true", help="有提醒也算没有通过")
    parser.add_argument("--fix", action="store_true", help="先改好不会改变意思的写法，再检查")
    parser.add_argument("--format", choices=FORMATS, default="text", help="输出成什么样子")


def run(args: argparse.Namespace) -> int:
    """Print every problem; 1 if one of them must be mended."""
    if args.fix and args.at:
        raise RefusedError("--fix 改的是现在的文件，不能和 --at 一起用。")
    with located(args) as where:
        if args.fix:
            mend(where.records, where.home, ())
        try:
            found = check(Asked(where.records, where.home, where.on), progress("检查"))
        except ValueError as broken:
            raise RefusedError(str(broken)) from None
        for text in FORMATS[args.format](found):
            sys.stdout.write(text)
    return int(any(problem.severity == ERROR or args.strict for problem in found))
