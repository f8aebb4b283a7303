"""Slips of the pen: what was written wrongly first, and how it was put right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tonghu import period
from tonghu.demo.identity import short_name
from tonghu.demo.tale import Entry, Stage, Tale

AMENDS = ("supersedes", "retracts")


def slip(stage: Stage, tale: Tale) -> None:
    """Add to a tale a wrong event and its correction or withdrawal, as often as the story says."""
    for kind in stage.story.data["slips"]:
        if tale.dice.chance(kind["chance"]):
            right = [entry for entry in _untouched(tale) if entry["event"] in kind["events"]]
            if right:
                _put_right(stage, tale, kind, tale.dice.one(right))


def _untouched(tale: Tale) -> list[Entry]:
    """The events that neither put another right nor are put right by one."""
    gone = {entry.get(key) for entry in tale.entries for key in AMENDS}
    return [
        entry
        for entry in tale.entries
        if entry["ref"] not in gone and not any(key in entry for key in AMENDS)
    ]


def _put_right(stage: Stage, tale: Tale, kind: Mapping[str, Any], right: Entry) -> None:
    first = min(period.day(entry["date"]) for entry in tale.entries)
    day = period.day(right["date"]) + tale.dice.between(*kind["days"])
    if not first < day <= stage.on or not stage.around.works(right["by"], day):
        return
    ref = short_name(tale.dice, tale.taken)
    tale.entries.append({**right, "ref": ref, "date": period.iso(day)})
    if "reason" in kind:
        right |= {"supersedes": ref, "reason": kind["reason"]}
        return
    withdrawal = {"ref": short_name(tale.dice, tale.taken), "date": period.iso(day)}
    withdrawal |= {"event": right["event"], "retracts": ref, "reason": kind["withdrawn"]}
    tale.entries.append({**withdrawal, "by": right["by"]})
