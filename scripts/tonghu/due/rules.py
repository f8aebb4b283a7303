"""Definitions and settings → the rules that evaluation follows on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tonghu import period
from tonghu.due.assign import staff
from tonghu.due.engine import Rules
from tonghu.duty import Applied, Definition, Duty, dated, duties, in_force
from tonghu.duty.home import Home
from tonghu.facts.predicate import Predicate
from tonghu.facts.spec import Spec, spec
from tonghu.period import Window
from tonghu.record.openly import openly
from tonghu.record.repository import Repository
from tonghu.record.subject import CHILD, WORKER


def rules(home: Home, repository: Repository, on: int) -> Rules:
    """The rules of a repository's settings; facts follow the options in force on the day."""
    settings = _mapping(_data(repository))
    applied = _applied(home, settings)
    options = applied.options_on(on)
    found = spec(home.facts.data, options)
    compiled = tuple(
        duty for identity, page in home.sound().items() for duty in duties(identity, page, applied)
    )
    return Rules(
        compiled,
        found,
        _kinds(home),
        _terms(settings),
        staff(repository.places, repository.team, found),
        _ages(compiled, found),
        str(options.get("feb29")),
        openly(home.schemas, home.facts.data),
    )


def options_on(home: Home, repository: Repository, on: int) -> dict[str, Any]:
    """The value of every setting that pages may leave to a team, on a day."""
    options = _options(home, _mapping(_mapping(_data(repository)).get("options")))
    return {name: in_force(versions, on) for name, versions in options.items()}


def option_days(home: Home, repository: Repository) -> list[int]:
    """The days on which the value of a setting begins to hold."""
    options = _options(home, _mapping(_mapping(_data(repository)).get("options")))
    return sorted({version.since for versions in options.values() for version in versions})


def _data(repository: Repository) -> Any:
    try:
        return repository.settings.data
    except OSError:
        return None


def _applied(home: Home, settings: Mapping[str, Any]) -> Applied:
    requirements = home.requirements()
    adopts = settings.get("adopts")
    _, paced, waits = home.schemas.raw("duty")["properties"]["force"]["enum"]
    lists = frozenset(n for n, fact in home.facts.data["facts"].items() if fact.get("list"))
    return Applied(
        frozenset(adopts if isinstance(adopts, list) else requirements.values()),
        requirements,
        _options(home, _mapping(settings.get("options"))),
        _cadences(_mapping(settings.get("cadences"))),
        lists,
        waits,
        paced,
    )


def _options(home: Home, chosen: Mapping[str, Any]) -> dict[str, list[Definition]]:
    """Every option with its definitions; a value outside the schema counts as the default."""
    declared = home.schemas.raw("settings")["properties"]["options"]["properties"]
    found = {}
    for name, default in home.schemas.option_defaults().items():
        first = [Definition(period.FIRST, default)]
        allowed = declared[name]["else"]["enum"]
        versions = dated(chosen[name]) if name in chosen else []
        found[name] = [*first, *(each for each in versions if each.value in allowed)]
    return found


def _cadences(written: Mapping[str, Any]) -> dict[str, list[Definition]]:
    return {name: dated(entry) for name, entry in written.items() if isinstance(entry, Mapping)}


def _kinds(home: Home) -> dict[str, dict[str, int]]:
    """The order of the kinds of event on one day, by kind of subject."""
    place, team = home.schemas.raw("place")["$defs"], home.schemas.raw("team")["$defs"]
    placed = _order(place["kind"]["enum"])
    found = dict.fromkeys(("", *place["place_kind"]["enum"]), placed)
    return {**found, CHILD: home.schemas.kinds(), WORKER: _order(team["kind"]["enum"])}


def _order(words: list[str]) -> dict[str, int]:
    return {word: place for place, word in enumerate(words)}


def _terms(settings: Mapping[str, Any]) -> tuple[Window, ...]:
    found = []
    written = settings.get("terms")
    for term in written if isinstance(written, list) else ():
        try:
            found.append(Window(period.day(term["start"]), period.day(term["end"])))
        except (KeyError, TypeError, ValueError):
            continue
    return tuple(sorted(window for window in found if window.first <= window.last))


def _ages(compiled: Iterable[Duty], found: Spec) -> tuple[int, ...]:
    tests = [
        test
        for duty in compiled
        for test in (duty.among, duty.when, duty.holds, duty.carried)
        if isinstance(test, Predicate)
    ]
    return tuple(sorted(found.ages.union(*(test.ages for test in tests))))


def _mapping(data: Any) -> Mapping[str, Any]:
    return data if isinstance(data, Mapping) else {}
