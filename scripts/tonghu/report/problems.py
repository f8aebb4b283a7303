"""Problems as text for people, and as JSON, GitHub annotations and SARIF for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from unicodedata import east_asian_width
from urllib.parse import quote

from tonghu.problem import ERROR, Problem
from tonghu.record.openly import path

LineOf = Callable[[Problem], str]
"""The line that a problem stands in, fit to be shown; empty where there is none."""

SEVERITIES = {"error": "错误", "warning": "提醒"}
BEFORE, AFTER = 60, 40
CUT = "..."
WIDE = "WF"
WHOLE = (1, 1)
"""Where a problem stands that is of the file as a whole."""

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def no_line(_: Problem) -> str:
    """No line is shown."""
    return ""


def as_text(problems: Sequence[Problem], line_of: LineOf = no_line) -> Iterator[str]:
    """Each problem as a paragraph: where, what, the line with a caret, an example."""
    for one in problems:
        where = f"{path(one.path)}:{one.line}:{one.column}"
        yield f"{where} {SEVERITIES[one.severity]} {one.message} [{one.code}]\n"
        line = line_of(one) if (one.line, one.column) != WHOLE else ""
        if line:
            yield from _pointed(line, one.column)
        if one.hint:
            yield f"    例如：{one.hint}\n"


def _pointed(line: str, column: int) -> Iterator[str]:
    """A line, or the part of it around a column, and a caret below that column."""
    first = max(0, column - 1 - BEFORE)
    part = line[first : column - 1 + AFTER]
    start, end = CUT if first else "", CUT if first + len(part) < len(line) else ""
    before = start + line[first : column - 1]
    wide = sum(east_asian_width(each) in WIDE for each in before)
    yield f"    {start}{part}{end}\n"
    yield f"    {' ' * (len(before) + wide)}^\n"


def tally(problems: Sequence[Problem]) -> str:
    """How many problems there are, in one line."""
    if not problems:
        return "没有发现问题。\n"
    errors = sum(problem.severity == ERROR for problem in problems)
    return f"{errors} 个错误，{len(problems) - errors} 个提醒。\n"


def as_json(problems: Sequence[Problem]) -> Iterator[str]:
    """A JSON list, one problem a line (DESIGN section 5)."""
    rows = [
        json.dumps(asdict(problem.moved(path(problem.path))), ensure_ascii=False)
        for problem in problems
    ]
    yield "[" + ",".join("\n" + row for row in rows) + ("\n]\n" if rows else "]\n")


def as_github(problems: Sequence[Problem]) -> Iterator[str]:
    """Workflow commands that GitHub shows beside the line."""
    for one in problems:
        where = f"file={_property(path(one.path))},line={one.line},col={one.column}"
        yield f"::{one.severity} {where},title={_property(one.code)}::{_data(_whole(one))}\n"


def _whole(problem: Problem) -> str:
    return f"{problem.message}例如：{problem.hint}" if problem.hint else problem.message


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_sarif(problems: Sequence[Problem], laws: Mapping[str, str]) -> Iterator[str]:
    """SARIF 2.1.0, with the law of every code that occurs."""
    codes = sorted({problem.code for problem in problems})
    rules = [{"id": code, "shortDescription": {"text": laws.get(code, code)}} for code in codes]
    driver = {"name": "tonghu", "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, codes.index(problem.code)) for problem in problems],
    }
    told = {"$schema": SARIF, "version": "2.1.0", "runs": [run]}
    yield json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _result(problem: Problem, rule: int) -> dict[str, object]:
    place = {
        "artifactLocation": {"uri": quote(path(problem.path)), "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": problem.line, "startColumn": problem.column},
    }
    return {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": problem.severity,
        "message": {"text": _whole(problem)},
        "locations": [{"physicalLocation": place}],
    }
