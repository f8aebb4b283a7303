"""tonghu guard: whether anything that goes out would tell who somebody is."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tonghu.cli import keyring
from tonghu.cli.event import texts
from tonghu.cli.output import say, warn
from tonghu.cli.parser import Parser, RefusedError
from tonghu.cli.progress import progress
from tonghu.cli.site_mark import MARK
from tonghu.cli.where import home_of
from tonghu.guard import allowed, scan
from tonghu.guard.secrets import Secrets, secrets_of
from tonghu.guard.words import ordinary
from tonghu.history.commits import Said, commits, file_at, file_before, written
from tonghu.history.git import git, top
from tonghu.problem import Problem
from tonghu.record.files import PLACES, SEALED, SETTINGS, TEAM
from tonghu.record.links import leads_elsewhere
from tonghu.record.openly import latin
from tonghu.report.problems import as_github, as_json, as_text, tally
from tonghu.seal.leaf import is_sealed
from tonghu.source import read

FORMATS = {"text": as_text, "json": as_json, "github": as_github}
PASSED = frozenset({".git", ".venv", "node_modules", "__pycache__"})
STDIN, MESSAGE = "标准输入", "提交说明"
RECORDS, DOCS = "records", "docs"
UNCOMPARED = "没有发现号码；姓名没有对照，要对照加 --unseal。\n"
OPEN_KEYS = ("SOPS_AGE_KEY", "SOPS_AGE_KEY_FILE")


def arguments(parser: Parser) -> None:
    """The arguments of `tonghu guard`."""
    parser.add_argument(
        "paths", metavar="PATH", nargs="*", help="哪些文件、文件夹（默认：整个仓库）"
    )
    parser.add_argument("--stdin", action="store_true", help="看从标准输入读到的文字")
    parser.add_argument("--commits", metavar="BASE..HEAD", help="看这些提交的说明和加进的内容")
    parser.add_argument(
        "--env",
        metavar="NAME",
        action="append",
        default=[],
        help="看这个环境变量里的文字，可以写几次",
    )
    parser.add_argument(
        "--event", metavar="PATH", help="看平台说明事件的文件里，合并请求的标题、说明和分支名"
    )
    parser.add_argument(
        "--message", metavar="PATH", help="看这个文件里的提交说明；Git 自己加的话不算"
    )
    parser.add_argument("--records", metavar="DIR", help="档案目录；没有加密的密封内容也会对照")
    parser.add_argument(
        "--unseal", action="store_true", help="用自己的钥匙打开密封的内容来对照，不显示，不写下来"
    )
    keyring.add_key(parser)
    parser.add_argument("--format", choices=FORMATS, default="text", help="输出成什么样子")


def run(args: argparse.Namespace) -> int:
    """Say where something stands that must not go out, never what; 1 if there is anything."""
    root = top(Path.cwd()) or Path.cwd()
    known, compared = _known(args, Path(args.records) if args.records else root / RECORDS)
    problems = [
        problem for name, raw in _said(args) for problem in scan.inside(name, raw, known).problems
    ]
    problems += _commits(args.commits, root, known) if args.commits else ()
    if args.paths or not (args.stdin or args.commits or args.env or args.event or args.message):
        problems += _files(args, root, known)
    told = [
        each.moved(latin(each.path)) if any(known.found(each.path)) else each for each in problems
    ]
    for text in FORMATS[args.format](told):
        say(text, end="")
    if args.format == "text":
        say(tally(told) if told or compared else UNCOMPARED, end="")
    return int(bool(told))


def _files(args: argparse.Namespace, root: Path, known: Secrets) -> list[Problem]:
    named = [Path(text).absolute() for text in args.paths or [str(root)]]
    paths = [path for each in named for path in _below(each)]
    sites = (path.parent for path in paths if path.name == MARK)
    tools = scan.Tools(root, known, _clear(args, root), (root / DOCS, *sites))
    looked = scan.through(tools, paths, progress("查看"))
    if looked.closed:
        warn(f"有 {looked.closed} 个文件看不了：图片、程序、加密的或者打不开的。")
    file = root / allowed.FILE
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    found, wrong = allowed.allowances(text)
    return [*allowed.kept(looked.problems, found, not args.paths), *wrong]


def _below(path: Path) -> list[Path]:
    """The files of a folder that Git would take in, or all of them where Git is not asked."""
    if not path.exists() and not path.is_symlink():
        raise RefusedError(f"没有这个文件或文件夹：{path}")
    if path.is_file() or path.is_symlink():
        return [path]
    listed = git(path, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    names = (listed or b"").decode("utf-8", "surrogateescape").split("\0")
    found = sorted({path / name for name in names if name})
    return [each for each in found if each.is_file() or each.is_symlink()] or list(_walked(path))


def _walked(path: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(path):
        links = [name for name in sorted(folders) if leads_elsewhere(Path(folder, name))]
        folders[:] = sorted(set(folders) - PASSED - set(links))
        yield from (Path(folder, name) for name in [*links, *sorted(names)])


def _said(args: argparse.Namespace) -> Iterator[tuple[str, bytes]]:
    """What is no file: commits, variables, what is piped in."""
    if args.stdin:
        yield STDIN, sys.stdin.buffer.read()
    for name in args.env:
        yield f"环境变量 {name}", os.environ.get(name, "").encode("utf-8", "replace")
    if args.event:
        for name, text in texts(Path(args.event)):
            yield name, text.encode("utf-8", "replace")
    if args.message:
        text = Path(args.message).read_text(encoding="utf-8", errors="replace")
        yield MESSAGE, written(text).encode("utf-8", "replace")


def _commits(between: str, root: Path, known: Secrets) -> Iterator[Problem]:
    """What commits say and add, but for what the base of the range allows.

    What it allows is what it says before them: no commit allows anything to itself.
    """
    found = commits(root, between)
    if found is None:
        raise RefusedError("Git 里没有这些提交，或者这里不是 Git 仓库；写成 main..HEAD。")
    text = file_before(root, between, allowed.FILE).decode("utf-8", "replace")
    places = {each.path: each.places for each in allowed.allowances(text)[0]}
    for said in found:
        leaks = scan.inside(said.name, said.text.encode("utf-8", "replace"), known).problems
        if not (leaks and said.path in places) or places[said.path] != _spots(root, said, known):
            yield from leaks


def _spots(root: Path, said: Said, known: Secrets) -> int:
    """In how many places a file has what must not go out, as a commit leaves it."""
    raw = file_at(root, said.revision, said.path)
    return len(set(scan.inside(said.path, raw, known).problems))


def _known(args: argparse.Namespace, records: Path) -> tuple[Secrets, bool]:
    """What the sealed halves hold, in clear or with a key, and whether that is all they hold."""
    sealed = sorted(records.glob(f"children/*/*/*{SEALED}"))
    sealed.append(records / TEAM.replace(".yml", SEALED))
    files = [path for path in sealed if path.is_file()]
    places = _places(records)
    if args.unseal or any(os.environ.get(name) for name in OPEN_KEYS):
        return Secrets(_unsealed(args, records, files), places, ordinary()), True
    halves = (read(path.name, path.read_bytes()).data for path in files)
    found = [each for half in halves for each in secrets_of(half)]
    clear = [each for each in found if not is_sealed(each[1])]
    return Secrets(clear, places, ordinary()), bool(clear) and len(clear) == len(found)


def _places(records: Path) -> Iterator[str]:
    """The names of places: what is part of one is not taken for somebody's name."""
    for path in sorted((records / PLACES).rglob("*.yml")):
        data = read(path.name, path.read_bytes()).data
        if isinstance(data, dict) and isinstance(data.get("name"), str):
            yield data["name"]


def _unsealed(
    args: argparse.Namespace, records: Path, paths: Sequence[Path]
) -> Iterator[tuple[str, str]]:
    from tonghu.schema import load_schemas
    from tonghu.seal import halves

    schemas = load_schemas(home_of(None, records if records.is_dir() else None))
    sops, told = keyring.sops(keyring.key(args)), progress("对照")
    for half in halves.every(paths, schemas, sops, told):
        yield from secrets_of(half.data)


def _clear(args: argparse.Namespace, root: Path) -> Path | None:
    """The records, where their settings do not say that sealed halves are encrypted."""
    records = (Path(args.records) if args.records else root / RECORDS).absolute()
    path = records / SETTINGS
    data = read(path.name, path.read_bytes()).data if path.is_file() else None
    return None if isinstance(data, dict) and data.get("seal") == "sops" else records
