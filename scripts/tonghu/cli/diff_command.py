"""tonghu diff: what a change alters in what is owed, and how the work of a year changes."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tonghu.change.pieces import State
from tonghu.change.run import Question, report
from tonghu.change.sides import Where, sides
from tonghu.cli.output import coded, put
from tonghu.cli.parser import Parser, RefusedError
from tonghu.cli.progress import progress
from tonghu.cli.where import add_where, day_of, home_of, is_home, records_of
from tonghu.entry.cell import plain
from tonghu.history.git import top
from tonghu.history.tree import NoHistoryError, commit_of, exists, lay
from tonghu.record.files import CHILDREN, PLACES, SETTINGS, TEAM
from tonghu.report.cut import COMMENT, SUMMARY, cut, octets, units
from tonghu.report.diff_json import diff_json
from tonghu.report.diff_md import diff_md
from tonghu.report.diff_text import diff_text
from tonghu.report.diff_words import Named
from tonghu.sweep import NOWHERE

RENDERED = {"text": diff_text, "md": diff_md, "json": diff_json}
DEFINITIONS = ("docs/handbook", "docs/sources", "schemas")
TOLD = (
    "比较两个版本：这次改动办完了、新欠了、不再欠哪些事，由谁做；规则或设置改了的，"
    "今后十二个月每月多做、少做多少件，哪些孩子下一次的日期变了。"
    "今后的件数按今天的情况推算：往后的走访、评估、搬迁都还不知道，只有年龄会长、期限会到；"
    "算到期那天落在那个月、还没有做的；没有期限的，算开始的那个月。"
)


class Aside(NamedTuple):
    """A place of a forge that takes only so much, and where the rest is said to be."""

    name: str
    told: str
    most: int
    size: Callable[[str], int]
    where: str


ASIDE = (
    Aside(
        "summary", "另写一份 Markdown 作运行的摘要，最多 1 MB", SUMMARY, octets,
        "全部在这次运行的附件里",
    ),
    Aside(
        "comment", "另写一份 Markdown 作评论，最多六万字", COMMENT, units,
        "全部在这次运行的摘要和附件里",
    ),
)  # fmt: skip


def arguments(parser: Parser) -> None:
    """The arguments of `tonghu diff`."""
    parser.description = TOLD
    parser.add_argument("base", metavar="BASE", help="改以前：Git 里的版本，也可以写日期")
    parser.add_argument(
        "head",
        metavar="HEAD",
        nargs="?",
        help="改以后：Git 里的版本（默认：现在的文件，没提交的也算）",
    )
    add_where(parser, on="按哪一天算", at=False)
    parser.add_argument("--format", choices=RENDERED, default="text", help="输出成什么样子")
    parser.add_argument(
        "--output", metavar="PATH", action="append", help="写到这个文件；写几次就写到几个文件"
    )
    for each in ASIDE:
        parser.add_argument(f"--{each.name}", metavar="PATH", help=each.told)


def run(args: argparse.Namespace) -> int:
    """Print what the change does; whatever it does, that is not a problem."""
    with asked(args) as question:
        try:
            found = report(question, progress("比较"))
        except NoHistoryError as missing:
            raise RefusedError(str(missing)) from None
        except NOWHERE:
            raise RefusedError(_unusable(question)) from None
    named = Named(args.base, args.head)
    text = list(coded(RENDERED[args.format](found, named)))
    aside = [(path, each) for each in ASIDE if (path := getattr(args, each.name))]
    for path in args.output or ([] if aside else [None]):
        put(path, text)
    if aside:
        whole = b"".join(coded(diff_md(found, named))).decode("utf-8")
        for path, each in aside:
            put(path, coded([cut(whole, each.most, each.size, each.where)]))
    return 0


@contextmanager
def asked(args: argparse.Namespace) -> Iterator[Question]:
    """What is compared; what a commit holds besides the children lies in a temporary folder."""
    records = records_of(args.records)
    root = top(records)
    if root is None:
        raise RefusedError("这里不是 Git 仓库，或者没有装 git，没有可以比较的版本。")
    inside = records.resolve().relative_to(root.resolve()).as_posix()
    prefix = "" if inside == "." else f"{inside}/"
    home = home_of(args.home, records)
    before = State(root, prefix, _commit(root, args.base))
    after = State(root, prefix, None if args.head is None else _commit(root, args.head))
    with tempfile.TemporaryDirectory(prefix="tonghu-") as folder:
        own = args.home is None
        base = _laid(before, Path(folder) / "base" / root.name, home, own)
        head = Where(records, home)
        if after.commit is not None:
            head = _laid(after, Path(folder) / "head" / root.name, home, own)
        paths = [f"{prefix}{name}" for name in (CHILDREN, PLACES, SETTINGS, TEAM)]
        paths += DEFINITIONS if home == root.resolve() else ()
        yield Question(base, head, before, after, tuple(paths), day_of(args.on))


def _commit(root: Path, name: str) -> str:
    found = commit_of(root, name)
    if found is None:
        raise RefusedError(
            f"Git 里没有 {plain(name)[:40]} 这个版本；用 git log 看看有哪些，也可以写日期。"
        )
    return found


def _laid(state: State, folder: Path, home: Path, own: bool) -> Where:
    """A commit's files but for the children; its own definitions where it has and should."""
    commit, prefix = str(state.commit), state.prefix
    folder.mkdir(parents=True)
    parts = [f"{prefix}{name}" for name in (PLACES, SETTINGS, TEAM)]
    lay(state.root, commit, [*parts, *DEFINITIONS], folder)
    there = not prefix or exists(state.root, commit, prefix.rstrip("/"))
    return Where(folder / prefix, folder if own and is_home(folder) else home, there)


def _unusable(question: Question) -> str:
    """Which of the two states cannot be worked with at all."""
    for told, where in (("改以前", question.base), ("改以后", question.head)):
        try:
            sides(where, where, question.on)
        except NOWHERE:
            return f"{told}的手册、schemas 或设置读不懂，比不了；先运行 tonghu check 改好。"
    return "两个版本比不了；先运行 tonghu check 看看哪里写错了。"
