"""tonghu reveal: what is sealed of some children, on the screen of somebody who may read it."""

from __future__ import annotations

import argparse

from tonghu.cli import keyring, looking, revealing
from tonghu.cli.output import reveal, say, warn
from tonghu.cli.parser import Parser, RefusedError
from tonghu.cli.writing import add_writing, ground_of
from tonghu.source import dump

SEEN = "reveal"


def arguments(parser: Parser) -> None:
    """The arguments of `tonghu reveal`."""
    parser.add_argument("children", nargs="+", metavar="儿童编号", help="要看哪几个孩子")
    keyring.add_key(parser)
    looking.add_looking(parser)
    add_writing(parser, preview=False)


def run(args: argparse.Namespace) -> int:
    """Note the look, then show."""
    ground = ground_of(args)
    folders = [ground.folder(child) for child in args.children]
    missing = [c for c, f in zip(args.children, folders, strict=True) if f is None]
    if missing:
        raise RefusedError(f"没有编号是 {'、'.join(missing)} 的孩子。")
    look = looking.look(args, ground)
    if look:
        looking.noted(ground, look, SEEN, args.children)
    found, closed = revealing.opened(ground, [f for f in folders if f], look and look.holder)
    keys = ground.schemas.key_order("sealed")
    for child in args.children:
        say(f"{child}：" if child in found else f"{child}：没有能打开的密封内容")
        for half in found.get(child, ()):
            reveal("".join(f"  {line}\n" for line in dump(dict(half), {"": keys}).splitlines()))
    if closed:
        warn(f"打不开：{'、'.join(closed)}。")
    return 1 if closed else 0
