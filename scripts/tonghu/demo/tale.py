"""The stage that all tales are played on, and one subject while its timeline is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tonghu import period
from tonghu.demo.around import Around
from tonghu.demo.dice import Dice
from tonghu.demo.draw import Moment
from tonghu.demo.identity import short_name
from tonghu.demo.story import Life, Story
from tonghu.due.engine import Rules
from tonghu.duty.model import Matcher
from tonghu.record.subject import Subject

Entry = dict[str, Any]


@dataclass(frozen=True)
class Stage:
    """The story, the rules, who is where, the county's last day, and how each duty is met."""

    story: Story
    rules: Rules
    around: Around
    on: int
    seed: int
    means: Mapping[str, tuple[Matcher, ...]]


@dataclass
class Tale:
    """A child or a place while its timeline is written.

    `born` is the day that ages count from, `start` the first day it is known, `school` the one
    it goes to, `now` where it lives in the end; `taken` are the refs in use.
    """

    kind: str
    id: str
    home: str
    life: Life
    start: int
    dice: Dice
    born: int | None = None
    sex: str = ""
    school: str | None = None
    now: str = ""
    entries: list[Entry] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def subject(self) -> Subject:
        """What an engine sees of it so far."""
        since = None if self.born is not None else self.start
        return Subject(self.kind, self.id, tuple(self.entries), self.born, since, self.home)


def unknown(_: str) -> None:
    """No fact is known."""


def moment(
    stage: Stage,
    tale: Tale,
    day: int,
    trigger: Mapping[str, Any],
    dice: Dice,
    holds: Callable[[str], Any] = unknown,
) -> Moment:
    """What the values of an event on a day may depend on."""
    appoints = stage.story.data["appoints"]
    return Moment(day, tale.home, tale.school, stage.around, dice, trigger, holds, appoints)


def told(tale: Tale, kind: str, said: Mapping[str, Any], now: Moment, by: str) -> Entry:
    """One event as it is written down."""
    ref = short_name(tale.dice, tale.taken)
    return {"ref": ref, "date": period.iso(now.day), "event": kind, **said, "by": by}


def recorder(stage: Stage, kind: str, said: Mapping[str, Any], now: Moment) -> str:
    """Who writes down an event: who made the visit, else who usually does around here."""
    roles = stage.story.data["by"].get(kind, [])
    visitor = said.get("visitor_role")
    wanted = [visitor, *roles] if visitor else roles
    return now.around.recorder(wanted, now.home, now.school, now.day)
