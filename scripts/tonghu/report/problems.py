"""Problems as text for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from tonghu.problem import ERROR, Problem

SEVERITIES = {"error": "错误", "warning": "提醒"}


def as_json(problems: Sequence[Problem]) -> Iterator[str]:
    """A JSON list, one problem a line (DESIGN section 5)."""
    rows = [json.dumps(asdict(problem), ensure_ascii=False) for problem in problems]
    yield "[" + ",".join("\n" + row for row in rows) + ("\n]\n" if rows else "]\n")


def as_text(problems: Sequence[Problem]) -> Iterator[str]:
    """One problem a paragraph, and how many there are."""
    for problem in problems:
        yield f"{problem.path}:{problem.line}:{problem.column} {SEVERITIES[problem.severity]} "
        yield f"{problem.message} [{problem.code}]\n"
        if problem.hint:
            yield f"    例如：{problem.hint}\n"
    errors = sum(problem.severity == ERROR for problem in problems)
    yield f"{errors} 个错误，{len(problems) - errors} 个提醒。\n"
