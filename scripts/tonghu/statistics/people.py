"""Records → the children who are counted on a day, each as the values of the dimensions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from tonghu import pool
from tonghu.due.engine import Rules, obligations, view
from tonghu.due.judge import Verdict
from tonghu.due.obligation import DUE, OVERDUE, SATISFIED, Opening
from tonghu.due.rules import rules
from tonghu.due.view import View
from tonghu.duty.home import Home, load_home
from tonghu.facts.predicate import Predicate
from tonghu.period import Window
from tonghu.record.files import Folder, folders
from tonghu.record.repository import Repository
from tonghu.record.subject import Subject
from tonghu.statistics.counting import Person
from tonghu.statistics.definition import TOWNSHIP, Definitions, Dimension, definitions

COUNTED = (SATISFIED, OVERDUE, DUE)
SEX, DONE = "sex", "done"


@dataclass(frozen=True)
class Sight:
    """What counting the children of one repository needs."""

    repository: Repository
    definitions: Definitions
    rules: Rules
    over: Window
    area: str


class Counted(NamedTuple):
    """Some children by id, and the ids of those whose files cannot be read in full."""

    people: dict[str, Person]
    unread: list[str]


def defined(home: Home, on: int) -> Definitions:
    """The tables of a home in force on a day."""
    declared = home.facts.data["facts"].items()
    lists = frozenset(name for name, fact in declared if fact.get("list"))
    return definitions(home.root, home.schemas, lists, on)


def sight(records: Path, root: Path, over: Window) -> Sight:
    """Read everything but the children; `over` is the period that ends on the day counted."""
    repository, home = Repository(records), load_home(root)
    found = defined(home, over.last)
    wanted = {duty for dimension in found.dimensions.values() for duty in dimension.duties}
    every = rules(home, repository, over.last)
    duties = tuple(duty for duty in every.duties if duty.id in wanted)
    ages = tuple(sorted({*every.ages, *_ages(found)}))
    data = repository.settings.data
    area = data.get("area") if isinstance(data, dict) else None
    return Sight(repository, found, replace(every, duties=duties, ages=ages), over, str(area))


def _ages(found: Definitions) -> Iterable[int]:
    tests = [test for each in found.dimensions.values() for _, test in each.tests]
    return [age for test in (found.population, *tests) for age in test.ages]


def townships(found: Sight) -> list[str]:
    """The paths of all townships of the county."""
    places = found.repository.places
    inside = [p.id for p in places.by_id.values() if p.kind == TOWNSHIP]
    return sorted(f"{found.area}/{place}" for place in inside)


def names_of(found: Sight, root: Path) -> dict[str, str]:
    """What the county, its townships and the duties that are counted are called."""
    places = found.repository.places
    named = {path.rpartition("/")[2] for path in (found.area, *townships(found))}
    pages = load_home(root).sound()
    duties = {duty for each in found.definitions.dimensions.values() for duty in each.duties}
    return {place: places.name(place) for place in named} | {
        duty: str(pages[duty]["title"]) for duty in duties if duty in pages
    }


def counted(
    records: Path, root: Path, over: Window, progress: Callable[[int, int], None]
) -> Counted:
    """All children counted on the last day of a period."""
    pieces = list(folders(records))
    people: dict[str, Person] = {}
    unread: list[str] = []
    done = 0
    for part in pool.mapped(sight, (records, root, over), _chunk, pieces):
        done = min(done + pool.CHUNK, len(pieces))
        progress(done, len(pieces))
        people |= part.people
        unread += part.unread
    return Counted(people, unread)


def _chunk(found: Sight, chunk: Sequence[Folder]) -> Counted:
    people: dict[str, Person] = {}
    unread = []
    for folder in chunk:
        subject = found.repository.child(folder)
        seen = view(subject, found.rules, found.over.last)
        if subject.unreadable or seen.timeline.broken or subject.born is None:
            unread.append(subject.id)
        elif (person := _person(found, subject, seen)) is not None:
            people[subject.id] = person
    return Counted(people, unread)


def _person(found: Sight, subject: Subject, seen: View) -> Person | None:
    """What is counted of a child; None if it is not of the population."""
    facts = {SEX: subject.data.get(SEX)}
    if not _holds(found.definitions.population, seen, facts):
        return None
    values: dict[str, tuple[str, ...]] = {}
    done: dict[str, bool] = {}
    for name, dimension in found.definitions.dimensions.items():
        if dimension.duties:
            done = _done(found, seen)
            values[name] = tuple(duty for duty in dimension.duties if duty in done)
        elif dimension.along:
            values[name] = tuple(
                _outcome(dimension, done[duty]) for duty in values[dimension.along]
            )
        elif dimension.made:
            of, groups = dimension.made
            values[name] = tuple(v for v, parts in groups.items() if set(parts) & set(values[of]))
        else:
            values[name] = _values(dimension, seen, facts)
    place = seen.place(seen.on)
    township = found.repository.places.township(place) or subject.folder
    return Person(f"{found.area}/{township}", tuple(values.values()))


def _values(dimension: Dimension, seen: View, facts: dict[str, Any]) -> tuple[str, ...]:
    """Every value whose test holds; where a child has only one, the first; else the rest."""
    found = tuple(v for v, test in dimension.tests if _holds(test, seen, facts))
    if dimension.several:
        return found
    return found[:1] or (dimension.rest or "",)


def _holds(test: Predicate, seen: View, facts: dict[str, Any]) -> bool:
    return test.holds(
        tuple(facts[name] if name in facts else seen.value(name, seen.on) for name in test.reads)
    )


def _outcome(dimension: Dimension, done: bool) -> str:
    return next(value for value, test in dimension.tests if test.holds((done,)))


def _done(found: Sight, seen: View) -> dict[str, bool]:
    """Of each duty whose windows ended in the period, whether every one was met in time.

    Windows cut by leaving are left out: how many there are would tell how many left.
    """

    def wanted(opening: Opening, verdict: Verdict) -> bool:
        ends = verdict.due is not None and found.over.first <= verdict.due <= found.over.last
        return ends and not opening.cut and verdict.status in COUNTED

    done: dict[str, bool] = {}
    for each in obligations(seen, found.rules, wanted):
        met = each.status == SATISFIED and not each.late
        done[each.duty.id] = met and done.get(each.duty.id, True)
    return done
