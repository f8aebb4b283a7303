"""An obligation: one window of one duty for one subject, with what was found in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from tonghu.duty.model import Duty
from tonghu.facts.spells import Run
from tonghu.record.timeline import Event

DUE = "due"
OVERDUE = "overdue"
SATISFIED = "satisfied"
LAPSED = "lapsed"


class Opening(NamedTuple):
    """A window that a duty opens.

    `last` is its last day, None where the documents set no deadline; `scope` the membership it
    lies in; `cut` whether the end of the membership came before the window's own end; `trigger`
    the event that started it; `value` the value of `per` that its evidence must not contradict.
    """

    opens: int
    last: int | None
    scope: Run
    cut: bool = False
    trigger: Event | None = None
    value: Any = None


class Owed(NamedTuple):
    """Who owes it: the role, the worker's code or None, and the designating event if any."""

    role: str
    worker: str | None
    via: Event | None = None


@dataclass(frozen=True, slots=True)
class Obligation:
    """One window judged on a day; days are numbers, `due` None without a deadline."""

    duty: Duty
    opening: Opening
    due: int | None
    status: str
    late: bool | None
    evidence: tuple[Event, ...]
    place: str | None
    by: Owed
