"""tonghu ledger: the ledgers 台账 that the pages define, filled from the records on a day."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from tonghu.cli import keyring, looking
from tonghu.cli.output import coded, put, warn
from tonghu.cli.parser import Parser, RefusedError
from tonghu.cli.progress import progress
from tonghu.cli.where import Where, add_where, located
from tonghu.ledger.gather import Gathering, gathering, tables
from tonghu.ledger.pages import meanings, pages
from tonghu.ledger.table import Table
from tonghu.report.ledger_csv import ledger_csv
from tonghu.report.ledger_md import ledger_md
from tonghu.report.ledger_words import doubled

TEXTS: dict[str, Callable[[Table, Mapping[str, str]], Iterator[str]]] = {
    "md": ledger_md,
    "csv": ledger_csv,
}
SHEETS = "xlsx"
BARE = "csv"
"""Rows and nothing else: what has to be known of them is said beside it."""
FORMATS = (*TEXTS, SHEETS)


def arguments(parser: Parser) -> None:
    """The arguments of `tonghu ledger`."""
    parser.add_argument("id", nargs="?", metavar="台账", help="哪一本，写 docs/ledgers/ 里的文件名")
    parser.add_argument("--all", action="store_true", help="每一本都要")
    add_where(parser)
    parser.add_argument("--format", choices=FORMATS, default="md", help="输出成什么样子")
    parser.add_argument(
        "--reveal", action="store_true", help="填上密封的栏目：要有钥匙，只写到仓库外面"
    )
    keyring.add_key(parser)
    looking.add_looking(parser)
    parser.add_argument("--out", metavar="PATH", help="写到这个文件；--all 时写到这个文件夹")


def run(args: argparse.Namespace) -> int:
    """Print a ledger, or write all of them."""
    if bool(args.id) == args.all:
        raise RefusedError("写一本台账的名字，或者用 --all 要全部。")
    if args.out is None and (args.all or args.format == SHEETS):
        raise RefusedError("请用 --out 写明存到哪里：一本是文件，--all 是文件夹。")
    wanted = frozenset([args.id] if args.id else [])
    with located(args) as where:
        made = gathering(where.records, where.home, where.on, wanted)
        _usable(made, args.id)
        told = meanings(made.found.home.schemas)
        every = tables(made, progress("填台账"))
        for table in _named(args, where, every) if args.reveal else every:
            if args.format == BARE and table.twice:
                warn(f"注意：{table.ledger.title}里，{doubled(table)}")
            put(
                _path(args, table),
                rendered(table, args.format, told, masked=not args.reveal),
                private=args.reveal,
            )
    return 0


def _named(args: argparse.Namespace, where: Where, every: Iterable[Table]) -> Iterator[Table]:
    """The tables with their sealed cells filled in; the look is noted first."""
    from tonghu.cli.named import halves
    from tonghu.ledger.opened import opened, subjects

    if args.at:
        raise RefusedError("--at 看的是过去的档案，不能和 --reveal 一起用。")
    several = list(every)
    ids = {child for table in several for child in subjects(table)}
    found = halves(args, where.records, where.home, where.on, "list", ids, args.out)
    yield from (opened(table, found) for table in several)


def _usable(made: Gathering, wanted: str | None) -> None:
    if made.broken:
        names = "、".join(made.broken)
        raise RefusedError(f"这几页台账读不懂，先运行 tonghu check 改好：{names}。")
    if wanted and not made.cells:
        names = "、".join(pages(made.found.home.root))
        raise RefusedError(f"没有 {wanted} 这本台账；有的是：{names}。")


def _path(args: argparse.Namespace, table: Table) -> str | None:
    if not args.all:
        return None if args.out is None else str(args.out)
    folder = Path(args.out)
    folder.mkdir(parents=True, exist_ok=True)
    return str(folder / f"{table.ledger.id}.{args.format}")


def rendered(
    table: Table, form: str, told: Mapping[str, str], *, masked: bool = True
) -> Iterable[bytes]:
    """A ledger in one of the formats; what was opened on purpose is not masked again."""
    if form == SHEETS:
        from tonghu.report.ledger_xlsx import ledger_xlsx

        return [ledger_xlsx(table, told)]
    texts = TEXTS[form](table, told)
    return coded(texts) if masked else (text.encode("utf-8") for text in texts)
