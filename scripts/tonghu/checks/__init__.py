"""The laws that records and pages must keep: small generators of problems."""

from __future__ import annotations

from collections.abc import Callable

from tonghu.checks.asked import Asked, is_about
from tonghu.problem import Problem

__all__ = ["Asked", "check"]


def check(asked: Asked, progress: Callable[[int, int], None]) -> list[Problem]:
    """What is wrong, in the order of paths and lines; with paths, in these files only.

    OSError or ValueError where the definitions themselves cannot be used.
    """
    if asked.paths and asked.records not in asked.paths:
        from tonghu.checks.some import some

        found = some(asked)
    else:
        from tonghu.checks.run import whole

        found = whole(asked, progress)
    return sorted({problem for problem in found if is_about(asked, problem)})
