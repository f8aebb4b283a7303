"""tonghu build: check, write the month's due lists, ledgers and the site, say what was made."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tonghu.checks import Asked as Checked
from tonghu.checks import check
from tonghu.cli.keeping import Keeping
from tonghu.cli.ledger_command import rendered
from tonghu.cli.lists import Lists, gathered
from tonghu.cli.output import say
from tonghu.cli.parser import Parser, RefusedError
from tonghu.cli.progress import progress
from tonghu.cli.site_command import FIRST, beside
from tonghu.cli.where import Where, add_where, located
from tonghu.demo.halves import KEY
from tonghu.due.lines import Asked
from tonghu.history.changes import base_of
from tonghu.ledger.gather import gathering, tables
from tonghu.ledger.pages import meanings
from tonghu.period import iso
from tonghu.problem import ERROR, Problem
from tonghu.record.files import folders
from tonghu.record.repository import Repository
from tonghu.report import words
from tonghu.report.file_name import file_name
from tonghu.report.listing import WORKER, Listing
from tonghu.report.pages import only
from tonghu.report.problems import as_text
from tonghu.report.summary import summary
from tonghu.seal import halves
from tonghu.sweep import sweep

FEW = 5
"""So many problems are shown; `tonghu check` shows all."""

WHOLE = (
    ("due.xlsx", "xlsx", "全部人的清单，每人一页"),
    ("due.md", "md", "同样的内容，在网页上看"),
    ("due.csv", "csv", "一行一件，自己筛选"),
    ("due.ics", "ics", "日历"),
    ("due.json", "json", "给程序读"),
)
PEOPLE = ("people/", "每人一份：文字贴进聊天，表格打印、填好、交回来用 tonghu add 读入")
EACH = ((".txt", "text"), (".xlsx", "xlsx"))
LEDGERS = "ledgers/"
EACH_LEDGER = ("xlsx", "csv")


def arguments(parser: Parser) -> None:
    """The arguments of `tonghu build`."""
    add_where(parser)
    parser.add_argument("--to", metavar="DIR", default="build", help="写到哪里（默认：build/）")
    parser.add_argument("--no-site", action="store_true", help="不做手册网站，只写清单和台账")


class Made(NamedTuple):
    """What was made for a month, and what the check says of the records it was made from."""

    lists: Lists
    pages: Listing
    problems: Sequence[Problem]
    children: int
    sealed: str
    ledgers: int
    keeping: Keeping


def run(args: argparse.Namespace) -> int:
    """Write everything for the month; 1 if a problem must be mended."""
    with located(args) as where:
        outside(where.records, args.to)
        found = made(where, Path(args.to), "" if args.at else base_of(where.records, None))
        own = (where.home, where.records.parent, Path(args.to))
        site, missing = ("", "") if args.no_site or args.at else beside(*own)
    tell(found, [(site, FIRST)] if site else [])
    if missing:
        say(f"\n网站没有写。{missing}")
    return int(any(problem.severity == ERROR for problem in found.problems))


def outside(records: Path, folder: str) -> None:
    """Refuse to write what is made from the records among them."""
    if Path(folder).resolve().is_relative_to(records.resolve()):
        raise RefusedError(f"清单和台账不能写进档案里，会和记录混在一起：{folder}；请换个文件夹。")


def made(where: Where, folder: Path, base: str | None) -> Made:
    """Check, and write the lists and ledgers of the month into a folder of its own."""
    month = folder / iso(where.on)[: len("2026-10")]
    outside(where.records, str(month))
    try:
        problems = check(Checked(where.records, where.home, where.on, base), progress("检查"))
    except ValueError as broken:
        raise RefusedError(str(broken)) from None
    found = gathered(sweep(where.records, where.home, Asked(where.on)), progress("推算"))
    children, sealed = sum(1 for _ in folders(where.records)), _sealed(where)
    pages = found.pages(WORKER)
    keeping = Keeping(month)
    for name, content in _files(found, pages):
        keeping.write(name, content)
    count = _ledgers(where, keeping)
    keeping.finish()
    return Made(found, pages, problems, children, sealed, count, keeping)


def _ledgers(where: Where, keeping: Keeping) -> int:
    """Write every ledger; how many there are."""
    made = gathering(where.records, where.home, where.on, frozenset())
    told = meanings(made.found.home.schemas)
    for table in tables(made, progress("填台账")):
        for form in EACH_LEDGER:
            keeping.write(f"{LEDGERS}{table.ledger.id}.{form}", rendered(table, form, told))
    return len(made.cells)


def _files(found: Lists, pages: Listing) -> Iterator[tuple[str, Iterable[bytes]]]:
    for name, form, _ in WHOLE:
        yield name, found.rendered(form, pages)
    show = progress("写清单")
    taken: list[str] = []
    for number, page in enumerate(pages.pages, 1):
        taken.append(file_name(page.key or words.UNNAMED, taken))
        for ending, form in EACH:
            yield f"{PEOPLE[0]}{taken[-1]}{ending}", found.rendered(form, only(pages, page.key))
        show(number, len(pages.pages))


def _lists(folder: Path, count: int) -> Iterator[tuple[str, str]]:
    """What lies in the month's folder, and what it is for."""
    for name, _, told in WHOLE:
        yield f"{folder.as_posix()}/{name}", told
    yield f"{folder.as_posix()}/{PEOPLE[0]}", PEOPLE[1]
    if count:
        told = f"{count} 本台账，表格和 CSV 各一份：留守儿童、监护评估、困境儿童、摸底汇总……"
        yield f"{folder.as_posix()}/{LEDGERS}", told


def _sealed(where: Where) -> str:
    """How many children have a sealed half, and in the demo which key opens them."""
    found = {path.parent for path in halves.paths(folders(where.records))}
    told = f"{len(found)} 个孩子的姓名、电话、住址，没有钥匙打不开" if found else ""
    settings = Repository(where.records).settings.data
    shown = isinstance(settings, dict) and settings.get("invented") is True
    return f"{told}；演示钥匙是 {KEY}" if found and shown else told


def tell(found: Made, others: Sequence[tuple[str, str]] = ()) -> None:
    """One screen about what was made and where it lies."""
    for text in as_text(found.problems[:FEW]):
        say(text, end="")
    files = [*_lists(found.keeping.folder, found.ledgers), *others]
    for text in summary(found.pages, found.problems, found.children, found.sealed, files):
        say(text, end="")
    for name in found.keeping.kept:
        say(f"  {name} 有人改过，留着没动；新的写在旁边，名字里有“新”。")
