"""The work done for one subject: most of what the duties ask is met, some late, some never."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from tonghu.demo.asked import Asked, asked
from tonghu.demo.choose import ANY, Days, chosen_day, kept
from tonghu.demo.dice import Dice
from tonghu.demo.done import Done
from tonghu.demo.draw import Moment, drawn
from tonghu.demo.life import unrolled
from tonghu.demo.tale import Entry, Stage, Tale, moment, recorder, told
from tonghu.due.assign import owed
from tonghu.due.engine import view
from tonghu.due.view import View
from tonghu.duty.model import Matcher

PASSES = 6
"""What is done may open new windows: an assessment, for example, those of its rating."""


def fulfil(stage: Stage, tale: Tale, days: Days) -> None:
    """Add to a tale what was done, and where it is in the end; `days` of its family grow."""
    done = Done(stage.rules.kinds[tale.kind], stage.means)
    for entry in tale.entries:
        done.add(entry)
    decided: set[tuple[str, int, str]] = set()
    apart = _apart(stage, tale)
    before: View | None = None
    known = 0
    for _ in range(PASSES):
        seen = view(tale.subject(), stage.rules, stage.on)
        tale.now = seen.place(stage.on) or tale.home
        added = {entry["event"] for entry in tale.entries[known:]}
        found = asked(seen, stage.rules, before, added)
        before, known = seen, len(tale.entries)
        for each in [each for each in found if each.key not in decided]:
            decided.add(each.key)
            own, shared = apart.get(each.duty.id, (tale, days))
            if kept(stage, own, each.duty.id):
                for entry in _met(stage, own, each, seen, done, shared):
                    tale.entries.append(entry)
                    done.add(entry)
        if len(tale.entries) == known:
            return


def _apart(stage: Stage, tale: Tale) -> dict[str, tuple[Tale, Days]]:
    """For duties with dice of their own: the same tale with these, and no other days to go by."""
    return {
        duty: (replace(tale, dice=Dice(stage.seed, tale.id, duty)), {})
        for duty in stage.story.data["own_dice"]
    }


def _met(
    stage: Stage, tale: Tale, each: Asked, seen: View, done: Done, days: Days
) -> Iterator[Entry]:
    """What meets a window, as far as it is not met already, and what comes of it."""
    kind = stage.means[each.duty.id][0].kind
    met = done.days(each)
    for turn in range(len(met), each.duty.times):
        day = chosen_day(stage, tale, each, kind, days, turn)
        if day is None or day in met:
            continue
        entry = _evidence(stage, tale, each, seen, day)
        if entry is None:
            continue
        met.add(day)
        for key in (kind, ANY):
            days.setdefault(key, set()).add(day)
        yield entry
        follows = stage.story.follows.get(kind, ())
        yield from unrolled(stage, tale, follows, day, entry, tale.dice)


def _evidence(stage: Stage, tale: Tale, each: Asked, seen: View, day: int) -> Entry | None:
    trigger = each.opening.trigger
    now = moment(
        stage,
        tale,
        day,
        trigger.entry if trigger else {},
        tale.dice,
        lambda fact: seen.value(fact, day),
    )
    matcher = stage.means[each.duty.id][0]
    template = _template(stage.story.data["evidence"].get(matcher.kind, {}), tale.dice)
    given = _given(each, matcher, template, now)
    if given is None:
        return None
    said = drawn(template, given, now)
    return told(tale, matcher.kind, said, now, _by(stage, each, seen, said, now))


def _template(written: Any, dice: Dice) -> Mapping[str, Any]:
    """What an event says, or one of several ways to say it."""
    if isinstance(written, list):
        written = written[dice.weighted({n: way["weight"] for n, way in enumerate(written)})]
        return {name: value for name, value in written.items() if name != "weight"}
    return dict(written)


def _given(
    each: Asked, matcher: Matcher, template: Mapping[str, Any], now: Moment
) -> dict[str, Any] | None:
    """The attributes that the duty asks for; None where nobody around could say so."""
    given: dict[str, Any] = {}
    for name, allowed in matcher.attributes:
        values = _possible(name, allowed, now)
        if not values:
            return None
        likely = template.get(name, {}).get("any", {})
        given[name] = now.dice.weighted({value: likely.get(value, 1) for value in values})
    if each.duty.per:
        given[each.duty.per] = each.opening.value
    return given


def _possible(name: str, allowed: tuple[Any, ...], now: Moment) -> list[Any]:
    """Of the roles of a visitor, those that somebody around has; of all else, everything."""
    if name != "visitor_role":
        return list(allowed)
    around = now.around
    return [role for role in allowed if around.worker([role], now.home, now.school, now.day)]


def _by(stage: Stage, each: Asked, seen: View, said: Mapping[str, Any], now: Moment) -> str:
    """Whoever owes it writes it down, else who usually does."""
    if "visitor_role" not in said:
        staff = stage.rules.staff
        found = owed(each.duty, each.opening, seen, staff, now.day, now.day)
        if found.worker and now.around.works(found.worker, now.day):
            return found.worker
    return recorder(stage, stage.means[each.duty.id][0].kind, said, now)
