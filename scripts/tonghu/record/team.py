"""The team: who works where, in which roles, from which day to which day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tonghu import period


@dataclass(frozen=True)
class Worker:
    """One worker by code; `since` and `until` are day numbers, both inclusive."""

    code: str
    works_at: str
    roles: tuple[str, ...]
    since: int
    until: int


class Team:
    """All workers, found by code, and by role and place."""

    def __init__(self, workers: Iterable[Worker]) -> None:
        self.workers = sorted(workers, key=lambda worker: worker.code)
        self.by_code = {worker.code: worker for worker in self.workers}
        self._staff: dict[tuple[str, str], list[Worker]] = {}
        for worker in self.workers:
            for role in worker.roles:
                self._staff.setdefault((role, worker.works_at), []).append(worker)

    def there(self, code: object, day: int) -> bool:
        """Whether somebody is on the team on a day; of a code without an entry nobody knows."""
        found = self.by_code.get(code) if isinstance(code, str) else None
        return found is None or found.since <= day <= found.until

    def staff(self, role: str, near: Sequence[str], day: int) -> str | None:
        """The code of whoever holds a role on a day at the first of these places that has one."""
        for place in near:
            for worker in self._staff.get((role, place), ()):
                if worker.since <= day <= worker.until:
                    return worker.code
        return None


def worker(data: Any) -> Worker | None:
    """The worker of one entry, None where it has no usable code."""
    if not isinstance(data, Mapping) or not isinstance(data.get("code"), str):
        return None
    roles = data.get("roles")
    return Worker(
        data["code"],
        str(data.get("works_at", "")),
        tuple(role for role in roles if isinstance(role, str)) if isinstance(roles, list) else (),
        _day(data.get("since"), period.FIRST),
        _day(data.get("until"), period.LAST),
    )


def _day(text: Any, otherwise: int) -> int:
    try:
        return period.day(text)
    except (TypeError, ValueError):
        return otherwise
