"""tonghu explain: why each thing is or is not owed for one child on a day."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace

from tonghu.cli.lists import Lists
from tonghu.cli.output import coded, put
from tonghu.cli.parser import Parser, RefusedError
from tonghu.cli.where import add_where, located
from tonghu.due.explain import explanation
from tonghu.due.lines import Asked
from tonghu.due.settings import settings
from tonghu.entry.ground import Ground
from tonghu.entry.target import Target, target
from tonghu.report.explain import explained
from tonghu.sweep import Sweep, around, sweep


def arguments(parser: Parser) -> None:
    """The arguments of `tonghu explain`."""
    parser.add_argument("child", metavar="编号", help="儿童档案的编号，如 K7Q2M48")
    parser.add_argument("--duty", metavar="职责", help="只说这一件，写手册那一页的文件名")
    add_where(parser)


def run(args: argparse.Namespace) -> int:
    """Print the explanation."""
    with located(args) as where:
        found = sweep(where.records, where.home, Asked(where.on))
        ground = Ground(found.repository, found.home.schemas, where.on)
        child = target(ground, args.child)
        if isinstance(child, str):
            raise RefusedError(child)
        put(None, coded(_told(found, child, args.duty)))
    return 0


def _told(found: Sweep, child: Target, duty: str | None) -> Iterator[str]:
    on, names = found.asked.on, Lists(found, ()).names()
    told = explanation(child.subject, found.rules, found.home, _adopts(found), on)
    if duty is not None:
        told = told.about(duty)
        if not (told.items or told.absent):
            raise RefusedError("手册里没有这一件：请写 docs/handbook/ 里那一页的文件名，不带 .md。")
    told = replace(
        told,
        flags=(
            *(flag.shown() for flag in around(found.home, found.repository, found.rules)),
            *told.flags,
        ),
    )
    return explained(child.subject.id, told, names, found.titles)


def _adopts(found: Sweep) -> frozenset[str] | None:
    """The documents that the settings adopt, None where they name none."""
    return settings(found.home, found.repository.settings.data).adopts
