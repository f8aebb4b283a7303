"""tonghu card: one worker's children with their names, printed once, so that lists need none."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping

from tonghu.cli import keyring, looking, named
from tonghu.cli.lists import gathered
from tonghu.cli.output import put, say
from tonghu.cli.parser import Parser, RefusedError
from tonghu.cli.progress import progress
from tonghu.cli.where import add_where, located
from tonghu.due.lines import Asked
from tonghu.entry.width import width
from tonghu.record.subject import CHILD
from tonghu.sweep import Sweep, sweep

DOES = "card"
YEAR = 366
"""Days back in which something was owed: whoever has a child now has had it on a list."""

HEAD = """\
名单卡：{code}    {on} 制

只打印一份，交给本人，收在上锁的地方；换人、离岗时收回销毁。
不拍照，不转发，不放进电脑里。

"""
PRINTED = "名单卡写在 {path}。打印一份，就删掉这个文件，也从回收站里删掉。"
UNNAMED = "（没有能打开的姓名）"


def arguments(parser: Parser) -> None:
    """The arguments of `tonghu card`."""
    parser.add_argument("code", metavar="代号", help="谁的名单卡，写工作人员代号，如 W012")
    parser.add_argument("--reveal", action="store_true", help="一定要写：打开姓名")
    parser.add_argument("--output", metavar="PATH", help="写到仓库外面的这个文件（默认：屏幕）")
    keyring.add_key(parser)
    looking.add_looking(parser)
    add_where(parser)


def run(args: argparse.Namespace) -> int:
    """Print the card of one worker."""
    if not args.reveal:
        raise RefusedError("名单卡上有姓名，请写 --reveal 表示确实要打开。")
    named.refused("text", args.at)
    with located(args) as where:
        found = sweep(where.records, where.home, Asked(where.on, where.on - YEAR, True))
        if args.code not in found.repository.team.by_code:
            raise RefusedError(f"team.yml 里没有 {args.code} 这个代号。")
        children = _children(found, args.code)
        names = named.named(args, where.records, where.home, where.on, DOES, children)
        on = found.asked.on
        put(
            args.output,
            [text.encode() for text in _card(args.code, on, children, names)],
            private=True,
        )
    if args.output:
        say(PRINTED.format(path=args.output))
    return 0


def _children(found: Sweep, code: str) -> dict[str, str]:
    """Id → place of the children towards whom a worker owed something within a year."""
    items = (item for part in gathered(found, progress("推算")).parts for item in part.items)
    return {
        item.subject: found.repository.places.name(item.place)
        for item in items
        if item.worker == code and item.kind == CHILD
    }


def _card(
    code: str, on: int, children: Mapping[str, str], names: Mapping[str, str]
) -> Iterator[str]:
    from tonghu.period import iso

    yield HEAD.format(code=code, on=iso(on))
    longest = max((width(names.get(child, UNNAMED)) for child in children), default=0)
    for child, place in sorted(children.items(), key=lambda each: (each[1], each[0])):
        name = names.get(child, UNNAMED)
        yield f"{child}  {name}{' ' * (longest - width(name))}  {place}\n"
    if not children:
        yield "没有孩子。\n"
