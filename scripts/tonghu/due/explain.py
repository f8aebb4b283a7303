"""What holds for a subject on a day, what is owed and why, and why the rest is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tonghu import period
from tonghu.due.engine import Rules, view
from tonghu.due.flag import Flag
from tonghu.due.item import Item
from tonghu.due.lines import Asked, lines
from tonghu.due.obligation import DUE, OVERDUE, SATISFIED
from tonghu.due.view import View
from tonghu.duty.home import Home
from tonghu.duty.model import Duty, matches
from tonghu.facts.predicate import Predicate
from tonghu.facts.spells import Steps
from tonghu.period import iso
from tonghu.record.openly import Openly
from tonghu.record.subject import Subject

AGE = "age"
NOT_ADOPTED, NO_CADENCE, NOT_YET, NO_LONGER = "not-adopted", "no-cadence", "not-yet", "no-longer"
UNUSABLE = "unusable"
SCOPE, CAUSE, STATE, SETTLED = "scope", "cause", "state", "settled"


@dataclass(frozen=True, slots=True)
class Known:
    """A fact on the day: its value (None where there is none), since when, and held by whom."""

    fact: str
    value: Any
    since: str | None = None
    holder: str | None = None


@dataclass(frozen=True, slots=True)
class Absent:
    """A duty without a line on the day, and why.

    `facts` are those that it asks about, `kinds` the events that it waits for, `day` the one on
    which it begins or ended.
    """

    duty: str
    title: str
    cites: tuple[str, ...]
    reason: str
    facts: tuple[Known, ...] = ()
    kinds: tuple[str, ...] = ()
    day: str | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that a list says, and does not say, about a subject on a day."""

    on: str
    facts: tuple[Known, ...]
    items: tuple[Item, ...]
    flags: tuple[Flag, ...]
    absent: tuple[Absent, ...]

    def about(self, duty: str) -> Explanation:
        """Only what is said of one duty."""
        items = tuple(item for item in self.items if item.duty == duty)
        return replace(self, items=items, absent=tuple(a for a in self.absent if a.duty == duty))


def explanation(
    subject: Subject, rules: Rules, home: Home, adopts: frozenset[str] | None, on: int
) -> Explanation:
    """The explanation of a day; `adopts` are the documents adopted, None where all are."""
    seen = view(subject, rules, on)
    titles = {name: str(fact["title"]) for name, fact in home.facts.data["facts"].items()}
    every, flags = lines(subject, rules, Asked(on, None, everything=True), titles)
    month = (iso(period.calendar_window("month", on).first), iso(on))
    items = [item for item in every if _current(item, *month)]
    absent = _absent(seen, rules, home, adopts, {item.duty for item in items})
    known = (known for name in titles if name != AGE for known in _known(seen, name))
    facts = _open(known, rules.openly)
    return Explanation(iso(on), facts, tuple(items), tuple(flags), tuple(absent))


def _current(item: Item, first: str, on: str) -> bool:
    """What is open, and what was done this month."""
    done = max([item.opens, *(found["date"] for found in item.evidence)])
    return item.status in (DUE, OVERDUE) or (item.status == SATISFIED and first <= done <= on)


def _known(seen: View, name: str) -> Iterator[Known]:
    """A fact in force: one for each element of a list, else the value since it was last another."""
    if name in seen.facts.holdings:
        for holding in seen.facts.holdings[name]:
            if holding.first <= seen.on <= holding.last:
                holder = None if holding.holder is None else str(holding.holder)
                yield Known(name, holding.value, iso(holding.first), holder)
        return
    value = seen.value(name, seen.on)
    if value is not None:
        yield Known(name, value, iso(_since(seen.facts.steps[name], value, seen.on)))


def _open(found: Iterable[Known], openly: Openly) -> tuple[Known, ...]:
    """The facts with nothing in them that may not be shown."""
    return tuple(
        known
        if known.fact == AGE
        else replace(
            known, value=openly.value(known.value), holder=openly.maybe("worker", known.holder)
        )
        for known in found
    )


def _since(steps: Steps, value: Any, on: int) -> int:
    began = on
    for day, held in reversed([step for step in steps if step[0] <= on]):
        if held != value:
            break
        began = day
    return began


def _absent(
    seen: View, rules: Rules, home: Home, adopts: frozenset[str] | None, there: set[str]
) -> Iterator[Absent]:
    sources = home.requirements()
    for identity, page in home.sound().items():
        if identity in there or page.get("subject", seen.kind) != seen.kind:
            continue
        cites = tuple(page["cites"])
        adopted = adopts is None or any(sources.get(cited) in adopts for cited in cites)
        own = [duty for duty in rules.duties if duty.id == identity]
        why = _why(seen, own, rules.ages) if own else {"reason": _unpaced(home, page)}
        if not adopted:
            why = {"reason": NOT_ADOPTED}
        told = Absent(identity, page["title"], cites, **why)
        yield replace(told, facts=_open(told.facts, rules.openly))


def _unpaced(home: Home, page: Mapping[str, Any]) -> str:
    """Why a page that is adopted defines no duty: it waits for a cadence, or cannot be read."""
    *_, waits = home.schemas.raw("duty")["properties"]["force"]["enum"]
    return NO_CADENCE if page["force"] == waits else UNUSABLE


def _why(seen: View, own: Sequence[Duty], ages: Iterable[int]) -> dict[str, Any]:
    """The first thing that keeps a duty from being owed."""
    now = next((duty for duty in own if duty.since <= seen.on <= duty.until), None)
    if now is None:
        later = own[0].since > seen.on
        day = own[0].since if later else own[-1].until
        return {"reason": NOT_YET if later else NO_LONGER, "day": iso(day)}
    if not _holds(now.among, seen):
        return {"reason": SCOPE, "facts": _asked(now.among, seen, ages)}
    if now.after and not any(matches(event, now.after) for event in seen.timeline.events):
        return {"reason": CAUSE, "kinds": tuple(dict.fromkeys(m.kind for m in now.after))}
    if not now.after and not _holds(now.when, seen):
        return {"reason": STATE, "facts": _asked(now.when, seen, ages)}
    return {"reason": SETTLED}


def _holds(test: Predicate | None, seen: View) -> bool:
    return test is None or test.holds(tuple(seen.value(name, seen.on) for name in test.reads))


def _asked(test: Predicate | None, seen: View, ages: Iterable[int]) -> tuple[Known, ...]:
    """What the facts that a condition asks about are on the day."""
    found: list[Known] = []
    for name in test.reads if test else ():
        if name == AGE:
            found.append(Known(name, _age(seen, ages)))
        else:
            found += list(_known(seen, name)) or [Known(name, None)]
    return tuple(found)


def _age(seen: View, ages: Iterable[int]) -> Mapping[str, int | None]:
    """Between which of the ages that matter: reached `from`, not yet `to`."""
    reached = int(seen.value(AGE, seen.on) or 0)
    return {"from": reached, "to": min((age for age in ages if age > reached), default=None)}
