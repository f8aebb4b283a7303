"""tonghu seal: write what only those with a key may read."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from tonghu.cli import draft, keyring, looking
from tonghu.cli.editor import edited, heeded
from tonghu.cli.keyring import Holder
from tonghu.cli.output import ask, say
from tonghu.cli.parser import Parser, RefusedError
from tonghu.cli.sealing import Plain, half_of, plain, ready, written, wrong
from tonghu.cli.where import records_of
from tonghu.cli.writing import add_writing, ground_of, near, only
from tonghu.entry.ground import Ground
from tonghu.seal import halves
from tonghu.source import dump, read

BY_REF = ("notes", "situation", "harm", "evidence")
CHANGED = "edit"
GUIDE = """\
# 密封的一半：{name}。存盘退出就加密写回；这里以 # 开头的行不会保存。
# 可以写的栏目：{keys}
# 每个值都是文字，日期和号码加引号；没有的不写。
"""
BOTH = "# 两个人都改了"
OTHER = BOTH + " {key}：下面是您这边写的；对方写的是 {value}（定下来，删掉这一行）\n"
LEFT = "# 上次没写完的：\n"
UNDECIDED = "什么也没有写：还有没定下来的栏目。每一处定下来以后，删掉“两个人都改了”那一行再存盘。"


def arguments(parser: Parser) -> None:
    """The arguments of `tonghu seal`."""
    parser.usage = (
        "tonghu seal edit 儿童编号 [--file 2026-10-12-x3f9.yml]\n"
        "       tonghu seal set 儿童编号 栏目 [--file …]    （值从键盘或管道读，不写在命令里）"
    )
    parser.add_argument("does", choices=("edit", "set"), help="edit 打开编辑器；set 写一个栏目")
    parser.add_argument("child", metavar="儿童编号", help="如 K7Q2M48")
    parser.add_argument("field", nargs="?", metavar="栏目", help="如 name、phone、notes.a1x9")
    parser.add_argument("--file", metavar="NAME", default="", help="哪个文件旁边（默认 case.yml）")
    keyring.add_key(parser)
    looking.add_looking(parser)
    add_writing(parser, preview=False)


def run(args: argparse.Namespace) -> int:
    """Edit or set, judge, seal and write."""
    keyring.private()
    with only(records_of(args.records)):
        ground = ground_of(args)
        path = half_of(ground, args.child, args.file)
        ready(ground, path)
        _known(args, ground, path)
        look = looking.look(args, ground)
        held = look and look.holder
        half = plain(ground, path, held)
        if look:
            looking.noted(ground, look, CHANGED, [args.child])
        if args.does == "edit":
            with heeded():
                return _edit(ground, half, held)
        return _write(ground, half, _set(args, half), held)


def _write(ground: Ground, half: Plain, data: Mapping[str, Any], held: Holder | None) -> int:
    if data == half.data and half.before is not None and not half.apart:
        say("没有改动。")
        return 0
    _judged(ground, half, data)
    written(ground, half, data, held)
    name = near(half.path)
    say(f"已写好 {name}。" if held is None else f"已封存在 {name}，请提交。")
    return 0


def _edit(ground: Ground, half: Plain, held: Holder | None) -> int:
    """Whatever goes wrong once something was typed, it is kept."""
    text = _text(ground, half, held)
    keep = partial(draft.keep, half.path, half.before, held=held)
    typed = edited("plain.yml", text, keep)
    try:
        code = _write(ground, half, _read(ground, half, text, typed), held)
    except BaseException:
        if typed != text.encode():
            keep(typed)
        raise
    if LEFT not in text or typed != text.encode():
        draft.drop(half.path)
    return code


def _known(args: argparse.Namespace, ground: Ground, path: Path) -> None:
    """Stop before anybody types a value for which there is no place."""
    keys = ground.schemas.key_order(halves.schema_of(path))
    if args.does == "set" and not args.field:
        raise RefusedError("请写明栏目，如 tonghu seal set K7Q2M48 phone。")
    if args.does == "set" and args.field.partition(".")[0] not in keys:
        raise RefusedError(f"没有这个栏目；可以写的：{'、'.join(keys)}。")


def _text(ground: Ground, half: Plain, held: Holder | None) -> str:
    """What the editor opens: what is there, or what was typed the last time."""
    keys = ground.schemas.key_order(halves.schema_of(half.path))
    guide = GUIDE.format(name=half.path.parent.name, keys="、".join(keys))
    guide += "".join(OTHER.format(key=key, value=value) for key, value in half.others)
    left = draft.take(half.path, half.before, held)
    if left and left.fresh and not half.apart:
        return left.text
    aside = "".join(f"# {line}\n" for line in left.text.splitlines()) if left else ""
    return guide + (LEFT + aside if aside else "") + dump(dict(half.data), {"": keys})


def _read(ground: Ground, half: Plain, text: str, typed: bytes) -> Mapping[str, Any]:
    """The plain data that was typed, judged by its schema."""
    said = draft.decoded(typed)
    if half.others and any(line.startswith(BOTH) for line in said.splitlines()):
        raise RefusedError(UNDECIDED)
    document = read(half.path.name, said.encode("utf-8"))
    problems = wrong(ground, half.path, document.raw)
    if problems or not isinstance(document.data, dict):
        told = "\n".join(f"  第 {one.line} 行：{one.message}" for one in problems)
        raise RefusedError(f"什么也没有写，请照下面的改了再来：\n{told}")
    if typed == text.encode():
        say("编辑器没有改动；在后台打开窗口的编辑器，请设 EDITOR='code --wait' 这样的写法。")
    return document.data


def _set(args: argparse.Namespace, half: Plain) -> Mapping[str, Any]:
    if half.apart:
        raise RefusedError(f"两个人的改动还没有合到一起：请先运行 tonghu seal edit {args.child}。")
    data = {key: dict(v) if isinstance(v, dict) else v for key, v in half.data.items()}
    first, _dot, ref = args.field.partition(".")
    value = _value(args.field)
    if not value:
        raise RefusedError("没有读到值，什么也没有写；要删掉一栏，用 tonghu seal edit。")
    if ref:
        held = data.setdefault(first, {})
        if not isinstance(held, dict):
            raise RefusedError(f"{first} 下面不能分栏目。")
        held[ref] = value
    else:
        data[first] = value
    return data


def _value(field: str) -> str:
    if sys.stdin.isatty():
        ask(f"{field}：")
        return sys.stdin.readline().strip()
    return draft.decoded(sys.stdin.buffer.read()).strip()


def _judged(ground: Ground, half: Plain, data: Mapping[str, Any]) -> None:
    problems = wrong(ground, half.path, halves.quoted(data))
    if half.path.parent.name != data.get("id"):
        raise RefusedError("id 要与文件夹的编号一样，什么也没有写。")
    if problems:
        raise RefusedError("什么也没有写：" + "；".join(one.message for one in problems))
    folder = ground.folder(half.path.parent.name)
    entries = ground.repository.child(folder).entries if folder else ()
    known = {entry.get("ref") for entry in entries if isinstance(entry, Mapping)}
    if any(ref not in known for key in BY_REF for ref in data.get(key, ())):
        raise RefusedError("什么也没有写：这个孩子没有这条记录，请照公开的记录写 ref。")
