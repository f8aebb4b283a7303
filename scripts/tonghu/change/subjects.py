"""One subject in both states: what is owed for it is compared, on the day and in the months."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from tonghu.change import model
from tonghu.change.ahead import Coming, coming
from tonghu.change.model import BASE, HEAD, Altered, Child, Load, Lost, Moved, Outcome, State, Told
from tonghu.change.sides import Side, Sides
from tonghu.due.engine import obligations, view
from tonghu.due.flag import ALERTS, UNREADABLE, Flag
from tonghu.due.lines import flags
from tonghu.due.obligation import DUE, OVERDUE, SATISFIED, Obligation, Owed
from tonghu.due.view import View
from tonghu.duty.model import Duty
from tonghu.period import iso
from tonghu.record.openly import Openly, latin
from tonghu.record.subject import CHILD, Subject
from tonghu.sweep import NOWHERE

Key = tuple[str, int, object]
"""What makes an obligation the same one in both states: duty, first day, what it answers."""


class Pair(NamedTuple):
    """A subject in both states, None where it is not there; `same` if its records are."""

    base: Subject | None
    head: Subject | None
    same: bool


@dataclass
class Half:
    """A subject in one state: as known on the day, what is owed, and what is to come."""

    name: str
    side: Side
    subject: Subject
    seen: View
    owed: dict[Key, Obligation]
    coming: list[Coming]

    @property
    def openly(self) -> Openly:
        """What of its records may be shown."""
        return self.side.rules.openly


def compared(pair: Pair, sides: Sides) -> Outcome:
    """What the change does to one subject; one that cannot be read is flagged, not compared."""
    found = Outcome()
    try:
        _compare(pair, sides, found)
    except NOWHERE:
        found = Outcome()
        subject = pair.head or pair.base
        told = "档案里有推算不下去的地方，这一份没有比较；先运行 tonghu check 改好。"
        found.told.append(Told(model.NEW, Flag(subject.id if subject else "", UNREADABLE, told)))
    return found


def _compare(pair: Pair, sides: Sides, found: Outcome) -> None:
    base = _seen(BASE, sides.base, pair.base, sides.on)
    head = _seen(HEAD, sides.head, pair.head, sides.on, base if pair.same and sides.alike else None)
    found.told += _flags(base, head)
    if any(each.subject.unreadable for each in (base, head) if each):
        return
    if not pair.same:
        found.children += _child(base, head, sides.on)
    wanted = sides.wide if pair.same and not _named(base, sides) else None
    for each in (base, head):
        if each:
            _work_out(each, wanted, sides.on)
            _part(each, sides, found)
            found.work[each.name].update(_loads(each, sides.on))
    found.altered += _altered(base, head, sides.on)
    if base and head:
        found.moved += _moved(base, head, sides.on)


def _named(half: Half | None, sides: Sides) -> bool:
    """Whether a record names a worker who is there on other days than before."""
    if half is None or not sides.codes:
        return False
    attributes = [attribute for _, attribute in half.side.rules.staff.designations]
    events = half.seen.timeline.events
    return any(str(event.entry.get(name)) in sides.codes for event in events for name in attributes)


def _seen(
    name: str, side: Side, subject: Subject | None, on: int, twin: Half | None = None
) -> Half | None:
    """A subject in one state, as known in the other where that is the same."""
    if subject is None:
        return None
    seen = twin.seen if twin else view(subject, side.rules, on)
    return Half(name, side, subject, seen, {}, [])


def _flags(base: Half | None, head: Half | None) -> Iterator[Told]:
    """What the head has to tell that the base had not, and what cannot be used in either."""
    old, new = (list(_all_flags(each)) if each else [] for each in (base, head))
    return told(old, new)


def told(old: Sequence[Flag], new: Sequence[Flag]) -> Iterator[Told]:
    """The flags that come, those that go of what could not be used, and what can in neither."""
    for flag in new:
        if flag not in old:
            yield Told(model.NEW, flag)
        elif flag.code == UNREADABLE:
            yield Told(model.SAME, flag)
    for flag in old:
        if flag.code in ALERTS and flag not in new:
            yield Told(model.GONE, flag)


def _all_flags(half: Half) -> Iterator[Flag]:
    found = flags(half.subject, half.seen, half.side.rules, half.side.titles)
    return (flag.shown() for flag in found)


def _child(base: Half | None, head: Half | None, on: int) -> Iterator[Child]:
    either = head or base
    if either is None or either.seen.kind != CHILD:
        return
    was, now = (_place(each, on) if each else None for each in (base, head))
    child = latin(either.subject.id)
    if base is None or head is None:
        yield Child(model.GONE if head is None else model.NEW, child, was, now)
    elif (was, base.subject.folder) != (now, head.subject.folder):
        yield Child(model.MOVED, child, was, now)


def _place(half: Half, on: int) -> str | None:
    return half.openly.maybe("place", half.seen.place(on))


def _work_out(half: Half, wanted: frozenset[str] | None, on: int) -> None:
    """What is owed on the day and what is to come."""
    half.owed = _owed(half, wanted, on)
    for segment in half.side.segments:
        seen = half.seen
        if segment.rules is not half.side.rules:
            seen = view(half.subject, segment.rules, on)
        duties = _only(segment.rules.duties, wanted)
        half.coming += coming(seen, duties, segment, on)
    half.seen.on = on


def _part(half: Half, sides: Sides, found: Outcome) -> None:
    """Count by itself what one state has not on its lists only because of a broken file."""
    name = half.seen.kind, half.seen.identity
    duties = {each.duty.id for each in half.owed.values()} | {e.duty.id for e in half.coming}
    causes = {duty: cause for duty in sorted(duties) if (cause := sides.cause(duty, name))}
    for duty, cause in causes.items():
        owed = {k: each for k, each in half.owed.items() if each.duty.id == duty}
        coming = [each for each in half.coming if each.duty.id == duty]
        half.owed = {k: each for k, each in half.owed.items() if k not in owed}
        half.coming = [each for each in half.coming if each.duty.id != duty]
        if cause.side != half.name:
            lost = replace(half, owed=owed, coming=coming)
            found.lost[Lost(cause, duty)] = _lost(lost, sides.on)


def _lost(half: Half, on: int) -> Counter[str]:
    counts = Counter({model.SUBJECTS: 1})
    for load, count in _loads(half, on).items():
        counts[load.when if load.when in (model.OVERDUE, model.OPEN) else model.MONTHS] += count
    return counts


def _only(duties: Sequence[Duty], wanted: frozenset[str] | None) -> Sequence[Duty]:
    return duties if wanted is None else [duty for duty in duties if duty.id in wanted]


def _owed(half: Half, wanted: frozenset[str] | None, on: int) -> dict[Key, Obligation]:
    rules = half.side.rules
    rules = replace(rules, duties=tuple(_only(rules.duties, wanted)))
    found = obligations(half.seen, rules, lambda _, v: v.status in (DUE, OVERDUE), on)
    return {_key(each, half.seen): each for each in found}


def _key(found: Obligation, seen: View) -> Key:
    trigger = found.opening.trigger
    given: object = found.opening.value
    if found.duty.answers and trigger is not None:
        given = seen.timeline.corrected.get(trigger.ref, trigger.ref)
    return found.duty.id, found.opening.opens, given


def _loads(half: Half, on: int) -> Counter[Load]:
    """How much work of which kind there is in one state."""
    counts: Counter[Load] = Counter()
    for each in half.owed.values():
        if each.due is None or each.due < on:
            when = model.OPEN if each.due is None else model.OVERDUE
            counts[_load(when, each.duty, each.by, each.place, half)] += 1
    for one in half.coming:
        month = iso(one.day)[: len("YYYY-MM")]
        counts[_load(month, one.duty, one.by, one.place, half)] += 1
    return counts


def _load(when: str, duty: Duty, by: Owed, place: str | None, half: Half) -> Load:
    township = half.side.rules.staff.places.township(place) or place
    worker = half.openly.maybe("worker", by.worker) or ""
    shown = half.openly.maybe("place", township) or ""
    return Load(when, duty.id, str(half.openly.value(by.role)), worker, shown)


def _altered(base: Half | None, head: Half | None, on: int) -> Iterator[Altered]:
    """The obligations that are owed in one state and not, or otherwise, in the other."""
    old, new = (each.owed if each else {} for each in (base, head))
    keys = dict.fromkeys([*old, *new])
    before = _others(base, [key for key in keys if key not in old], on)
    after = _others(head, [key for key in keys if key not in new], on)
    for key in keys:
        was, now = old.get(key) or before.get(key), new.get(key) or after.get(key)
        change = _change(was, now)
        either = now or was
        if change and either:
            subject = head or base
            assert subject is not None
            duty = either.duty
            yield Altered(
                change, duty.id, duty.title, latin(subject.subject.id), subject.seen.kind,
                either.opening.opens, _state(was, subject.openly), _state(now, subject.openly),
            )  # fmt: skip


def _others(half: Half | None, keys: Iterable[Key], on: int) -> dict[Key, Obligation]:
    """The obligations with these keys that are not owed any more, or were not yet."""
    wanted = set(keys)
    if half is None or not wanted:
        return {}
    ids = frozenset(key[0] for key in wanted)
    rules = replace(half.side.rules, duties=tuple(_only(half.side.rules.duties, ids)))
    half.seen.on = on
    every = ((_key(each, half.seen), each) for each in obligations(half.seen, rules, _any))
    return {key: each for key, each in every if key in wanted}


def _any(*_: object) -> bool:
    return True


def _state(found: Obligation | None, openly: Openly) -> State | None:
    if found is None:
        return None
    place, worker = openly.maybe("place", found.place), openly.maybe("worker", found.by.worker)
    return State(found.status, found.due, place, str(openly.value(found.by.role)), worker)


def _change(was: Obligation | None, now: Obligation | None) -> str | None:
    """What became of an obligation, None where nothing did."""
    owed = (DUE, OVERDUE)
    if was is None or was.status not in owed:
        if now is None or now.status not in owed:
            return None
        return model.REOPENED if was and was.status == SATISFIED else model.OPENED
    if now is None or now.status not in owed:
        return model.SETTLED if now and now.status == SATISFIED else model.ENDED
    found = (
        (model.STATUS, was.status != now.status),
        (model.DEADLINE, was.due != now.due),
        (model.OWNER, was.by[:2] != now.by[:2]),
        (model.PLACE, was.place != now.place),
    )
    return next((change for change, true in found if true), None)


def _moved(base: Half, head: Half, on: int) -> Iterator[Moved]:
    """The duties whose next day is another."""
    old, new = _next(base), _next(head)
    for duty in dict.fromkeys([*old, *new]):
        was, now = old.get(duty), new.get(duty)
        if (was and was.day) != (now and now.day):
            either = now or was
            assert either is not None
            yield Moved(
                duty, either.duty.title, latin(head.subject.id), head.seen.kind, _place(head, on),
                was and was.day, now and now.day,
            )  # fmt: skip


def _next(half: Half) -> dict[str, Coming]:
    """The first of what is to come of each duty that has a deadline."""
    found: dict[str, Coming] = {}
    for each in half.coming:
        if each.dated and (each.duty.id not in found or each.day < found[each.duty.id].day):
            found[each.duty.id] = each
    return found
