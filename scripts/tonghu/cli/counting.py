"""tonghu due --count: how much there is of it in each township."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from tonghu.cache.counts import Question, counted, fresh
from tonghu.cli.output import coded
from tonghu.cli.parser import RefusedError
from tonghu.cli.progress import progress
from tonghu.cli.where import Where
from tonghu.record.openly import openly
from tonghu.report.counts import counts_json, counts_text
from tonghu.schema import load_schemas

RENDERED = {"text": counts_text, "json": counts_json}
LISTS = ("since", "all", "by", "only")


def counting(args: argparse.Namespace, where: Where) -> Iterator[bytes]:
    """The counts, as the arguments ask for them."""
    if args.format not in RENDERED:
        raise RefusedError(f"--count 的格式只有 {'、'.join(RENDERED)}。")
    if any(getattr(args, name) for name in LISTS):
        raise RefusedError(
            "--count 数的是各乡镇欠着的全部，不能和 --since、--all、--by、--only 一起用。"
        )
    how = fresh if args.no_cache or args.at else counted
    found = how(Question(where.records, where.home, where.on), progress("推算"))
    pieces = RENDERED[args.format](
        where.on, found.counts, found.places, openly(load_schemas(where.home))
    )
    return coded(pieces)
