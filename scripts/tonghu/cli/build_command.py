"""tonghu build: check, then write the month's due lists, and say on one screen what was made."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tonghu.checks import Asked as Checked
from tonghu.checks import check
from tonghu.cli.lists import Lists, gathered
from tonghu.cli.output import put
from tonghu.cli.parser import Parser
from tonghu.cli.progress import progress
from tonghu.cli.where import add_where, located
from tonghu.due.lines import Asked
from tonghu.history.changes import base_of
from tonghu.period import iso
from tonghu.problem import ERROR, Problem
from tonghu.record.files import folders
from tonghu.report import words
from tonghu.report.listing import WORKER, Listing
from tonghu.report.pages import only
from tonghu.report.problems import as_text
from tonghu.report.summary import summary
from tonghu.sweep import sweep

FEW = 5
"""So many problems are shown; `tonghu check` shows all."""

WHOLE = (
    ("due.xlsx", "xlsx", "每人一页，打印、填好、交回来用 tonghu add 读入"),
    ("due.md", "md", "同样的内容，在网页上看"),
    ("due.csv", "csv", "一行一件，自己筛选"),
    ("due.ics", "ics", "日历"),
    ("due.json", "json", "给程序读"),
)
PEOPLE = ("people/", "每人一份文字，可以直接贴进聊天")


def arguments(parser: Parser) -> None:
    """The arguments of `tonghu build`."""
    add_where(parser)
    parser.add_argument("--to", metavar="DIR", default="build", help="写到哪里（默认：build/）")


def run(args: argparse.Namespace) -> int:
    """Write everything for the month; 1 if a problem must be mended."""
    with located(args) as where:
        base = "" if args.at else base_of(where.records, None)
        problems = check(Checked(where.records, where.home, where.on, base), progress("检查"))
        found = gathered(sweep(where.records, where.home, Asked(where.on)), progress("推算"))
        children = sum(1 for _ in folders(where.records))
    pages = found.pages(WORKER)
    folder = Path(args.to) / iso(where.on)[: len("2026-10")]
    _write(folder, _files(found, pages))
    _tell(pages, problems, children, folder)
    return int(any(problem.severity == ERROR for problem in problems))


def _write(folder: Path, files: Iterable[tuple[str, Iterable[bytes]]]) -> None:
    """Write the lists; those of people who have none any more are removed."""
    (folder / PEOPLE[0]).mkdir(parents=True, exist_ok=True)
    old = set((folder / PEOPLE[0]).glob("*.txt"))
    for name, content in files:
        put(str(folder / name), content)
        old.discard(folder / name)
    for path in old:
        path.unlink()


def _files(found: Lists, pages: Listing) -> Iterator[tuple[str, Iterable[bytes]]]:
    for name, form, _ in WHOLE:
        yield name, found.rendered(form, pages)
    for page in pages.pages:
        name = f"{PEOPLE[0]}{page.key or words.UNNAMED}.txt"
        yield name, found.rendered("text", only(pages, page.key))


def _tell(pages: Listing, problems: Sequence[Problem], children: int, folder: Path) -> None:
    for text in as_text(problems[:FEW]):
        print(text, end="")
    files = [(f"{folder.as_posix()}/{name}", told) for name, _, told in WHOLE]
    files.append((f"{folder.as_posix()}/{PEOPLE[0]}", PEOPLE[1]))
    for text in summary(pages, problems, children, files):
        print(text, end="")
