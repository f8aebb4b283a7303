"""tonghu demo: an invented county, the same for the same seed."""

from __future__ import annotations

import argparse
from pathlib import Path

from tonghu.cli.output import say
from tonghu.cli.parser import Parser, RefusedError
from tonghu.cli.progress import progress
from tonghu.cli.where import day_of, home_of
from tonghu.demo.county import Size, TooBigError
from tonghu.demo.generate import Order, free, generate

CHILDREN, SEED = 240, 2026
PLACES = {"townships": "多少个乡镇", "villages": "多少个村", "schools": "多少所学校"}


def arguments(parser: Parser) -> None:
    """The arguments of `tonghu demo`."""
    parser.add_argument("records", metavar="DIR", help="写到哪个目录：新的、空的，或者已有的虚构县")
    parser.add_argument("--children", type=int, default=CHILDREN, metavar="N", help="多少个孩子")
    parser.add_argument(
        "--seed", type=int, default=SEED, metavar="S", help="种子：相同的种子结果相同"
    )
    for name, told in PLACES.items():
        parser.add_argument(f"--{name}", type=int, metavar="N", help=f"{told}（默认随孩子数）")
    parser.add_argument("--on", metavar="DATE", help="写到哪一天为止，如 2026-10-31（默认：今天）")
    parser.add_argument("--files", type=int, metavar="N", help="每个孩子几个文件（默认按日期）")
    parser.add_argument(
        "--seal", action="store_true", help="也写密封的一半，用谁都有的演示钥匙加密"
    )
    parser.add_argument("--home", metavar="DIR", help="手册和 schemas 所在（默认：这里的仓库）")


def run(args: argparse.Namespace) -> int:
    """Make the county; an existing county that is not invented is never touched."""
    records = Path(args.records).resolve()
    if not free(records):
        raise RefusedError(f"{args.records} 里已有别的东西，又没有写明是虚构的；请换一个新目录。")
    order = Order(
        records, home_of(args.home, records), _size(args), args.seed, day_of(args.on), args.files
    )
    try:
        generate(order, progress("虚构"))
    except TooBigError as limit:
        raise RefusedError(f"乡镇和村加起来最多 {limit} 个。") from None
    if args.seal:
        from tonghu.cli.demo_sealing import seal_demo

        seal_demo(records, order.home, args.seed)
    say(f"造好了一个虚构的县：{args.children} 个孩子，写在 {args.records}。")
    return 0


def _size(args: argparse.Namespace) -> Size:
    """How big the county is: as asked, else in proportion to its children."""
    asked = (args.children, args.townships, args.villages, args.schools, args.files)
    if any(number is not None and number < 1 for number in asked):
        raise RefusedError("个数要写 1 或更大的整数。")
    villages = args.villages or min(300, (args.children + 7) // 8)
    townships = args.townships or min(24, (villages + 4) // 5)
    return Size(
        args.children, townships, villages, args.schools or max(townships + 2, villages // 4)
    )
