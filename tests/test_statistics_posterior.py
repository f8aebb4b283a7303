"""What the benchmark says a neighbour guesses is what plain Bayes says, counted anew each time."""

from itertools import pairwise

import pytest

from bench.posterior import SECRETS, SURE, Day, guessed, keys, likely, stays
from invented_people import County, Run, five_quarters
from tonghu.disclosure.note import Protection
from tonghu.disclosure.rounding import shown
from tonghu.statistics.counting import Census, Person
from tonghu.statistics.definition import COUNTY
from tonghu.statistics.neighbour import all_counts, replaced

SIZE = 1500


@pytest.fixture(scope="module")
def run() -> Run:
    return five_quarters(County(SIZE, 3))


@pytest.fixture(scope="module")
def days(run: Run) -> list[Day]:
    return [Day(issue, run.truth[issue.asof]) for issue in run.issues]


def whole(day: Day, people: dict[str, Person], secret: bytes) -> float:
    """How likely all figures of the true county are, if these were its children."""
    tables = day.census.definitions.level(COUNTY)
    found = all_counts(Census(people, day.census.definitions), tables)
    counts = {day.note.canonical(cell): count for cell, count in found.items()}
    product = 1.0
    for cell, how in day.how.items():
        value = shown(secret, cell, day.counts.get(cell, 0), day.period, how)
        product *= likely(counts.get(cell, 0), value, how)
    return product


@pytest.mark.parametrize(
    ("name", "values"),
    [("rating", ("差",)), ("rating", ("好",)), ("type", ("孤儿", "家庭贫困")), ("type", ())],
)
def test_the_odds_are_those_of_the_whole_county(
    days: list[Day], name: str, values: tuple[str, ...]
) -> None:
    for day in days[::2]:
        people = dict(day.census.people)
        for child in sorted(people)[:: SIZE // 3]:
            person = people[child]
            profile = replaced(person.profile, name, values, day.census.definitions)
            other = {**people, child: person._replace(profile=profile)}
            secrets = list(keys())[:3]
            plain = [whole(day, other, key) / whole(day, people, key) for key in secrets]
            bare = person._replace(geo="lanshan")
            assert day.odds(bare, name, values)[:3] == pytest.approx(plain)


def test_the_true_value_is_as_likely_as_itself(days: list[Day]) -> None:
    person = next(iter(days[0].census.people.values()))._replace(geo="lanshan")
    at = list(days[0].census.definitions.dimensions).index("rating")
    assert list(days[0].odds(person, "rating", person.profile[at])) == [1.0] * SECRETS


def test_a_count_has_a_chance_for_each_value_it_may_have() -> None:
    how = Protection(10, 5, 10)
    assert likely(9, None, how) == 1 and likely(10, None, how) == 0
    assert likely(10, 10, how) == 1 and likely(10, 15, how) == 0
    assert likely(13, 15, how) == pytest.approx(0.6) and likely(13, 10, how) == pytest.approx(0.4)


def test_newcomers_came_and_the_others_stayed(days: list[Day]) -> None:
    censuses = [day.census for day in days]
    first, last = censuses[0].people, censuses[-1].people
    came = sum(stays(censuses, "rating", newcomers=True).values())
    assert came == sum(
        len(now.people.keys() - then.people.keys()) for then, now in pairwise(censuses)
    )
    same = stays(censuses, "rating", newcomers=False)
    assert all(len(stay) == len(days) for stay in same)
    assert 0 < sum(same.values()) < len(first.keys() & last.keys())


def test_more_issues_tell_more(days: list[Day]) -> None:
    one, five = guessed(days[-1:], newcomers=False), guessed(days, newcomers=False)
    assert 0 < SURE < 1 and one["type"].share < five["type"].share
