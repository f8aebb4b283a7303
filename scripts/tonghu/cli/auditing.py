"""The audit as a command: folders in, sentences out."""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

from tonghu.cli.output import say
from tonghu.cli.parser import RefusedError
from tonghu.cli.secret import read_secret
from tonghu.cli.where import home_of
from tonghu.duty.home import load_home
from tonghu.period import day
from tonghu.schema import load_schemas
from tonghu.statistics import ledger
from tonghu.statistics.audit import Report, Truth, audited
from tonghu.statistics.counting import Census
from tonghu.statistics.definition import Definitions
from tonghu.statistics.floors import floors
from tonghu.statistics.folder import BrokenIssueError, Issue, read_issues
from tonghu.statistics.ledger import NAME
from tonghu.statistics.microdata import census
from tonghu.statistics.people import defined

MOST = 40
"""Findings shown; the rest are counted."""

UNLISTED = f"旁边没有台账 {NAME}：看不出公布以后有没有人改过，只审数字。"
ALTERED = "和台账里登记的不一样，或者没有登记：公布过的不能改，请恢复原样。"


def audit(args: argparse.Namespace, folder: Path) -> bool:
    """Whether anything is wrong with the issues below a folder."""
    changed = _frozen(folder)
    issues = issues_in(folder)
    if not issues:
        raise RefusedError(f"{folder} 里没有哪一期。")
    truth = None
    if args.microdata:
        secret = read_secret(args.secret) if args.secret else None
        truth = Truth(_people(args, issues), secret)
    report = audited(issues, truth, floors(load_schemas(home_of(args.home, None))))
    say("\n".join([*lines(issues, report), _verdict(len(report.findings) + changed)]))
    return bool(report.findings or changed)


def _frozen(folder: Path) -> int:
    """How many files are not what the frozen ledger says of them; each is told."""
    found = ledger.unlike(folder)
    if found is None:
        say(UNLISTED)
    for name in found or ():
        say(f"{name} {ALTERED}")
    return len(found or ())


def issues_in(folder: Path) -> list[Issue]:
    """The issues below a folder."""
    try:
        return read_issues(folder)
    except BrokenIssueError as broken:
        raise RefusedError(f"这一期读不出来：{broken}") from None


def _people(args: argparse.Namespace, issues: list[Issue]) -> dict[str, Census]:
    folder = Path(args.microdata)
    home = load_home(home_of(args.home, None))
    people = {}
    for issue in issues:
        path = folder / f"{issue.asof}.csv"
        if path.is_file():
            definitions = defined(home, day(issue.asof))
            people[issue.asof] = _census(path, definitions)
    if not people:
        raise RefusedError(f"{folder} 里没有明细；文件名是那一期最后一天，如 2026-09-30.csv。")
    return people


def _census(path: Path, definitions: Definitions) -> Census:
    try:
        return census(path.read_text(encoding="utf-8-sig"), definitions)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, csv.Error):
        raise RefusedError(f"明细 {path.name} 读不懂：应当是 --microdata 写出的那种。") from None


def lines(issues: list[Issue], report: Report) -> list[str]:
    """What the audit says."""
    figures = sum(len(issue.figures) for issue in issues)
    cells = sum(len(spans) for spans in report.spans.values())
    told = [f"审计了 {len(issues)} 期，公布的数 {figures} 个。"]
    told += [f"照外人的办法，推算了 {cells} 个数，每个最少、最多是多少。"]
    told += [finding.told() for finding in report.findings[:MOST]]
    if len(report.findings) > MOST:
        told.append(f"……还有 {len(report.findings) - MOST} 个问题。")
    if report.newcomers.newcomers:
        share = report.newcomers.certain / report.newcomers.newcomers
        told.append(f"认识其他所有孩子的人，能断定的新来孩子占 {share:.0%}。")
    return told


def _verdict(wrong: int) -> str:
    return f"不能发布：有 {wrong} 个问题。" if wrong else "没有发现问题。"
