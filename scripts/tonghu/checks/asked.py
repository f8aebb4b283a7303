"""What is asked of a check."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from tonghu.checks.reading import beside, shown
from tonghu.problem import Problem
from tonghu.record.files import ISSUES


class Asked(NamedTuple):
    """Records, definitions and the day; what to compare with; and perhaps only some paths.

    `base` is a commit, None where there is no history and empty where none is asked for; `pages`
    says whether the pages of the home are checked too. All paths are absolute.
    """

    records: Path
    home: Path
    on: int
    base: str | None = None
    pages: bool = True
    paths: tuple[Path, ...] = ()


def issued(asked: Asked) -> Path:
    """Where what was published lies."""
    return asked.records.parent / ISSUES


def is_about(asked: Asked, problem: Problem) -> bool:
    """Whether a problem lies in what is asked about."""
    for path in asked.paths:
        own = any(path.is_relative_to(each) for each in (asked.records, issued(asked)))
        root = asked.records.parent if own else asked.home
        near = path.is_relative_to(root)
        name = shown(path, root) if near else beside(path, asked.records)
        if problem.path == name or problem.path.startswith(f"{name}/"):
            return True
    return not asked.paths
