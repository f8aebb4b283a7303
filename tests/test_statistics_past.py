"""What the decision to issue a place anew gives away: of names, of thirty, of the last child."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from invented_people import ORIGIN, QUARTERS, SECRET, County, Run, five_quarters, last_day
from tonghu.disclosure.rounding import MARGIN, margin
from tonghu.statistics.candidate import Candidate
from tonghu.statistics.counting import Census, Person
from tonghu.statistics.folder import Issue
from tonghu.statistics.issue import issued

COUNTY = County(700, 4)
FIRST = dict(COUNTY.census().people)
LATER = (*QUARTERS, "2026-Q4", "2027-Q1")


def issues(
    quarters: Sequence[Mapping[str, Person]],
    county: Sequence[str] = ("lanshan",) * 7,
    secret: bytes = SECRET,
) -> list[Issue]:
    """The issues of some quarters; the townships are those in which there are children."""
    truth = {
        last_day(period): Census(people, COUNTY.definitions)
        for period, people in zip(LATER, quarters, strict=False)
    }
    found: list[Issue] = []
    for number, (asof, census) in enumerate(truth.items()):
        places = sorted({person.geo for person in census.people.values()})
        candidate = Candidate(
            COUNTY.definitions, LATER[number], asof, census, county[number], places, found,
            truth.get, secret,
        )  # fmt: skip
        found.append(issued(candidate, ORIGIN).issue)
    return found


def moved(people: Mapping[str, Person], places: Mapping[str, str]) -> dict[str, Person]:
    return {c: p._replace(geo=places.get(p.geo, p.geo)) for c, p in people.items()}


def one_more(people: Mapping[str, Person], geo: str) -> dict[str, Person]:
    return {**people, "NEW": next(iter(people.values()))._replace(geo=geo)}


def fresh(issue: Issue) -> set[str]:
    return {figure.cell.geo for figure in issue.anew()}


# Names.

OLD = "lanshan/t00"


@pytest.mark.parametrize(
    ("places", "silent"),
    [
        ({OLD: "lanshan/new"}, {"lanshan/new"}),
        ({OLD: "lanshan/t01"}, {"lanshan/t01"}),
        ({OLD: "lanshan/new", "lanshan/t01": "lanshan/new"}, {"lanshan/new"}),
        ({p: p.replace("lanshan", "other") for p in COUNTY.geos()}, {"other", "other/t00"}),
    ],
)
def test_another_name_is_no_change_of_the_children_in_it(
    places: Mapping[str, str], silent: set[str]
) -> None:
    later = one_more(moved(FIRST, places), sorted(places.values())[0])
    county = "other" if "other" in silent else "lanshan"
    _, now = issues([FIRST, later], ("lanshan", county))
    assert not fresh(now) & silent


def test_nor_is_a_place_divided_into_two() -> None:
    inside = [child for child, person in FIRST.items() if person.geo == OLD]
    half = {c: FIRST[c]._replace(geo="lanshan/new") for c in inside[: len(inside) // 2]}
    _, now = issues([FIRST, one_more({**FIRST, **half}, "lanshan/new")])
    assert not fresh(now) & {OLD, "lanshan/new"}


def test_it_begins_when_enough_children_came_or_went() -> None:
    later = moved(FIRST, {OLD: "lanshan/new"})
    for number in range(10):
        later[f"N{number}"] = FIRST["C000000"]._replace(geo="lanshan/new")
    assert "lanshan/new" in fresh(issues([FIRST, later])[1])


def test_townships_begin_at_once_where_none_was_ever_shown() -> None:
    few = dict(list(FIRST.items())[:60])
    first, then = issues([few, FIRST])
    assert {f.table for f in first.figures} == {"total"}
    assert set(COUNTY.geos()) <= fresh(then)


# Thirty.


def some(number: int) -> dict[str, Person]:
    return dict(list(FIRST.items())[:number])


@pytest.mark.parametrize("third", [27, 28, 29, 30, 31, 33])
def test_the_day_of_the_sentence_does_not_tell_who_came_last(third: int) -> None:
    found = issues([some(29), some(29), some(third), some(third), some(29)])
    assert [issue.made["few"] for issue in found] == [{"lanshan": "2025-09-30"}] * 5
    assert not any(issue.figures for issue in found)


def test_it_is_said_anew_when_enough_came_or_went_and_once_a_year() -> None:
    other = dict(list(FIRST.items())[100:120])
    found = issues([some(20), other, other, some(20)])
    days = [issue.made["few"]["lanshan"] for issue in found]
    assert days == ["2025-09-30"] * 2 + ["2026-03-31"] * 2


# The last of ten.


def test_ten_changes_of_something_sensitive_are_almost_never_just_enough() -> None:
    drawn = Counter(margin(bytes([n % 256, n >> 8]), "lanshan", "2026-Q1") for n in range(20_000))
    assert set(drawn) <= set(range(MARGIN + 1))
    assert drawn[0] < 0.006 * 20_000 and drawn[MARGIN] < 0.006 * 20_000
    reached = [sum(drawn[step] for step in range(more + 1)) for more in range(MARGIN + 1)]
    assert all(b <= 3.5 * a for a, b in pairwise(reached))


def test_a_sensitive_table_waits_for_more_and_others_do_not() -> None:
    definitions = COUNTY.definitions
    census = Census(FIRST, definitions)
    candidate = Candidate(
        definitions, "2025-Q4", "2025-12-31", census, "lanshan", COUNTY.geos(), [],
        lambda _: None, SECRET,
    )  # fmt: skip
    more = margin(SECRET, "lanshan", "2025-Q4")
    needed = {t.id: candidate._needed("lanshan", t) for t in definitions.tables}
    assert needed["rating"] == needed["types"] == 10 + more and more > 0
    assert needed["total"] == needed["sex-age"] == needed["township-total"] == 10


# A past that is lost.


def without_past(later: str, anew: bool) -> tuple[Issue, set[str]]:
    run: Run = five_quarters(County(300, 1))
    first = run.issues[0]
    census = run.truth[first.asof]
    candidate = Candidate(
        run.county.definitions, later, last_day(later), census, "lanshan", run.county.geos(),
        [first], lambda _: None, SECRET,
    )  # fmt: skip
    candidate = replace(candidate, anew=anew)
    return issued(candidate, ORIGIN).issue, candidate.changes.lost


@pytest.mark.parametrize(
    ("later", "anew", "begins"),
    [("2026-Q2", False, False), ("2026-Q2", True, False), ("2026-Q3", True, True),
     ("2027-Q3", False, False)],
)  # fmt: skip
def test_without_a_past_all_is_carried_until_somebody_begins_anew_a_year_later(
    later: str, anew: bool, begins: bool
) -> None:
    issue, lost = without_past(later, anew)
    assert bool(fresh(issue)) is begins
    assert lost == {"2025-09-30"}
