"""Before anything sealed is shown: what for, who approved, and a line in the access record."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tonghu.cli import keyring
from tonghu.cli.editor import sweep
from tonghu.cli.keyring import Holder
from tonghu.cli.output import ask, warn
from tonghu.cli.parser import Parser, RefusedError
from tonghu.cli.sealing import is_plain
from tonghu.cli.where import day_of
from tonghu.cli.writing import near, only
from tonghu.entry.ground import Ground
from tonghu.period import iso
from tonghu.record.files import ACCESS
from tonghu.schema.node import Node, words
from tonghu.seal import access
from tonghu.seal.access import Access

UNREAD = "查看记录的文件读不懂，请先运行 tonghu check 改好它。"


def add_looking(parser: Parser) -> None:
    """The arguments of everything that shows what is sealed."""
    parser.add_argument("--purpose", metavar="用途", help="为什么要看，如 入户走访（不写就问）")
    parser.add_argument("--approver", metavar="代号", help="谁批准的，写代号（不写就问）")


class Look(NamedTuple):
    """Somebody with a key, what for, and who approved."""

    holder: Holder
    purpose: str
    approver: str


def look(args: argparse.Namespace, ground: Ground) -> Look | None:
    """What for and with whose approval, and only then the key; none where nothing is sealed."""
    keyring.private()
    if is_plain(ground):
        return None
    purpose, approver = _reason(args, ground)
    held = keyring.holder(args, ground.repository)
    if approver == held.code:
        warn("批准人是您自己：能由别人批准的，请按 Ctrl-C 停下，找别人批准以后再来。")
    return Look(held, purpose, approver)


def _reason(args: argparse.Namespace, ground: Ground) -> tuple[str, str]:
    purposes = words(ground.schemas.raw, Node(access.SCHEMA, _purposes(ground)))
    purpose = args.purpose or _asked(f"用途（{'、'.join(purposes)}）：")
    if purpose not in purposes:
        raise RefusedError(f"用途请写下面的一个：{'、'.join(purposes)}。")
    approver = args.approver or _asked("批准人的代号：")
    if approver not in (ground.workers or ()):
        raise RefusedError("批准人要写 team.yml 里的代号。")
    return purpose, approver


def noted(ground: Ground, looks: Look, does: str, subjects: Sequence[str]) -> None:
    """Write who looks at whom, or stop; nothing is shown before this is written.

    The day is the real one, whatever day a list is asked for.
    """
    sweep()
    entry = _entry(looks, does, subjects)
    folder = ground.repository.records / ACCESS
    folder.mkdir(exist_ok=True)
    try:
        with only(folder):
            path = access.noted(
                ground.repository.records, entry, ground.schemas.event_keys(access.SCHEMA)
            )
    except ValueError:
        raise RefusedError(UNREAD) from None
    warn(f"查看记录写在 {near(path)}，请和别的改动一起提交。")


def can_be_noted(ground: Ground, looks: Look) -> None:
    """Stop where the record of looks could not be continued, before anything else is changed."""
    place = access.path(ground.repository.records, _entry(looks, "", ()))
    try:
        access.noted_before(place)
    except (OSError, ValueError):
        raise RefusedError(UNREAD) from None


def _entry(looks: Look, does: str, subjects: Sequence[str]) -> Access:
    """A line of today, by whose key and with whose approval."""
    code, purpose, approver = looks.holder.code, looks.purpose, looks.approver
    return Access(iso(day_of(None)), code, does, purpose, approver, sorted(set(subjects)))


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
