"""tonghu due: who owes what to whom by when, and by which clause."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import replace

from tonghu.cli import keyring, looking
from tonghu.cli.lists import FORMATS, JSON, SHEETS, Lists, gathered, streamed
from tonghu.cli.output import put
from tonghu.cli.parser import Parser, RefusedError
from tonghu.cli.progress import progress
from tonghu.cli.where import add_where, day_of, located
from tonghu.due.lines import Asked
from tonghu.entry.meant import code, named_place
from tonghu.record.subject import CHILD
from tonghu.report.listing import TOWNSHIP, VILLAGE, WORKER, Listing
from tonghu.report.pages import BY, NOBODY, only
from tonghu.report.words import UNNAMED
from tonghu.sweep import Sweep, sweep

WHOLE = (
    "JSON 是给程序读的，总是全部的清单，不分页：请去掉 --only 和 --by；"
    "只要一个人的，用 csv、xlsx 或者不写 --format。"
)


def arguments(parser: Parser) -> None:
    """The arguments of `tonghu due`."""
    add_where(parser)
    parser.add_argument("--since", metavar="DATE", help="只列在这一天或以后到期的")
    parser.add_argument("--all", action="store_true", help="已完成、已失效的也列出来")
    parser.add_argument("--by", choices=BY, help="按人（默认）、按地点还是按乡镇分页")
    parser.add_argument("--only", metavar="CODE", help="只要这个人、这个地点或这个乡镇的一页")
    parser.add_argument("--count", action="store_true", help="只数各乡镇应做和逾期的件数")
    parser.add_argument(
        "--no-cache",
        action="store_true",
        help="数的时候每个孩子都重新算，不沿用上一次的结果",
    )
    parser.add_argument("--reveal", action="store_true", help="带上姓名：要有钥匙，只写到仓库外面")
    keyring.add_key(parser)
    looking.add_looking(parser)
    parser.add_argument("--format", choices=FORMATS, default="text", help="输出成什么样子")
    parser.add_argument("--output", metavar="PATH", help="写到这个文件（xlsx 一定要写）")


def run(args: argparse.Namespace) -> int:
    """Print the list; however much is owed, that is not a problem."""
    if args.format == SHEETS and args.output is None:
        raise RefusedError("xlsx 不能显示在屏幕上，请用 --output 清单.xlsx 写明存到哪里。")
    if args.format == JSON and (args.only or args.by):
        raise RefusedError(WHOLE)
    if args.reveal:
        from tonghu.cli.named import refused

        refused(args.format, args.at)
    since = day_of(args.since) if args.since else None
    with located(args) as where:
        if args.count:
            from tonghu.cli.counting import counting

            put(args.output, counting(args, where))
            return 0
        found = sweep(where.records, where.home, Asked(where.on, since, args.all))
        put(args.output, _rendered(found, args), private=args.reveal)
    return 0


def _rendered(found: Sweep, args: argparse.Namespace) -> Iterable[bytes]:
    if args.format == JSON:
        return streamed(found, progress("推算"))
    lists = gathered(found, progress("推算"))
    pages = _pages(lists, args.by, args.only)
    if args.reveal:
        lists = replace(lists, children=_names(args, found, pages))
    return lists.rendered(args.format, pages)


def _names(args: argparse.Namespace, found: Sweep, pages: Listing) -> dict[str, str]:
    """The names of the children on some pages."""
    from tonghu.cli.named import named

    ids = [entry.subject for page in pages.pages for entry in page.entries() if entry.kind == CHILD]
    repository, home = found.repository, found.home.schemas.home
    return named(args, repository.records, home, day_of(args.on), "list", ids)


def _pages(lists: Lists, by: str | None, key: str | None) -> Listing:
    repository = lists.found.repository
    key = key and code(repository.team, key)
    by = by or _by(lists, key)
    pages = lists.pages(by)
    if key is None:
        return pages
    known = repository.team.by_code if by == WORKER else repository.places.by_id
    if key not in (*known, UNNAMED):
        told = (
            named_place(repository.places, key)
            or f"按人分页写工作人员代号或“{UNNAMED}”，按地点、按乡镇分页写地点编号。"
        )
        raise RefusedError(f"没有 {key}：{told}")
    return only(pages, NOBODY if key == UNNAMED else key)


def _by(lists: Lists, key: str | None) -> str:
    """How a page that is asked for by its key alone is made: a worker's, or a place's."""
    places = lists.found.repository.places
    if key is None or key not in places.by_id:
        return WORKER
    return TOWNSHIP if places.township(key) == key else VILLAGE
