"""tonghu stats: make an issue of the public statistics, audit issues, make the secret."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from tonghu.cli.output import say
from tonghu.cli.parser import Parser, RefusedError
from tonghu.cli.parts import STATISTICS, lacking

VERBS = ("issue", "audit", "key")


def arguments(parser: Parser) -> None:
    """The arguments of `tonghu stats`."""
    parser.add_argument(
        "verb",
        choices=VERBS,
        metavar="|".join(VERBS),
        help="issue 做一期，audit 审计几期，key 造密钥",
    )
    parser.add_argument("path", nargs="?", help="audit 的文件夹，或者 key 的新文件")
    parser.add_argument("--period", metavar="PERIOD", help="哪一期，如 2026-Q3")
    parser.add_argument("--secret", metavar="FILE", help="密钥文件，放在仓库外面")
    parser.add_argument("--new-key", action="store_true", help="上一期的密钥丢了，从这一期起换新的")
    parser.add_argument(
        "--begin-anew", action="store_true", help="以前的档案丢了：满一年的，数字重新开始"
    )
    parser.add_argument("--out", metavar="DIR", help="各期放在哪里（默认：docs/statistics/issues）")
    parser.add_argument("--microdata", metavar="DIR", help="虚构的孩子的明细：audit 读，issue 写")
    parser.add_argument("--records", metavar="DIR", help="档案目录（默认：这里或上层的 records/）")
    parser.add_argument("--home", metavar="DIR", help="手册和 schemas 所在（默认：档案所在的仓库）")
    parser.add_argument("--on", metavar="DATE", help="把这一天当作今天（默认：今天）")
    parser.add_argument("--at", metavar="REVISION", help="用 Git 里哪个版本的档案（默认：最新的）")


def run(args: argparse.Namespace) -> int:
    """Do what is asked; audit returns 1 where it found something."""
    verbs: dict[str, Callable[[argparse.Namespace], int]] = {
        "issue": _issue,
        "audit": _audit,
        "key": _key,
    }
    try:
        return verbs[args.verb](args)
    except ImportError as missing:
        if (missing.name or "").split(".")[0] not in STATISTICS.modules:
            raise
        raise RefusedError(lacking(STATISTICS)) from None


def _issue(args: argparse.Namespace) -> int:
    from tonghu.cli.issuing import issue

    if args.path or not args.period:
        raise RefusedError("做一期要写明哪一期：tonghu stats issue --period 2026-Q3")
    issue(args)
    return 0


def _audit(args: argparse.Namespace) -> int:
    from tonghu.cli.auditing import audit

    if not args.path:
        raise RefusedError("要写明审计哪个文件夹：tonghu stats audit docs/statistics/issues")
    return int(audit(args, Path(args.path)))


def _key(args: argparse.Namespace) -> int:
    from tonghu.cli.secret import make_secret

    path = make_secret(args.path or args.secret)
    say(f"造好了密钥：{path}。请在别处再留一份，不要发给任何人，也不要放进仓库。")
    return 0
