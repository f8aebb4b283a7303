"""Lists with the children's names, for somebody with a key, outside of the checkout."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from tonghu.cli import looking, revealing
from tonghu.cli.parser import RefusedError
from tonghu.entry.ground import Ground
from tonghu.record import files
from tonghu.record.repository import Repository
from tonghu.schema import load_schemas

WITH_NAMES = ("text", "md")
ONLY = "带姓名的清单只能是 text 或 md；表格和 json 会被传来传去，里面不写姓名。"


def refused(form: str, at: str | None) -> None:
    """Stop where names may not go."""
    if form not in WITH_NAMES:
        raise RefusedError(ONLY)
    if at:
        raise RefusedError("--at 看的是过去的档案，不能和 --reveal 一起用。")


def named(
    args: argparse.Namespace, records: Path, home: Path, on: int, does: str, ids: Iterable[str]
) -> dict[str, str]:
    """Id → name of some children; the look is noted first."""
    return revealing.names(halves(args, records, home, on, does, ids, args.output))


def halves(
    args: argparse.Namespace,
    records: Path,
    home: Path,
    on: int,
    does: str,
    ids: Iterable[str],
    output: str | None,
) -> revealing.Halves:
    """Id → what is sealed of some children; the look is noted first."""
    ground = Ground(Repository(records), load_schemas(home), on)
    if output:
        looking.outside(Path(output), ground)
    look = looking.look(args, ground)
    asked = sorted(set(ids))
    if look and asked:
        looking.noted(ground, look, does, asked)
    wanted = set(asked)
    folders = [each for each in files.folders(records) if each.id in wanted]
    return revealing.opened(ground, folders, look and look.holder)[0]
