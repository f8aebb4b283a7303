"""Slips of the pen: what was written wrongly first, and how it was put right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tonghu import period
from tonghu.demo.identity import short_name
from tonghu.demo.tale import Entry, Stage, Tale


def slip(stage: Stage, tale: Tale) -> None:
    """Add to a tale a wrong event and its correction or withdrawal, as often as the story says."""
    for kind in stage.story.data["slips"]:
        if tale.dice.chance(kind["chance"]):
            first = min(period.day(entry["date"]) for entry in tale.entries)
            right = [
                e for e in tale.entries if e["event"] in kind["events"] and "supersedes" not in e
            ]
            if right:
                _put_right(stage, tale, kind, tale.dice.one(right), first)


def _second(entry: Entry) -> bool:
    """Whether an event is itself a correction or a withdrawal, or about one."""
    return "supersedes" in entry or "retracts" in entry


def _put_right(stage: Stage, tale: Tale, kind: Mapping[str, Any], right: Entry, first: int) -> None:
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
