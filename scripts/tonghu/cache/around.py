"""What a check finds besides the children: worked out again only when something there changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from tonghu.cache import depends
from tonghu.cache.store import NEVER, Store
from tonghu.checks.asked import Asked
from tonghu.checks.dossier import Dossier
from tonghu.checks.ground import Ground, ground
from tonghu.checks.known import Known, Stay
from tonghu.checks.published import READ
from tonghu.checks.reading import opened, shown
from tonghu.period import iso
from tonghu.problem import Problem
from tonghu.record import files
from tonghu.record.places import Place, Places
from tonghu.schema import load_schemas
from tonghu.seal.rules import NAME, read_rules

GROUND = ("about", "known")
"""The values on which children's rows depend."""


class Around(NamedTuple):
    """The ground for all laws, what is wrong besides the children, and the values to keep."""

    rules: Ground
    problems: list[Problem]
    fixed: dict[str, Any]


def around(asked: Asked, store: Store) -> Around:
    """What there is besides the children."""
    about = depends.key(
        depends.tool(),
        depends.content(asked.home, sorted((asked.home / "schemas").glob("*"))),
        depends.content(asked.records, [asked.records / files.SETTINGS]),
        _who_may_open(asked),
    )
    defined = depends.whole(asked.home, READ)
    issued = depends.whole(asked.records.parent, (files.ISSUES,))
    apart = depends.content(asked.records, depends.apart(asked.records))
    key = depends.key(about, defined, issued, apart, asked.pages)
    before = store.fixed.get("around", {})
    if before.get("key") == key and _still(asked, before):
        problems = [Problem(*each) for each in before["problems"]]
        known = store.fixed["known"]
        fixed = {"about": about, "known": known, "around": before}
        return Around(_rules(asked, known), problems, fixed)
    return _anew(asked, about, key)


def _who_may_open(asked: Asked) -> str:
    rules = read_rules(asked.records)
    return depends.content(rules.folder, [rules.folder / NAME]) if rules else ""


def days(on: str, dossiers: Iterable[Dossier]) -> tuple[str, str]:
    """From which day and to before which day a check of these says the same as on a day."""
    dates = {event["date"] for each in dossiers for event in each.events if "date" in event}
    dates.update(born for each in dossiers if isinstance(born := each.head.get("born"), str))
    since = max((date for date in dates if date <= on), default="")
    return since, min((date for date in dates if date > on), default=NEVER)


def _still(asked: Asked, before: dict[str, Any]) -> bool:
    from tonghu.checks.pages import leads_somewhere

    return before["since"] <= iso(asked.on) < before["until"] and all(
        leads_somewhere(asked.home, page, target) == there
        for page, target, there in before["links"]
    )


def _anew(asked: Asked, about: str, key: str) -> Around:
    from tonghu.checks import run

    found = run.around(asked)
    since, until = days(iso(asked.on), found.others)
    kept = {
        "key": key,
        "since": since,
        "until": until,
        "links": [list(each) for each in sorted(set(_links(asked.home, found)))],
        "problems": [list(astuple(problem)) for problem in found.problems],
    }
    names = _names(found.rules.known)
    return Around(found.rules, found.problems, {"about": about, "known": names, "around": kept})


def _names(known: Known) -> dict[str, Any]:
    """The names that records may use, as plain values."""
    stays = None
    if known.workers is not None:
        stays = {code: list(stay) for code, stay in known.workers.items()}
    places = [list(astuple(place)) for place in known.places.by_id.values()]
    return {"places": places, "workers": stays}


def _stays(known: Mapping[str, Sequence[str]] | None) -> dict[str, Stay] | None:
    return None if known is None else {code: Stay(*stay) for code, stay in known.items()}


def _links(home: Path, found: Any) -> Iterator[tuple[str, str, bool]]:
    """(page, target, whether it is there) of every link to a file."""
    from tonghu.checks.pages import leads_somewhere, links

    for page in found.pages.pages:
        for target, _ in links(page):
            yield page.path, target, leads_somewhere(home, page.path, target)


def _rules(asked: Asked, known: dict[str, Any]) -> Ground:
    """The ground for all laws, from the names that are known."""
    path = asked.records / files.SETTINGS
    names = Known(
        Places(Place(*each) for each in known["places"]), partial(_stays, known["workers"])
    )
    settings = opened(shown(path, asked.records.parent), path)
    return ground(asked.records, asked.home, asked.on, settings, names, load_schemas(asked.home))
