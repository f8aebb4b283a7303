"""Pure dates: windows, durations, ages, as worked examples."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonghu import period
from tonghu.period import day, iso

DAYS = st.integers(day("1990-01-01"), day("2050-12-31"))


@pytest.mark.parametrize(
    ("every", "on", "first", "last"),
    [
        ("month", "2026-02-28", "2026-02-01", "2026-02-28"),
        ("month", "2028-02-01", "2028-02-01", "2028-02-29"),
        ("quarter", "2026-10-31", "2026-10-01", "2026-12-31"),
        ("half-year", "2026-06-30", "2026-01-01", "2026-06-30"),
        ("half-year", "2026-07-01", "2026-07-01", "2026-12-31"),
        ("year", "2026-07-01", "2026-01-01", "2026-12-31"),
        ("week", "2026-11-21", "2026-11-16", "2026-11-22"),
    ],
)
def test_a_calendar_window_includes_both_its_ends(
    every: str, on: str, first: str, last: str
) -> None:
    window = period.calendar_window(every, day(on))
    assert (iso(window.first), iso(window.last)) == (first, last)


@given(st.sampled_from((*period.MONTHS, "week")), DAYS, st.integers(0, 800))
def test_windows_follow_each_other_without_gap_or_overlap(
    every: str, start: int, days: int
) -> None:
    found = list(period.calendar_windows(every, start, start + days))
    assert found[0].first <= start <= found[0].last
    assert found[-1].first <= start + days <= found[-1].last
    assert all(a.last + 1 == b.first for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("text", "start", "reached"),
    [
        ("P0D", "2026-03-05", "2026-03-05"),
        ("P90D", "2026-03-05", "2026-06-03"),
        ("P2W", "2026-03-05", "2026-03-19"),
        ("P1M", "2026-01-31", "2026-02-28"),
        ("P1Y", "2024-02-29", "2025-02-28"),
        ("P1Y2M3D", "2024-12-31", "2026-03-03"),
    ],
)
def test_a_duration_ends_on_the_month_s_last_day_where_the_day_is_missing(
    text: str, start: str, reached: str
) -> None:
    assert iso(period.after(day(start), period.duration(text))) == reached


def test_a_rolling_year_returns_to_the_leap_day_it_came_from() -> None:
    year = period.duration("P1Y")
    found = list(period.rolling_windows(day("2024-02-29"), year, day("2028-03-01")))
    assert [(iso(w.first), iso(w.last)) for w in found] == [
        ("2024-03-01", "2025-02-28"),
        ("2025-03-01", "2026-02-28"),
        ("2026-03-01", "2027-02-28"),
        ("2027-03-01", "2028-02-29"),
        ("2028-03-01", "2029-02-28"),
    ]


@pytest.mark.parametrize(
    ("born", "age", "rule", "reached"),
    [
        ("2010-05-01", 16, "feb28", "2026-05-01"),
        ("2010-05", 16, "feb28", "2026-05-31"),
        ("2012-02-29", 14, "feb28", "2026-02-28"),
        ("2012-02-29", 14, "mar01", "2026-03-01"),
        ("2012-02-29", 16, "mar01", "2028-02-29"),
        ("2012-02", 16, "feb28", "2028-02-29"),
    ],
)
def test_an_age_is_reached_on_the_birthday(born: str, age: int, rule: str, reached: str) -> None:
    assert iso(period.birthday(period.birth_day(born), age, rule)) == reached


@pytest.mark.parametrize("text", ["2026-02-30", "2026-13-01", "26-1-1", "2026/01/01", "", "P1D"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        period.day(text)


@pytest.mark.parametrize("text", ["P", "1Y", "P1H", "P-1D", "PT0S", ""])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        period.duration(text)
