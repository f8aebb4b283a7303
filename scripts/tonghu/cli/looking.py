"""Before anything sealed is shown: what for, who approved, and a line in the access record."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tonghu.cli.editor import sweep
from tonghu.cli.keyring import Holder
from tonghu.cli.output import ask, warn
from tonghu.cli.parser import Parser, RefusedError
from tonghu.cli.writing import near
from tonghu.entry.ground import Ground
from tonghu.period import iso
from tonghu.schema.node import Node, words
from tonghu.seal import access
from tonghu.seal.access import Access


def add_looking(parser: Parser) -> None:
    """The arguments of everything that shows what is sealed."""
    parser.add_argument("--purpose", metavar="用途", help="为什么要看，如 入户走访（不写就问）")
    parser.add_argument("--approver", metavar="代号", help="谁批准的，写代号（不写就问）")


def noted(
    args: argparse.Namespace, ground: Ground, holder: Holder, does: str, subjects: Sequence[str]
) -> None:
    """Write who looks at whom, or stop; nothing is shown before this is written."""
    sweep()
    purposes = words(ground.schemas.raw, Node(access.SCHEMA, _purposes(ground)))
    purpose = args.purpose or _asked(f"用途（{'、'.join(purposes)}）：")
    if purpose not in purposes:
        raise RefusedError(f"用途请写下面的一个：{'、'.join(purposes)}。")
    approver = args.approver or _asked("批准人的代号：")
    if approver not in (ground.workers or ()):
        raise RefusedError("批准人要写 team.yml 里的代号。")
    look = Access(iso(ground.on), holder.code, does, purpose, approver, sorted(set(subjects)))
    try:
        path = access.noted(ground.repository.records, look, ground.schemas.event_keys("access"))
    except ValueError:
        raise RefusedError("查看记录的文件读不懂，请先运行 tonghu check 改好它。") from None
    warn(f"查看记录写在 {near(path)}，请和别的改动一起提交。")


def outside(path: Path, ground: Ground) -> Path:
    """A place for something with names in it: never inside the checkout."""
    found = path.resolve()
    root = next(
        (each for each in ground.repository.records.parents if (each / ".git").exists()),
        ground.repository.records.parent,
    )
    if found.is_relative_to(root) or found.is_relative_to(ground.schemas.home):
        raise RefusedError("带姓名的内容不能写在仓库里，请用 --output 写到仓库外面。")
    return found


def _purposes(ground: Ground) -> dict[str, object]:
    return dict(ground.schemas.raw(access.SCHEMA)["$defs"]["purpose"])


def _asked(prompt: str) -> str:
    if not sys.stdin.isatty():
        raise RefusedError("请用 --purpose 和 --approver 写明用途和批准人。")
    ask(prompt)
    return sys.stdin.readline().strip()
