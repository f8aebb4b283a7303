"""What the commands that write share: where they write, chance, and how they tell of it."""

from __future__ import annotations

import argparse
import secrets
import time
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from tonghu.cli.output import say, warn
from tonghu.cli.parser import Parser, RefusedError
from tonghu.cli.where import day_of, home_of, records_of
from tonghu.entry.cell import day
from tonghu.entry.change import Change
from tonghu.entry.ground import Ground
from tonghu.entry.lock import alone
from tonghu.record.repository import Repository
from tonghu.schema import load_schemas


def add_writing(parser: Parser, *, preview: bool = True) -> None:
    """The shared arguments; what is sealed is not shown beforehand."""
    if preview:
        parser.add_argument("--dry-run", action="store_true", help="只显示要写的内容，不写")
    parser.add_argument("--records", metavar="DIR", help="档案目录（默认：这里或上层的 records/）")
    parser.add_argument("--home", metavar="DIR", help="手册和 schemas 所在（默认：档案所在的仓库）")
    parser.add_argument("--on", metavar="DATE", help="把这一天当作今天（默认：今天）")


def ground_of(args: argparse.Namespace) -> Ground:
    """The records and schemas to work with."""
    records = records_of(args.records)
    schemas = load_schemas(home_of(args.home, records))
    return Ground(Repository(records), schemas, day_of(args.on))


def writer(args: argparse.Namespace) -> AbstractContextManager[None]:
    """While it is held nobody else writes these records; what is only shown needs no such thing."""
    return nullcontext() if args.dry_run else only(records_of(args.records))


def only(records: Path) -> AbstractContextManager[None]:
    """While it is held nobody else writes these records."""
    return alone(records, time.sleep)


def dated(text: str | None) -> str | None:
    """A day as typed, as it is written in a file where it is unmistakable."""
    return text and (day(text) or text)


def draw(characters: str) -> str:
    """One of the characters by chance."""
    return secrets.choice(characters)


def refuse(told: Iterable[str]) -> None:
    """Stop where there is a reason to; nothing has been written."""
    if reasons := list(told):
        raise RefusedError("什么也没有写。\n" + "\n".join(f"  {reason}" for reason in reasons))


def remind(told: Iterable[str]) -> None:
    """Say what is odd; it is written all the same."""
    for each in told:
        warn(f"注意：{each}")


def shown(changes: Sequence[Change]) -> None:
    """The files that would be written, whole, and in others the lines that would be new."""
    for change in changes:
        before = (change.before or b"").decode("utf-8").splitlines()
        say(f"{near(change.path)}：")
        for line in change.text.splitlines():
            if line not in before:
                say(f"  {line}")


def near(path: Path) -> str:
    """A path as seen from here, where that is shorter."""
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)
