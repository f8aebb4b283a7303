"""Definitions and settings → the rules that evaluation follows on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from tonghu.due.assign import staff
from tonghu.due.engine import Rules
from tonghu.due.settings import Settings, settings
from tonghu.duty.compile import Applied, duties
from tonghu.duty.home import FACTS, Home
from tonghu.duty.model import Duty
from tonghu.facts.predicate import Predicate
from tonghu.facts.spec import Spec, spec
from tonghu.problem import UnusableError
from tonghu.record.openly import openly
from tonghu.record.repository import Repository
from tonghu.record.subject import CHILD, WORKER

BROKEN = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What reading a page may raise that asks for what cannot be."""


def rules(home: Home, repository: Repository, on: int) -> Rules:
    """The rules of a repository's settings; facts follow the options in force on the day."""
    chosen = settings(home, _data(repository))
    team = applied(home, chosen)
    options = team.options_on(on)
    try:
        found = spec(home.facts.data, options)
    except BROKEN:
        told = f"{FACTS} 读不懂，什么也推算不出来；先运行 tonghu check 改好。"
        raise UnusableError(told) from None
    compiled = tuple(
        duty
        for identity, page in home.sound().items()
        for duty in page_duties(identity, page, team) or ()
    )
    return Rules(
        compiled,
        found,
        _kinds(home),
        chosen.terms,
        staff(repository.places, repository.team, found),
        _ages(compiled, found),
        str(options.get("feb29")),
        openly(home.schemas, home.facts.data),
        repository.settings.path,
    )


def options_on(home: Home, repository: Repository, on: int) -> dict[str, Any]:
    """The value of every setting that pages may leave to a team, on a day."""
    return applied(home, settings(home, _data(repository))).options_on(on)


def page_duties(identity: str, page: Mapping[str, Any], team: Applied) -> list[Duty] | None:
    """The duties that a page defines for a team, None where the page asks for what cannot be."""
    try:
        return duties(identity, page, team)
    except BROKEN:
        return None


def option_days(home: Home, repository: Repository) -> list[int]:
    """The days on which the value of a setting begins to hold."""
    options = settings(home, _data(repository)).options
    return sorted({version.since for versions in options.values() for version in versions})


def _data(repository: Repository) -> Any:
    try:
        return repository.settings.data
    except OSError:
        return None


def applied(home: Home, chosen: Settings) -> Applied:
    """What applies for a team with these settings."""
    requirements = home.requirements()
    _, paced, waits = home.schemas.raw("duty")["properties"]["force"]["enum"]
    lists = frozenset(n for n, fact in home.facts.data["facts"].items() if fact.get("list"))
    return Applied(
        frozenset(requirements.values()) if chosen.adopts is None else chosen.adopts,
        requirements,
        chosen.options,
        chosen.cadences,
        lists,
        waits,
        paced,
        partial(home.schemas.valid, "duty"),
    )


def _kinds(home: Home) -> dict[str, dict[str, int]]:
    """The order of the kinds of event on one day, by kind of subject."""
    place, team = home.schemas.raw("place")["$defs"], home.schemas.raw("team")["$defs"]
    placed = _order(place["kind"]["enum"])
    found = dict.fromkeys(("", *place["place_kind"]["enum"]), placed)
    return {**found, CHILD: home.schemas.kinds(), WORKER: _order(team["kind"]["enum"])}


def _order(words: list[str]) -> dict[str, int]:
    return {word: place for place, word in enumerate(words)}


def _ages(compiled: Iterable[Duty], found: Spec) -> tuple[int, ...]:
    tests = [
        test
        for duty in compiled
        for test in (duty.among, duty.when, duty.holds, duty.carried)
        if isinstance(test, Predicate)
    ]
    return tuple(sorted(found.ages.union(*(test.ages for test in tests))))
