"""tonghu hooks: let Git run the check before a commit and a push, and name the reviewers."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tonghu.cli import hooked, hooking
from tonghu.cli.output import say
from tonghu.cli.parser import Parser, RefusedError
from tonghu.history.git import top

COMMIT, MESSAGE, PUSH = hooking.NAMES
DONE = (
    "装好了：提交、推送以前，会先检查要提交的档案，看有没有证件号码和电话；什么也没有下载。"
    "姓名要用钥匙对照：tonghu guard --unseal。"
)
NO_GIT = "这里不是 Git 仓库，或者没有装 git；请在仓库里运行。"


def arguments(parser: Parser) -> None:
    """The arguments of `tonghu hooks`."""
    parser.usage = "tonghu hooks\n       tonghu hooks --owners"
    parser.add_argument("hook", nargs="?", choices=hooking.NAMES, help="由 Git 在这一步调用")
    parser.add_argument("given", nargs="*", metavar="…", help="Git 给的文件、仓库")
    parser.add_argument(
        "--owners", action="store_true", help="按地点写出 .github/CODEOWNERS：哪个乡镇由谁审"
    )
    parser.add_argument("--records", metavar="DIR", help="档案目录（默认：这里或上层的 records/）")


def run(args: argparse.Namespace) -> int:
    """Install what Git is to run, write who reviews what, or be what Git runs."""
    root = top(Path.cwd())
    if root is None:
        raise RefusedError(NO_GIT)
    if args.owners:
        from tonghu.cli.owning import write_owners

        say(write_owners(args.records, root))
        return 0
    if args.hook == COMMIT:
        return hooked.before_commit(root)
    if args.hook == MESSAGE and not args.given:
        raise RefusedError("这一步由 Git 调用，要给出提交说明的文件。")
    if args.hook == MESSAGE:
        return hooked.about_message(Path(args.given[0]))
    if args.hook == PUSH:
        return hooked.before_push(root, sys.stdin.read(), args.given[-1] if args.given else "")
    for name in hooking.install(root):
        say(f"写了 {name}")
    say(DONE)
    return 0
