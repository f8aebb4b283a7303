"""Whom a change of the team reaches: the duties of some roles, and who is named by some codes."""

from __future__ import annotations

from typing import NamedTuple

from tonghu.duty.model import Duty
from tonghu.record.team import Team


class Moves(NamedTuple):
    """The roles of workers who are others, and the codes of those who are there on other days."""

    roles: frozenset[str]
    codes: frozenset[str]


def moved(base: Team, head: Team) -> Moves:
    """What of the team is another.

    Staff is found by role; whoever is named for a role is found by code, whatever the role is.
    """
    roles = {role for role, *_ in _posts(base) ^ _posts(head)}
    codes = (worker.code for worker in (*base.workers, *head.workers))
    away = {code for code in codes if _days(base, code) != _days(head, code)}
    return Moves(frozenset(roles), frozenset(away))


def _posts(team: Team) -> set[tuple[str, str, str, int, int]]:
    """Who holds which role where, from when to when."""
    return {
        (role, worker.code, worker.works_at, worker.since, worker.until)
        for worker in team.workers
        for role in worker.roles
    }


def _days(team: Team, code: str) -> tuple[int, int] | None:
    found = team.by_code.get(code)
    return (found.since, found.until) if found else None


def held(duty: Duty, roles: frozenset[str]) -> bool:
    """Whether a duty may be owed by somebody in one of some roles."""
    return bool(roles) and any(not isinstance(role, str) or role in roles for role in duty.by)
