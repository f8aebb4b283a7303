"""tonghu check: which line to mend, and how."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path

from tonghu.checks import Asked, check
from tonghu.cli.output import say
from tonghu.cli.parser import Parser, RefusedError
from tonghu.cli.progress import progress
from tonghu.cli.where import Where, add_where, located
from tonghu.history.changes import base_of
from tonghu.history.git import beside
from tonghu.problem import ERROR, Problem
from tonghu.record.files import ISSUES
from tonghu.report.problems import as_github, as_json, as_sarif, as_text, tally

FORMATS = ("text", "json", "github", "sarif")
HARMLESS = "history-unknown"
"""A warning about where the check runs, not about what it read: not even --strict fails."""

OPEN_KEYS = ("SOPS_AGE_KEY", "SOPS_AGE_KEY_FILE")
"""Where sops itself looks for a key that needs no passphrase."""

MARKS = ("settings.yml", "children")


def arguments(parser: Parser) -> None:
    """The arguments of `tonghu check`."""
    parser.add_argument(
        "paths", metavar="PATH", nargs="*", help="只检查这些文件或文件夹（默认：全部）"
    )
    add_where(parser, on="哪一天算今天")
    parser.add_argument(
        "--base",
        metavar="REVISION",
        help="和 Git 里哪个版本比，看以前的记录有没有被改动（默认：从 main 分出来的地方）",
    )
    parser.add_argument("--strict", action="store_true", help="有提醒也算没有通过")
    parser.add_argument("--fix", action="store_true", help="先改好不会改变意思的写法，再检查")
    parser.add_argument("--codes", action="store_true", help="不检查，列出全部检查项目")
    parser.add_argument(
        "--no-cache", action="store_true", help="每个孩子都重新检查，不沿用上一次的结果"
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="输出成什么样子")


def run(args: argparse.Namespace) -> int:
    """Print every problem; 1 if one of them must be mended."""
    if args.codes:
        from tonghu.checks.catalogue import page

        say(page(), end="")
        return 0
    if args.at and (args.fix or args.paths):
        raise RefusedError("--at 看的是过去的全部档案，不能和 --fix 或者文件名一起用。")
    if args.records is None:
        args.records = _records_around(args.paths)
    with located(args) as where:
        found = _found(args, where)
        for text in _shown(args.format, found, where):
            say(text, end="")
    return int(any(_fails(problem, args.strict) for problem in found))


def _fails(problem: Problem, strict: bool) -> bool:
    return problem.severity == ERROR or (strict and problem.code != HARMLESS)


def _found(args: argparse.Namespace, where: Where) -> list[Problem]:
    shipped = Path(__file__).parents[1] / "home"
    paths = tuple(_path(text, where) for text in args.paths)
    whole = any(where.records.parent.is_relative_to(path) for path in paths)
    base = "" if args.at else _base(args.base, where.records, whole or not paths)
    asked = Asked(
        where.records, where.home, where.on, base, where.home != shipped, () if whole else paths
    )
    if args.fix:
        from tonghu.cli.fixing import mend

        mend(where.records, where.home, asked.paths)
    try:
        return sorted({*_seen(args, asked), *_hosted(asked), *_unsealed(asked)})
    except ValueError as broken:
        raise RefusedError(str(broken)) from None


def _seen(args: argparse.Namespace, asked: Asked) -> list[Problem]:
    """What can be seen without a key."""
    if asked.paths or args.no_cache or args.at:
        return check(asked, progress("检查"))
    from tonghu.cache.problems import checked

    return checked(asked, progress("检查"))


def _hosted(asked: Asked) -> list[Problem]:
    """What is wrong with where the records go; asked of the whole, and where there is Git."""
    if asked.paths or not asked.base:
        return []
    from tonghu.cli.hosting import hosting

    return hosting(asked)


def _unsealed(asked: Asked) -> list[Problem]:
    """What only a key shows, where one lies open."""
    if not any(os.environ.get(name) for name in OPEN_KEYS):
        return []
    from tonghu.cli.unsealing import unsealed as found

    return found(asked)


def _base(named: str | None, records: Path, whole: bool) -> str | None:
    asked = beside(partial(base_of, records, named))
    if not whole:
        import_module("tonghu.checks.some")  # takes as long to import as Git takes to answer
    base = asked()
    if named and base is None:
        raise RefusedError("Git 里没有这个版本，或者这里不是 Git 仓库；用 git log 看看有哪些。")
    return base


def _path(text: str, where: Where) -> Path:
    """A path as given: of the records, the definitions, or of what must lie nowhere else."""
    from tonghu.checks.elsewhere import is_watched

    path = Path(text).absolute()
    if not path.exists() and not path.is_symlink():
        raise RefusedError(f"没有这个文件或文件夹：{text}")
    resolved = path.parent.resolve() / path.name
    inside = [where.records, where.home / "docs", where.home / "schemas"]
    inside.append(where.records.parent / ISSUES)
    if is_watched(resolved) or any(
        resolved.is_relative_to(each) or each.is_relative_to(resolved) for each in inside
    ):
        return resolved
    raise RefusedError(f"这不在档案里，也不在手册里：{text}；请用 --records 指明档案目录。")


def _records_around(paths: Sequence[str]) -> str | None:
    """The records that the first path lies in, None where it lies in none."""
    for text in paths[:1]:
        for folder in (Path(text).absolute().resolve(), *Path(text).absolute().resolve().parents):
            if any((folder / mark).exists() for mark in MARKS):
                return str(folder)
    return None


def _shown(form: str, problems: Sequence[Problem], where: Where) -> Iterator[str]:
    if form == "json":
        yield from as_json(problems)
    elif form == "github":
        yield from as_github(problems)
    elif form == "sarif":
        from tonghu.checks.catalogue import laws

        yield from as_sarif(problems, laws())
    else:
        yield from _text(problems, where)
        yield tally(problems)


def _text(problems: Sequence[Problem], where: Where) -> Iterator[str]:
    if problems:
        from tonghu.report.lines import Lines
        from tonghu.schema import load_schemas

        lines = Lines((where.records.parent, where.home), load_schemas(where.home))
        yield from as_text(problems, lines)
