"""Who works around a child: the worker for a role on a day, and places to live and to learn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tonghu.demo.dice import Dice
from tonghu.due.engine import Rules
from tonghu.record.places import Places
from tonghu.record.team import Team


@dataclass(frozen=True)
class Around:
    """The places and the team of the county, and the schools by the stage they teach."""

    places: Places
    team: Team
    villages: tuple[str, ...]
    schools: Mapping[str, tuple[str, ...]]
    recorders: tuple[str, ...]
    _near: dict[tuple[str, str | None], list[str]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, rules: Rules, schools: Mapping[str, tuple[str, ...]], recorders: list[str]
    ) -> Around:
        """What the written places and team say about who is where."""
        places = rules.staff.places
        villages = tuple(sorted(p.id for p in places.by_id.values() if p.kind == "village"))
        return cls(places, rules.staff.team, villages, schools, tuple(recorders))

    def worker(self, roles: Sequence[str], at: str, school: str | None, day: int) -> str | None:
        """The first of these roles that somebody holds near a place."""
        near = self._near.get((at, school))
        if near is None:
            near = self._near[at, school] = self.places.around(at, school)
        for role in roles:
            if found := self.team.staff(role, near, day):
                return found
        return None

    def works(self, code: str, day: int) -> bool:
        """Whether a worker is there on a day."""
        return self.team.by_code[code].since <= day <= self.team.by_code[code].until

    def recorder(self, roles: Sequence[str], at: str, school: str | None, day: int) -> str:
        """Who writes something down: one of these roles, else whoever does it otherwise."""
        found = self.worker([*roles, *self.recorders], at, school, day)
        if found is None:
            raise ValueError(f"nobody can record at {at}")
        return found

    def school(self, stage: str, at: str, dice: Dice, but: object = None) -> str | None:
        """A school for a stage: in the same township if there is one, else any; not `but`."""
        found = [each for each in self.schools.get(stage, ()) if each != but]
        town = self.places.township(at)
        own = [each for each in found if self.places.within(each) == town]
        return dice.one(own or found) if found else None

    def village(self, home: str, dice: Dice, near: bool) -> str:
        """Another village, or one in another township."""
        town = None if near else self.places.township(home)
        others = [v for v in self.villages if v != home and self.places.township(v) != town]
        return dice.one(others or [home])
