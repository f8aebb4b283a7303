"""tonghu git: what Git itself calls for sealed halves, to show and to merge them."""

from __future__ import annotations

import argparse
from pathlib import Path

from tonghu.cli import keyring
from tonghu.cli.output import put, reveal, warn
from tonghu.cli.parser import Parser, RefusedError
from tonghu.cli.where import home_of, records_of
from tonghu.schema import Schemas, load_schemas
from tonghu.seal import halves, merging, rules
from tonghu.seal.halves import Half
from tonghu.seal.sops import Sops
from tonghu.source import dump, read, replace

CONFLICT = "两个人改了同一栏：{keys}。两边都还加密着，请用 tonghu seal edit 写好以后再提交。"
CLOSED = "这里没有能打开它的钥匙，不能合并；请能打开的人合并。"


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


def _sops(args: argparse.Namespace) -> Sops | None:
    try:
        return keyring.sops(keyring.key(args))
    except RefusedError:
        return None


def _text(args: argparse.Namespace, schemas: Schemas) -> int:
    """The plain text where there is a key, else the file as it is."""
    path = Path(args.files[0])
    half = halves.opened(path, schemas, _sops(args))
    if half.closed or not halves.is_encrypted(halves.opened(path, schemas, None).document):
        put(None, [path.read_bytes()])
    else:
        reveal(dump(dict(half.data), {"": schemas.key_order(halves.CHILD)}).rstrip())
    return 0


def _merge(args: argparse.Namespace, schemas: Schemas) -> int:
    """Leave the merge of both in OURS; 1 where they disagree, and OURS stays as it was."""
    base, ours, theirs, place = map(Path, args.files)
    sops = _sops(args)
    sides = [_side(path, schemas, sops) for path in (base, ours, theirs)]
    if sops is None or any(side.closed for side in sides):
        warn(f"{place.as_posix()}：{CLOSED}")
        return 1
    found = merging.merged(*(side.data for side in sides))
    if found.conflicts:
        keys = "、".join(".".join(each) for each in found.conflicts)
        warn(f"{place.as_posix()}：{CONFLICT.format(keys=keys)}")
        return 1
    rule = rules.read_rules(records_of(args.records))
    readers = rule.readers(rule.folder / place) if rule else None
    if not readers:
        warn(f"{place.as_posix()}：没有规则说谁能打开它。")
        return 1
    replace(ours, sops.sealed(halves.quoted(found.data), readers).decode("utf-8"))
    return 0


def _side(path: Path, schemas: Schemas, sops: Sops | None) -> Half:
    """One side; a file that both made anew has an empty base."""
    if not path.read_bytes().strip():
        return Half(path, read(path.name, b"{}\n"))
    return halves.opened(path, schemas, sops)
