"""tonghu site: the handbook as a website, from docs/ alone; no record is ever opened."""

from __future__ import annotations

import argparse
from importlib.util import find_spec
from pathlib import Path

from tonghu.cli.keeping import Keeping
from tonghu.cli.output import say
from tonghu.cli.parser import Parser, RefusedError
from tonghu.cli.parts import SITE, lacking, there
from tonghu.cli.progress import progress
from tonghu.cli.where import home_of, public_of
from tonghu.report.problems import as_text
from tonghu.site import read_book, site

CONFIGURATION = "mkdocs.yml"
DRAWING = "jinja2"
UNSOUND = "docs/ 里有要先改好的，见 tonghu check。"
FIRST = "手册网站，用浏览器打开，不用联网"
HOMELESS = "手册旁边没有 mkdocs.yml，不知道网站该是什么样子。"


def arguments(parser: Parser) -> None:
    """The arguments of `tonghu site`."""
    parser.add_argument("--home", metavar="DIR", help="手册和 schemas 所在（默认：这里的仓库）")
    parser.add_argument(
        "--records", metavar="DIR", help="公布它旁边的各期统计，不打开档案（默认：这里或上层的）"
    )
    parser.add_argument(
        "--out", metavar="DIR", default="build/site", help="写到哪里（默认：build/site）"
    )
    parser.add_argument("--zip", action="store_true", help="另外打成一个压缩包，解开就能看")
    parser.add_argument("--export", metavar="DIR", help="不做网站，写出同样的页给别的程序用")


def run(args: argparse.Namespace) -> int:
    """Build the site or write its pages; 1 where pages must be mended first."""
    home = home_of(args.home, None)
    public = public_of(args.records, home)
    try:
        book = read_book(home, public)
    except ValueError as broken:
        raise RefusedError(str(broken)) from None
    if book.problems:
        for text in as_text(book.problems):
            say(text, end="")
        return 1
    if args.export:
        if not find_spec(DRAWING):
            raise RefusedError(lacking(SITE))
        return _export(home, public, Path(args.export))
    reason = cannot(home)
    if reason:
        raise RefusedError(reason)
    from tonghu.cli.making_site import make_site, pack

    out = Path(args.out).resolve()
    make_site(home, public, out, progress("做网站"))
    say(f"{Path(args.out).as_posix()}/index.html  用浏览器打开就能看，不用联网")
    if args.zip:
        archive = out.with_suffix(".zip")
        pack(out, archive)
        say(f"{Path(args.out).with_suffix('.zip').as_posix()}  同样的网站，一个文件，解开就能看")
    return 0


def beside(home: Path, public: Path, folder: Path) -> tuple[str, str]:
    """The site made in a folder of results: its first page, or else why there is none."""
    missing = cannot(home) or (UNSOUND if read_book(home, public).problems else "")
    if missing:
        return "", missing
    from tonghu.cli.making_site import make_site

    try:
        make_site(home, public, folder.resolve() / "site", progress("做网站"))
    except RefusedError as refused:
        return "", str(refused)
    return f"{folder.as_posix()}/site/index.html", ""


def cannot(home: Path) -> str:
    """Why no site can be made here; empty where it can."""
    if not there(SITE):
        return lacking(SITE)
    return "" if (home / CONFIGURATION).is_file() else HOMELESS


def _export(home: Path, public: Path, folder: Path) -> int:
    from tonghu.site.export import exported

    keeping = Keeping(folder)
    files = list(exported(site(read_book(home, public)), home, public))
    for name, content in files:
        keeping.write(name, [content])
    keeping.finish()
    say(f"写好了 {len(files)} 个文件：{folder.as_posix()}/")
    return 0
