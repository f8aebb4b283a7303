"""The county before its children: settings, places with invented names, and the team."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tonghu import period
from tonghu.demo.dice import Dice
from tonghu.demo.identity import short_name
from tonghu.demo.story import Story

Record = dict[str, Any]
YEAR = 365


@dataclass(frozen=True)
class Size:
    """How big the county is."""

    children: int
    townships: int
    villages: int
    schools: int


class TooBigError(ValueError):
    """More places than there are invented names."""


def settings(story: Story, on: int) -> Record:
    """The settings of the county, with the school terms of its years."""
    last = date.fromordinal(on).year
    terms = [
        _term(term, year)
        for year in range(last - story.data["years"], last + 1)
        for term in story.data["terms"]
    ]
    found: Record = {"area": story.data["county"]["id"], **story.data["settings"]}
    found["terms"] = [term for term in terms if period.day(term["start"]) <= on]
    return found


def _term(written: Mapping[str, str], year: int) -> Record:
    ends = year + (written["end"] < written["start"])
    return {
        "name": f"{year}{written['name']}",
        "start": f"{year}-{written['start']}",
        "end": f"{ends}-{written['end']}",
    }


def places(story: Story, size: Size, dice: Dice) -> list[Record]:
    """The county, its townships, villages and schools, without timelines."""
    words, names = story.data["names"], _names(story, dice)
    if size.townships + size.villages > len(names):
        raise TooBigError(f"{len(names)}")
    county = story.data["county"]
    owner = story.data["owner"]
    found: list[Record] = [{"id": county["id"], "kind": "county", "name": county["name"]}]
    found[0]["owners"] = [f"{owner}/{county['id']}"]
    towns = []
    for name, identity in names[: size.townships]:
        towns.append((name, identity))
        town = _place(identity, "township", name + words["township"], county["id"])
        found.append({**town, "owners": [f"{owner}/{identity}"]})
    for index in range(size.villages):
        name, identity = names[size.townships + index]
        around = towns[index % size.townships][1]
        found.append(_place(f"{around}/{identity}", "village", name + words["village"], around))
    return found + [_school(story, index, towns) for index in range(size.schools)]


def _place(identity: str, kind: str, name: str, within: str) -> Record:
    return {"id": identity, "kind": kind, "name": name, "within": within}


def _names(story: Story, dice: Dice) -> list[tuple[str, str]]:
    """All names of two syllables with their spelling, in an order of chance."""
    first, second = story.data["names"]["first"], story.data["names"]["second"]
    found = [(a + b, x + y) for a, x in first.items() for b, y in second.items()]
    unique = list({spelled: (name, spelled) for name, spelled in found}.values())
    for last in range(len(unique) - 1, 0, -1):
        other = dice.below(last + 1)
        unique[last], unique[other] = unique[other], unique[last]
    return [pair for pair in unique if not story.data["county"]["name"].startswith(pair[0])]


def _school(story: Story, index: int, towns: list[tuple[str, str]]) -> Record:
    """The first kind of school in every township, then the other kinds by turns."""
    kinds = story.data["schools"]
    turn = index - len(towns)
    kind = kinds[0] if turn < 0 else kinds[1 + turn % (len(kinds) - 1)]
    where = index if turn < 0 else turn // (len(kinds) - 1)
    name, town = towns[where % len(towns)]
    again = where // len(towns) + 1
    number = "" if again == 1 else f"{again}"
    school = _place(f"{town}-{kind['id']}{number}", "school", f"{name}{kind['name']}{number}", town)
    return {**school, "stages": kind["stages"], "boarding": kind["boarding"]}


def team(story: Story, found: list[Record], on: int, dice: Dice) -> Record:
    """Who works at every place, those who have left included."""
    workers: list[Record] = []
    taken: set[str] = set()
    for place in found:
        for post in story.data["staff"].get(place["kind"], []):
            if not dice.chance(post.get("missing", 0)):
                for since, until in _terms(post, on, dice):
                    code = f"W{len(workers) + 1:03d}"
                    worker: Record = {"code": code, "works_at": place["id"]}
                    worker |= {"roles": post["roles"], "since": period.iso(since)}
                    if until is not None:
                        worker["until"] = period.iso(until)
                    timeline = _training(story, code, (since, until or on), dice, taken)
                    workers.append({**worker, "timeline": timeline} if timeline else worker)
    return {"workers": workers}


def _terms(post: Mapping[str, Any], on: int, dice: Dice) -> list[tuple[int, int | None]]:
    """From when to when somebody held a post: one person, or one after the other."""
    since = on - dice.between(5 * YEAR, 9 * YEAR)
    if not dice.chance(post.get("turnover", 0)):
        return [(since, None)]
    left = on - dice.between(YEAR // 6, 2 * YEAR)
    return [(since, left), (left + 1, None)]


def _training(
    story: Story, code: str, days: tuple[int, int], dice: Dice, taken: set[str]
) -> list[Record]:
    """What a worker learned, and when it was asked whether anything speaks against them."""
    found = []
    first = days[1] - story.data["years"] * YEAR
    for opens, closes in period.calendar_windows("year", first, days[1]):
        for step in story.data["training"]:
            day = dice.between(opens, closes)
            if dice.chance(step["chance"]) and max(first, days[0]) <= day <= days[1]:
                said = {name: _plain(value, dice) for name, value in step["with"].items()}
                entry = {"ref": short_name(dice, taken), "date": period.iso(day)}
                found.append({**entry, "event": step["event"], **said, "by": code})
    return sorted(found, key=_by_date)


def _by_date(entry: Record) -> tuple[str, str]:
    return entry["date"], entry["event"]


def _plain(written: Any, dice: Dice) -> Any:
    if isinstance(written, Mapping):
        if "any" in written:
            return dice.weighted(written["any"])
        return dice.between(*written["between"])
    return written
