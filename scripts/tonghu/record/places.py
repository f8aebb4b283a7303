"""Places: what lies within what, and how far around a child its staff is looked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tonghu.record.openly import latin


@dataclass(frozen=True)
class Place:
    """One county, township, village, school or venue."""

    id: str
    kind: str
    name: str
    within: str | None


class Places:
    """All places of a repository by id."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.by_id = {place.id: place for place in places}

    def name(self, identity: str | None) -> str:
        """The name of a place, its id where it has no record, words for it where there is none."""
        if identity is None:
            return "地点未登记"
        place = self.by_id.get(identity)
        return place.name if place else latin(identity)

    def order(self, identity: str | None) -> tuple[bool, str, bool, str]:
        """Where a place stands among others, in every table: by the ids of townships and villages.

        What lies in a township and in no village known comes after its villages, and last what
        lies in no township.
        """
        township = self.township(identity)
        return township is None, township or "", identity == township, identity or ""

    def ranks(self) -> dict[str, int]:
        """The names of all places in that order."""
        names = (self.by_id[each].name for each in sorted(self.by_id, key=self.order))
        return {name: rank for rank, name in enumerate(dict.fromkeys(names))}

    def within(self, identity: str) -> str | None:
        """What a place lies in; of a village without a record, the township its id names."""
        place = self.by_id.get(identity)
        if place and place.within:
            return place.within
        return identity.rpartition("/")[0] or None

    def chain(self, identity: str | None) -> list[str]:
        """A place and everything it lies in, smallest first."""
        found: list[str] = []
        while identity and identity not in found:
            found.append(identity)
            identity = self.within(identity)
        return found

    def around(self, identity: str | None, school: object = None) -> list[str]:
        """Where staff is looked for: village, township, then the school, then further out."""
        chain = self.chain(identity)
        if isinstance(school, str):
            chain[2:2] = [school]
        return chain

    def townships(self) -> set[str]:
        """The ids of all townships that have a record."""
        return {each for each, place in self.by_id.items() if place.kind == "township"}

    def township(self, identity: str | None) -> str | None:
        """The township of a place: itself, or the last but the county in its chain."""
        for each in self.chain(identity):
            place = self.by_id.get(each)
            if (place.kind == "township") if place else "/" not in each:
                return each
        return None


def place(data: Mapping[str, Any]) -> Place | None:
    """The place of one record's data, None where it has no usable id."""
    identity = data.get("id")
    if not isinstance(identity, str):
        return None
    within = data.get("within")
    return Place(
        identity,
        str(data.get("kind", "")),
        name if isinstance(name := data.get("name"), str) else latin(identity),
        within if isinstance(within, str) else None,
    )
