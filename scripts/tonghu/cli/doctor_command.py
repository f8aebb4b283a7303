"""tonghu doctor: what this machine has and lacks for working with what is sealed."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tonghu.cli import keyring
from tonghu.cli.output import say
from tonghu.cli.parser import Parser, RefusedError
from tonghu.cli.parts import SEAL, SITE, STATISTICS, install, there
from tonghu.cli.where import records_of
from tonghu.history.git import git

OPEN_TO_OTHERS = 0o077


class Finding(NamedTuple):
    """One thing that was looked at: whether it is well, and what to do where it is not.

    `needed` is false of what only some work takes.
    """

    well: bool
    what: str
    mend: str = ""
    needed: bool = True


def arguments(parser: Parser) -> None:
    """The arguments of `tonghu doctor`."""
    parser.add_argument("--records", metavar="DIR", help="档案目录（默认：这里或上层的 records/）")


def run(args: argparse.Namespace) -> int:
    """Tell what is there, and for each thing missing what to do; 1 where something is."""
    found = list(_findings(args))
    for one in found:
        say(f"{'有' if one.well else '缺' if one.needed else '没装'}  {one.what}")
        if not one.well:
            say(f"      {one.mend}")
    return int(not all(one.well for one in found if one.needed))


def _findings(args: argparse.Namespace) -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding(sys.version_info >= (3, 11), f"Python {version}", "请装 Python 3.11 或更新的。")
    yield Finding(bool(shutil.which("git")), "git", "请安装 Git，装好以后重开终端。")
    yield _sops()
    yield from _key()
    yield from _checkout(args)
    for part in (STATISTICS, SITE):
        mend = f"要用的电脑才装：{install(part)}。"
        yield Finding(there(part), f"{part.told}的部件", mend, needed=False)


def _sops() -> Finding:
    try:
        return Finding(True, f"sops（{keyring.program()}）")
    except RefusedError:
        return Finding(False, "sops", f"请{install(SEAL)}。")


def _key() -> Iterator[Finding]:
    if os.environ.get("SOPS_AGE_KEY"):
        yield Finding(
            False, "口令", "环境变量 SOPS_AGE_KEY 里放着没有口令的钥匙，请改用 tonghu key new。"
        )
        return
    path = Path(os.environ.get("SOPS_AGE_KEY_FILE") or keyring.key_file())
    yield Finding(path.is_file(), f"自己的钥匙（{path}）", "请运行 tonghu key new。")
    if path.is_file() and os.name != "nt":
        closed = not path.stat().st_mode & OPEN_TO_OTHERS
        yield Finding(closed, "钥匙文件只有自己能读", f"请运行 chmod 600 {path}。")


def _checkout(args: argparse.Namespace) -> Iterator[Finding]:
    try:
        records = records_of(args.records)
    except RefusedError as missing:
        yield Finding(False, "档案", str(missing))
        return
    yield Finding(True, f"档案（{records}）")
    hooks = git(records, "config", "core.hooksPath")
    yield Finding(bool(hooks), "提交前的检查", "请在仓库里运行 tonghu hooks。")
    merge = git(records, "config", "merge.tonghu.driver")
    yield Finding(bool(merge), "密封文件的合并", "请在仓库里运行 tonghu hooks。")
