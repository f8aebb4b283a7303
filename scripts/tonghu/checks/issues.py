"""Laws on issues of the public statistics: what lies there is what could be issued, and no more."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from tonghu.checks.ground import Ground
from tonghu.checks.reading import opened
from tonghu.disclosure.cell import Span
from tonghu.period import day
from tonghu.problem import Problem, error
from tonghu.record.files import ISSUES, SETTINGS
from tonghu.schema import Schemas
from tonghu.statistics.definition import TOWNSHIP, Definitions
from tonghu.statistics.floors import floors
from tonghu.statistics.folder import (
    MADE,
    NOTE,
    BrokenIssueError,
    Issue,
    read_issue,
    sheet,
    written,
)
from tonghu.statistics.form import Flaw, flaws, last_day
from tonghu.statistics.ledger import NAME, Entry
from tonghu.statistics.preview import AUDIT, PREVIEW, audit_text, preview

START = (1, 1)
DIGITS = re.compile(r"[0-9]{1,9}")
AGAIN = "请删掉这一期，用 tonghu stats issue 重做。"


def issues_could_be_issued(folder: Path, schemas: Schemas) -> Iterator[Problem]:
    """Whatever lies among the issues must be an issue that the schemas allow."""
    least = floors(schemas)
    earlier: list[Issue] = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_dir() and last_day(path.name) is not None:
            found = list(_read(path))
            yield from (_problem(path.name, flaw) for flaw in found if isinstance(flaw, tuple))
            for issue in (each for each in found if isinstance(each, Issue)):
                yield from (_problem(path.name, flaw) for flaw in flaws(issue, earlier, least))
                earlier.append(issue)
        elif path.name != NAME:
            yield _problem(path.name, ("", "这里只放各期的文件夹和台账，不能放别的"))


def _problem(period: str, flaw: Flaw) -> Problem:
    file, what = flaw
    name = f"{ISSUES}/{period}" + (f"/{file}" if file else "")
    return error(name, START, "issue-form", f"{what}：{AGAIN}")


def _read(folder: Path) -> Iterator[Issue | Flaw]:
    """The issue of a folder, and the files in which more or less stands than it says."""
    try:
        issue = read_issue(folder)
    except BrokenIssueError as broken:
        yield "", str(broken)
        return
    yield issue
    if not issue.made:
        yield MADE, "没有 issue.json"
        return
    files = written(issue)
    for path in sorted(folder.iterdir()):
        if path.name in files and path.is_file():
            if path.read_bytes().replace(b"\r\n", b"\n") != files[path.name].encode("utf-8"):
                yield path.name, "不是照格式写的"
        elif path.name not in (AUDIT, PREVIEW) or not path.is_file():
            yield path.name, "不是一期里该有的文件"
    missing = {*files, AUDIT, PREVIEW} - {path.name for path in folder.iterdir()}
    yield from ((name, "少了这个文件") for name in sorted(missing))


def of_today(
    ground: Ground, folder: Path, before: Collection[Entry], now: Collection[Entry]
) -> Iterator[Problem]:
    """An issue that the base did not have comes after all others, and is what is defined today."""
    old = {entry.period for entry in before}
    for period in sorted({entry.period for entry in now} - old):
        if last_day(period) is None or not (folder / period).is_dir():
            continue
        if any(each >= period for each in old):
            yield _problem(period, (MADE, "在它以后的一期已经公布了"))
        try:
            issue = read_issue(folder / period)
        except BrokenIssueError:
            continue
        if issue.made:
            yield from (_problem(period, flaw) for flaw in _foreign(ground, issue))
            yield from (_problem(period, flaw) for flaw in _texts(folder / period, issue))


def _foreign(ground: Ground, issue: Issue) -> Iterator[Flaw]:
    """What in an issue is not of today's definitions and of this county."""
    from tonghu.duty.home import load_home
    from tonghu.statistics.people import defined

    try:
        found = defined(load_home(ground.home), day(issue.asof))
    except (OSError, ValueError):
        return
    if issue.note.json() != found.note().json():
        yield NOTE, "和现在的统计表、schemas/statistics.yml 不一样"
    if {name: table["digest"] for name, table in issue.made["tables"].items()} != {
        table.id: found.digest(table) for table in found.tables
    }:
        yield MADE, "tables 不是现在的统计表"
    settings = opened(SETTINGS, ground.records / SETTINGS).data
    area = settings.get("area") if isinstance(settings, Mapping) else None
    yield from _places(ground, issue, str(area))
    if strange := set(issue.made["names"]) - _named(ground, issue, found, str(area)):
        yield MADE, f"names 里多了 {len(strange)} 个名称"


def _places(ground: Ground, issue: Issue, area: str) -> Iterator[Flaw]:
    known = {area} | {f"{area}/{place}" for place in _townships(ground)}
    for figure in issue.figures:
        if figure.cell.geo not in known and figure.asof == issue.asof:
            yield sheet(figure.table), "geo 不是这个县的乡镇"
            return


def _townships(ground: Ground) -> set[str]:
    found = ground.known.places.by_id
    return {place.id for place in list(found.values()) if place.kind == TOWNSHIP}


def _named(ground: Ground, issue: Issue, found: Definitions, area: str) -> set[str]:
    """What an issue may give the names of: its places, and duties that are counted."""
    duties = {duty for each in found.dimensions.values() for duty in each.duties}
    own = {geo.rpartition("/")[2] for geo in issue.geos()}
    return {area, *_townships(ground), *duties, *own}


def _texts(folder: Path, issue: Issue) -> Iterator[Flaw]:
    """The preview and the report of the audit say what the figures say, and nothing else."""
    if _held(folder / PREVIEW) != preview(issue):
        yield PREVIEW, "和这一期的数字不一样"
    held = _held(folder / AUDIT)
    widths = [[Span(0, int(n) - 1)] for n in set(DIGITS.findall(held)) if issue.anew()] or [[]]
    if held not in (audit_text(issue, spans) for spans in widths):
        yield AUDIT, "和这一期的数字不一样"


def _held(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
