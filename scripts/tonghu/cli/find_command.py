"""tonghu find: which child has this name, phone or number; only on a key holder's machine."""

from __future__ import annotations

import argparse
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from tonghu.cli import keyring, looking, revealing
from tonghu.cli.output import ask, say, warn
from tonghu.cli.parser import Parser, RefusedError
from tonghu.cli.writing import add_writing, ground_of
from tonghu.entry.ground import Ground
from tonghu.record import files
from tonghu.seal import halves

SOUGHT = "find"


def arguments(parser: Parser) -> None:
    """The arguments of `tonghu find`."""
    parser.add_argument(
        "words", nargs="*", metavar="姓名", help="姓名、电话或号码的一部分；不写就问，不留在历史里"
    )
    keyring.add_key(parser)
    looking.add_looking(parser)
    add_writing(parser, preview=False)


def run(args: argparse.Namespace) -> int:
    """Note the search, then look through what this key opens."""
    ground = ground_of(args)
    sought = " ".join(args.words) or _asked()
    if not _bare(sought):
        raise RefusedError("请写要找的姓名。")
    look = looking.look(args, ground)
    folders = list(files.folders(ground.repository.records))
    if look:
        looking.noted(ground, look, SOUGHT, sorted({f.township for f in folders}) or ["all"])
    found, closed = revealing.opened(ground, folders, look and look.holder)
    township = {folder.id: folder.township for folder in folders}
    hits = [
        (child, key)
        for child, several in found.items()
        for key in dict.fromkeys(_where(several, _bare(sought)))
    ]
    for child, key in hits:
        say(f"{child}  {township[child]}  {_titled(ground, key)}")
    if not hits:
        say("没有找到。")
    if closed:
        warn(f"有 {len(closed)} 个孩子的密封文件这把钥匙打不开，没有找。")
    return 0 if hits else 1


def _where(several: Any, sought: str) -> Iterator[tuple[str, ...]]:
    """The keys under which a text stands; the narrative is not searched."""
    for half in several:
        for key, value in half.items():
            if isinstance(value, str) and sought in _bare(value):
                yield (key,)
            elif isinstance(value, list):
                yield from (
                    (key, inner)
                    for one in value
                    if isinstance(one, Mapping)
                    for inner, text in one.items()
                    if sought in _bare(str(text))
                )


def _bare(text: str) -> str:
    """A text without the gaps and strokes that people write into numbers and names."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(each for each in folded if each.isalnum())


def _titled(ground: Ground, keys: tuple[str, ...]) -> str:
    """What an attribute is called."""
    node = ground.schemas.raw(halves.CHILD)["properties"][keys[0]]
    titles = [str(node.get("title", keys[0]))]
    inner = node.get("items", {}).get("properties", {})
    titles += [str(inner.get(key, {}).get("title", key)) for key in keys[1:]]
    return "的".join(titles)


def _asked() -> str:
    if sys.stdin.isatty():
        ask("找谁：")
    return sys.stdin.readline().strip()
