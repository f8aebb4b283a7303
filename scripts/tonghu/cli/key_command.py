"""tonghu key: one's own key, made on one's own machine and kept under a passphrase."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from tonghu.cli import keyring
from tonghu.cli.output import say
from tonghu.cli.parser import Parser, RefusedError
from tonghu.seal import keys

SHORT = 12
"""Characters that a passphrase has at least."""

MADE = """\
钥匙做好了：{path}
公钥（可以公开，交给协调员）：
{public}
自己用的：请协调员运行 tonghu team join 你的代号 --public {public}
离线备用的：请协调员写进 settings.yml，recovery: {public}，再运行 tonghu team sync
钥匙文件和口令不要交给任何人；口令忘了没有人能找回，只能换一把新的。"""


def arguments(parser: Parser) -> None:
    """The arguments of `tonghu key`."""
    parser.usage = "tonghu key new [--output FILE]\n       tonghu key show [--key FILE]"
    parser.add_argument("does", choices=("new", "show"), help="new 做一把新的；show 显示公钥")
    parser.add_argument("--output", metavar="FILE", help="钥匙存在哪里（默认：自己的设置目录）")
    keyring.add_key(parser)


def run(args: argparse.Namespace) -> int:
    """Make a key, or show the public half."""
    if args.does == "show":
        say(keyring.key(args).public)
        return 0
    keyring.private()
    path = Path(args.output) if args.output else keyring.key_file()
    if path.exists():
        raise RefusedError(f"这里已经有一把钥匙：{path}。换新的以前，请先把旧的收好。")
    if _in_checkout(path):
        raise RefusedError("钥匙不能放在仓库里，请换一个地方。")
    first = keyring.passphrase(f"给钥匙设一个口令（至少 {SHORT} 个字，几个不相干的词最好）：")
    if len(first) < SHORT:
        raise RefusedError(f"口令太短，至少 {SHORT} 个字。没有做钥匙。")
    if keyring.passphrase("再输一遍：") != first:
        raise RefusedError("两遍不一样。没有做钥匙。")
    made = keys.made()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(keys.locked(made, first))
    say(MADE.format(path=path, public=made.public))
    return 0


def _in_checkout(path: Path) -> bool:
    return any((folder / ".git").exists() for folder in path.resolve().parents)
