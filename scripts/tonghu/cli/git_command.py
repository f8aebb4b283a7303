"""tonghu git: what Git itself calls for sealed halves, to show and to merge them."""

from __future__ import annotations

import argparse
import os
from contextlib import suppress
from pathlib import Path

from tonghu.cli import keyring
from tonghu.cli.output import put, reveal, warn
from tonghu.cli.parser import Parser, RefusedError
from tonghu.cli.where import home_of, records_of
from tonghu.schema import Schemas, load_schemas
from tonghu.seal import clash, halves, merging, rules
from tonghu.seal.clash import Three
from tonghu.source import dump, read, replace

PAGED = "GIT_PAGER_IN_USE"
"""Git says by this that what it calls is shown page by page."""

DECIDE = "两边都还在，原样没动：请{who}用 tonghu seal edit {child} 定下来，再提交。"
CONFLICT = "两个人改了同一栏：{keys}。" + DECIDE
CLOSED = "没有合并：{why}" + DECIDE
LOCKED = "# 这里只显示密文。要看明文，请运行 git --no-pager diff，按提示输入口令。\n"


def arguments(parser: Parser) -> None:
    """The arguments of `tonghu git`."""
    parser.usage = "tonghu git text FILE\n       tonghu git merge BASE OURS THEIRS PATH"
    parser.add_argument("does", choices=("text", "merge"), help="由 Git 调用，见 tonghu hooks")
    parser.add_argument("files", nargs="+", metavar="FILE", help="Git 给的文件")
    parser.add_argument("--home", metavar="DIR", help="手册和 schemas 所在")
    parser.add_argument("--records", metavar="DIR", help="档案目录")
    keyring.add_key(parser)


def run(args: argparse.Namespace) -> int:
    """Show one half to Git, or merge two."""
    schemas = load_schemas(home_of(args.home, None))
    if args.does == "text":
        return _text(args, schemas)
    if len(args.files) != len(("base", "ours", "theirs", "path")):
        raise RefusedError("合并要四个文件：BASE OURS THEIRS PATH。")
    return _merge(args, schemas)


def _text(args: argparse.Namespace, schemas: Schemas) -> int:
    """The plain text where there is a key, else the file as it is.

    Beside a pager nobody can be asked for a passphrase: both would read the keyboard.
    """
    path = Path(args.files[0])
    if not halves.is_encrypted(halves.opened(path, schemas, None).document):
        put(None, [path.read_bytes()])
        return 0
    sops = None
    if not os.environ.get(PAGED) or not keyring.asks(args):
        with suppress(RefusedError):
            sops = keyring.sops(keyring.key(args, f"要显示 {path.name} 的改动；"))
    half = halves.opened(path, schemas, sops)
    if half.closed:
        put(None, [LOCKED.encode(), path.read_bytes()])
    else:
        reveal(dump(dict(half.data), {"": schemas.key_order(halves.schema_of(path))}).rstrip())
    return 0


def _merge(args: argparse.Namespace, schemas: Schemas) -> int:
    """Leave the merge of both in OURS; 1 and all three in it, still sealed, where none can be."""
    base, ours, theirs, place = map(Path, args.files)
    three = Three(*(path.read_bytes() for path in (base, ours, theirs)))
    told = _unmerged(args, schemas, three, ours, place)
    if told and not any(map(clash.is_marked, three[1:])):
        replace(ours, clash.joined(three).decode("utf-8"))
    if told:
        warn(f"{place.as_posix()}：{told}")
    return 1 if told else 0


def _unmerged(
    args: argparse.Namespace, schemas: Schemas, three: Three, ours: Path, place: Path
) -> str:
    """Merge, or say why somebody has to decide."""
    child = place.parent.name
    sealed = any(halves.is_encrypted(read(place.name, raw)) for raw in three)
    try:
        key = keyring.key(args, f"要合并 {place.name} 的两份改动；") if sealed else None
        sops = keyring.sops(key) if key else None
    except RefusedError as refused:
        return CLOSED.format(who="能打开的人", why=refused, child=child)
    known = three._replace(base=b"") if clash.is_marked(three.base) else three
    sides = [halves.opened_text(place, raw, schemas, sops) for raw in known]
    if closed := next((side.closed for side in sides if side.closed), None):
        return CLOSED.format(who="能打开的人", why=closed.told, child=child)
    found = merging.merged(*(side.data for side in sides))
    if found.conflicts:
        keys = "、".join(".".join(each) for each in found.conflicts)
        return CONFLICT.format(who="", keys=keys, child=child)
    if sops is None:
        order = {"": schemas.key_order(halves.schema_of(place))}
        replace(ours, dump(found.data, order))
        return ""
    rule = rules.read_rules(records_of(args.records))
    readers = rule.readers(rule.folder / place) if rule else None
    if not readers:
        return CLOSED.format(who="能打开的人", why="没有规则说谁能打开它。", child=child)
    replace(ours, sops.sealed(halves.quoted(found.data), readers).decode("utf-8"))
    return ""
