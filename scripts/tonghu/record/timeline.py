"""Which events of a timeline count: in order of day, kind and ref, corrections applied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from tonghu import period
from tonghu.record.tangle import tangled

Entry = Mapping[str, Any]


class Event(NamedTuple):
    """One event that counts; sorts by day, then order of kinds, then ref."""

    day: int
    order: int
    ref: str
    kind: str
    entry: Entry


class Timeline(NamedTuple):
    """What a subject's entries say by the day asked.

    `events` up to that day, in order; `future` those dated later; `corrected` old ref → newest
    ref of its correction; `broken` how many entries could not be read; `tangled` whether it is
    uncertain which entries count.
    """

    events: tuple[Event, ...]
    future: tuple[Event, ...]
    corrected: Mapping[str, str]
    broken: int
    tangled: bool = False


def event(entry: Any, kinds: Mapping[str, int]) -> Event | None:
    """The event of one entry, or None where date or kind cannot be read."""
    try:
        kind = entry["event"]
        return Event(period.day(entry["date"]), kinds[kind], str(entry.get("ref", "")), kind, entry)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _replaced(entries: Sequence[Any]) -> tuple[set[str], dict[str, str], set[str]]:
    """Refs that no longer count, ref → its correction, and the refs of withdrawals."""
    gone: set[str] = set()
    corrected: dict[str, str] = {}
    withdrawals: set[str] = set()
    for entry in entries:
        if not isinstance(entry, Mapping):
            continue
        if old := entry.get("supersedes"):
            gone.add(str(old))
            corrected[str(old)] = str(entry.get("ref", ""))
        if old := entry.get("retracts"):
            gone.add(str(old))
            withdrawals.add(str(entry.get("ref", "")))
    return gone, corrected, withdrawals


def _newest(corrected: dict[str, str]) -> dict[str, str]:
    """Old ref → the last of its chain of corrections (a circle ends where it began)."""
    newest = {}
    for old in corrected:
        at, seen = old, {old}
        while (following := corrected.get(at)) is not None and following not in seen:
            seen.add(following)
            at = following
        newest[old] = at
    return newest


def timeline(entries: Sequence[Any], kinds: Mapping[str, int], on: int) -> Timeline:
    """The events that count on a day; corrections and withdrawals act at once (A34).

    The same event in two files, as when folding was interrupted, is one event.
    """
    read = [event(entry, kinds) for entry in entries]
    events = [found for found in read if found is not None]
    broken = len(read) - len(events)
    gone, corrected, withdrawals = _replaced(entries)
    if gone:
        events = [e for e in events if e.ref not in gone and e.ref not in withdrawals]
    events.sort(key=_order)
    events = [e for place, e in enumerate(events) if place == 0 or e != events[place - 1]]
    past = tuple(found for found in events if found.day <= on)
    future = () if len(past) == len(events) else tuple(e for e in events if e.day > on)
    newest = _newest(corrected) if corrected else corrected
    return Timeline(past, future, newest, broken, tangled(entries))


def _order(found: Event) -> tuple[int, int, str]:
    return found[0], found[1], found[2]
