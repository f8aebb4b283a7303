"""From what was asked to the files that record it; all is judged before any is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tonghu.entry.change import Change
from tonghu.entry.filing import Booked, filed
from tonghu.entry.ground import Ground
from tonghu.entry.identity import Draw, ref
from tonghu.entry.judge import refusals
from tonghu.entry.law import REF, RETRACTS, SUPERSEDES, doubts
from tonghu.entry.laying import view_of
from tonghu.entry.meant import with_codes
from tonghu.entry.own_role import own_role
from tonghu.entry.target import Target
from tonghu.entry.value import value
from tonghu.entry.words import Act

GIVEN = (REF, "event")
NOT_GIVEN = "{key} 由工具填写，请去掉“{key}=…”。"
Event = Mapping[str, Any]


class Wish(NamedTuple):
    """Events to record for one subject, all or none; `row` is where a spreadsheet asks for it."""

    target: Target
    events: tuple[Event, ...]
    row: int = 0


class Told(NamedTuple):
    """Something to say about a wish."""

    wish: Wish
    text: str


@dataclass(frozen=True)
class Plan:
    """What would be written, what stands there already, and what may not be written, and why."""

    changes: list[Change] = field(default_factory=list)
    booked: list[Booked] = field(default_factory=list)
    repeated: list[Told] = field(default_factory=list)
    refused: list[Told] = field(default_factory=list)
    doubts: list[Told] = field(default_factory=list)


def events(ground: Ground, found: Target, acts: Sequence[Act], own: Event) -> tuple[Event, ...]:
    """Typed words as events of a subject; `own` is the day and the worker of all of them."""
    read = []
    for act in acts:
        base = {**own, "event": act.kind}
        view, where = view_of(ground.schemas, found.subject, base)
        typed = base | {key: value(view, (*where, key), text) for key, text in act.pairs}
        coded = with_codes(ground, found.subject, typed)
        read.append(coded | own_role(ground, found.subject, coded))
    return tuple(read)


def reserved(acts: Sequence[Act]) -> str:
    """Why a key may not be typed, empty where all may."""
    keys = (key for act in acts for key, _ in act.pairs if key in GIVEN)
    return next((NOT_GIVEN.format(key=key) for key in keys), "")


def planned(ground: Ground, wishes: Iterable[Wish], draw: Draw, *, anew: bool = True) -> Plan:
    """The plan for some wishes; a wish that is refused leaves nothing behind.

    `anew` says whether what was recorded and then corrected or withdrawn may be recorded again.
    """
    plan = Plan()
    entries: dict[str, list[Any]] = {}
    booked: list[Booked] = []
    for wish in wishes:
        there = entries.setdefault(wish.target.subject.id, list(wish.target.subject.entries))
        fresh = _fresh(plan, wish, there, draw, anew)
        if why := refusals(ground, wish.target.subject, fresh):
            plan.refused.extend(Told(wish, text) for text in why)
            continue
        there.extend(fresh)
        booked.extend(Booked(wish.target, event, wish.row) for event in fresh)
        odd = (text for event in fresh for text in doubts(ground, wish.target.subject, event))
        plan.doubts.extend(Told(wish, text) for text in dict.fromkeys(odd))
    changes, left = filed(ground, booked)
    kept = [each for each, _ in left]
    plan.changes.extend(changes)
    plan.booked.extend(each for each in booked if each not in kept)
    plan.refused.extend(Told(Wish(b.target, (b.event,), b.row), text) for b, text in left)
    return plan


def _fresh(plan: Plan, wish: Wish, there: Sequence[Any], draw: Draw, anew: bool) -> list[Event]:
    """The wished events that do not stand there yet, each with a ref of its own."""
    fresh: list[Event] = []
    for event in wish.events:
        if twin := _twin(there, event, anew):
            told = f"{event['date']} 的“{event['event']}”已经记过（{twin}），没有再记"
            plan.repeated.append(Told(wish, told))
        else:
            fresh.append({REF: ref(draw, _refs([*there, *fresh])), **event})
    return fresh


def _twin(there: Sequence[Any], event: Event, anew: bool) -> str:
    """The ref of an event that says the same and, if need be, still counts; else empty."""
    known = [entry for entry in there if isinstance(entry, Mapping)]
    keys = (SUPERSEDES, RETRACTS) if anew else ()
    gone = {str(entry[key]) for entry in known for key in keys if key in entry}
    for entry in known:
        same = {key: item for key, item in entry.items() if key != REF} == dict(event)
        if same and str(entry.get(REF)) not in gone:
            return str(entry.get(REF))
    return ""


def _refs(entries: Sequence[Any]) -> set[str]:
    return {str(entry.get(REF)) for entry in entries if isinstance(entry, Mapping)}
