"""Who owes an obligation: a role, and the worker who holds it for this subject."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tonghu.due.obligation import Opening, Owed
from tonghu.due.view import View
from tonghu.duty.model import Duty, Of
from tonghu.facts.spec import Spec
from tonghu.record.places import Places
from tonghu.record.team import Team
from tonghu.record.timeline import Event


@dataclass(frozen=True)
class Staff:
    """Where people work and what facts name somebody for a role: (fact, attribute) pairs."""

    places: Places
    team: Team
    designations: tuple[tuple[str, str], ...]


def staff(places: Places, team: Team, spec: Spec) -> Staff:
    """What is needed to resolve a role to a worker."""
    held = tuple((name, fact.held_by) for name, fact in spec.facts.items() if fact.held_by)
    return Staff(places, team, held)


def owed(duty: Duty, opening: Opening, view: View, staff: Staff, where: int, when: int) -> Owed:
    """The first role of the duty that somebody holds, else the first role (A53).

    `where` is the day that says where the subject belongs, `when` the day that says who holds
    the role: what is still owed is owed by whoever holds it now, and never by who has left.
    """
    roles = _roles(duty, opening)
    near: list[str] | None = None
    for role in roles:
        for fact, attribute in staff.designations:
            if designated := _designated(role, view, staff, fact, when):
                return Owed(role, str(designated.entry.get(attribute)), designated)
        if near is None:
            near = _near(view, staff, where)
        if worker := staff.team.staff(role, near, when):
            return Owed(role, worker)
    return Owed(roles[0] if roles else "", None)


def _near(view: View, staff: Staff, day: int) -> list[str]:
    return staff.places.around(view.place(day), view.value("school", day))


def _roles(duty: Duty, opening: Opening) -> list[str]:
    trigger: Mapping[str, object] = opening.trigger.entry if opening.trigger else {}
    found = [trigger.get(role.attribute) if isinstance(role, Of) else role for role in duty.by]
    return [role for role in found if isinstance(role, str)]


def _designated(role: str, view: View, staff: Staff, fact: str, day: int) -> Event | None:
    """The latest event that names somebody for this role who is in force, and there, on the day."""
    found = [
        holding.event
        for holding in view.facts.holdings.get(fact, ())
        if holding.value == role
        and holding.first <= day <= holding.last
        and staff.team.there(holding.holder, day)
    ]
    return max(found, key=lambda event: event[:3], default=None)
