"""Laws on the record of who looked at what is sealed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tonghu.checks.folders import file_is_a_file
from tonghu.checks.ground import Ground
from tonghu.checks.reading import opened, shown
from tonghu.checks.seals import no_personal_number
from tonghu.period import day, iso
from tonghu.problem import Problem, error, warning
from tonghu.record.files import ACCESS
from tonghu.source import Document

NAME = re.compile(r"(\d{4}-\d{2})-([A-Z][A-Z0-9]{1,15})\.yml", re.ASCII)
SCHEMA = "access"


def of_looks(ground: Ground) -> Iterator[Problem]:
    """What is wrong with the records of looking."""
    for path in sorted((ground.records / ACCESS).glob("[!.]*")):
        if path.is_symlink():
            yield from file_is_a_file(path, ground.records.parent)
        document = opened(shown(path, ground.records.parent), path)
        yield from document.problems
        if document.problems:
            continue
        yield from ground.schemas.problems(SCHEMA, document)
        yield from no_personal_number(ground, document)
        if isinstance(document.data, list):
            yield from looks_are_where_they_belong(path, document)
            yield from nobody_looks_ahead(ground, document)
            yield from somebody_else_approves(ground, document)


def looks_are_where_they_belong(path: Path, document: Document) -> Iterator[Problem]:
    """The looks of one person in one month must stand in one file of that name.

    access-file 错误
        查看记录按“年月-代号.yml”一人一月一个文件，里面只有这个人这个月的。
        改法：由程序写，不要手改；放错的移到该放的文件。
    """
    found = NAME.fullmatch(path.name)
    for number, look in enumerate(document.data):
        belongs = isinstance(look, Mapping) and found and _belongs(look, found)
        if not belongs:
            message = "这一条不该在这个文件里：一人一月一个文件，名称写成“年月-代号.yml”。"
            yield error(document.path, document.mark((number,)), "access-file", message)


def nobody_looks_ahead(ground: Ground, document: Document) -> Iterator[Problem]:
    """A look must be noted when it happens, never before.

    access-future 错误
        查看记录里的日期不能在今天以后；各地的今天差一天，多一天不算。
        改法：由程序写，不要手改；电脑的日期不对的，先改好电脑的日期。
    """
    latest = iso(day(ground.on) + 1)
    for number, look in enumerate(document.data):
        date = look.get("date") if isinstance(look, Mapping) else None
        if isinstance(date, str) and date > latest:
            message = "查看的日期还没有到：请改成实际查看的那一天，并查清是怎样写上去的。"
            yield error(document.path, document.mark((number, "date")), "access-future", message)


def _belongs(look: Mapping[str, Any], name: re.Match[str]) -> bool:
    return str(look.get("date", ""))[:7] == name[1] and look.get("by") == name[2]


def somebody_else_approves(ground: Ground, document: Document) -> Iterator[Problem]:
    """Somebody else of the team should approve a look.

    access-approver 提醒
        查看密封的内容，要由团队里的另一个人批准。
        改法：以后请别人批准；只有一个人能批准的团队，在每季度检查查看记录时写明。
    """
    known = ground.known.workers
    for number, look in enumerate(document.data):
        approver = look.get("approver") if isinstance(look, Mapping) else None
        if isinstance(approver, str) and (
            approver == look.get("by") or (known is not None and approver not in known)
        ):
            message = "批准人要是团队里的另一个人：以后请别人批准。"
            spot = document.mark((number, "approver"))
            yield warning(document.path, spot, "access-approver", message)
