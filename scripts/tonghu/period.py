"""Pure dates: calendar windows, anniversaries, durations and ages, all as day numbers."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

FIRST = date.min.toordinal()
LAST = date.max.toordinal()
LATEST = date(2199, 12, 31).toordinal()
"""The last day to be asked about: what recurs for ever is not listed for thousands of years."""

MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
NEXT_DAY = "mar01"
_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Window(NamedTuple):
    """Days from `first` to `last`, both inclusive, as proleptic Gregorian ordinals."""

    first: int
    last: int


class Duration(NamedTuple):
    """An ISO 8601 duration of months (years are 12) and days (weeks are 7)."""

    months: int
    days: int


@lru_cache(maxsize=65536)
def day(text: str) -> int:
    """The day number of `YYYY-MM-DD`; ValueError if there is no such day."""
    if not _DAY.fullmatch(text):
        raise ValueError("a day is written YYYY-MM-DD")
    return date.fromisoformat(text).toordinal()


@lru_cache(maxsize=65536)
def iso(number: int) -> str:
    """`YYYY-MM-DD` of a day number."""
    return date.fromordinal(number).isoformat()


def duration(text: str) -> Duration:
    """An ISO 8601 duration such as `P1Y`, `P90D`, `P0D`; ValueError if it is none."""
    match = _DURATION.fullmatch(text)
    if not match or text == "P":
        raise ValueError("a duration is written P1Y, P3M, P2W or P90D")
    years, months, weeks, days = (int(part or 0) for part in match.groups())
    return Duration(years * MONTHS["year"] + months, weeks * 7 + days)


def after(number: int, length: Duration, times: int = 1) -> int:
    """`times` durations after a day; a month that lacks the day ends on its last (民法典 202).

    What would lie beyond the calendar is its first or last day.
    """
    start = date.fromordinal(number)
    months = start.year * MONTHS["year"] + start.month - 1 + length.months * times
    year, month = divmod(months, MONTHS["year"])
    if not date.min.year <= year <= date.max.year:
        return FIRST if year < date.min.year else LAST
    last = monthrange(year, month + 1)[1]
    reached = date(year, month + 1, min(start.day, last)).toordinal() + length.days * times
    return min(max(reached, FIRST), LAST)


def before(number: int, length: Duration) -> int:
    """One duration before a day."""
    return after(number, Duration(-length.months, -length.days))


@lru_cache(maxsize=4096)
def calendar_window(every: str, number: int) -> Window:
    """The week, month, quarter, half-year or year that holds a day."""
    at = date.fromordinal(number)
    if every == "week":
        monday = number - at.weekday()
        return Window(monday, min(monday + 6, LAST))
    size = MONTHS[every]
    first = (at.month - 1) // size * size + 1
    last = first + size - 1
    return Window(
        date(at.year, first, 1).toordinal(),
        date(at.year, last, monthrange(at.year, last)[1]).toordinal(),
    )


@lru_cache(maxsize=4096)
def _year(every: str, year: int) -> tuple[Window, ...]:
    """The calendar windows that begin in a year."""
    at, end = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    found = []
    while at <= end:
        window = calendar_window(every, at)
        at = window.last + 1
        if date.fromordinal(window.first).year == year:
            found.append(window)
    return tuple(found)


def calendar_windows(every: str, first: int, last: int) -> Sequence[Window]:
    """The calendar windows that share a day with first..last, in order."""
    if first > last:
        return ()
    return _between(every, calendar_window(every, first).first, calendar_window(every, last).first)


@lru_cache(maxsize=1024)
def _between(every: str, first: int, last: int) -> tuple[Window, ...]:
    """The calendar windows from the one that begins on a day to another; many ask for the same."""
    years = range(date.fromordinal(first).year, date.fromordinal(last).year + 1)
    return tuple(w for year in years for w in _year(every, year) if first <= w.first <= last)


def rolling_windows(start: int, length: Duration, last: int) -> Iterator[Window]:
    """Windows from the day after `start`, each one duration long, that open by `last`."""
    if length.months <= 0 and length.days <= 0:
        raise ValueError("a window must last a day at least")
    count = 1
    opens = start + 1
    while opens <= last:
        closes = after(start, length, count)
        yield Window(opens, closes)
        opens = closes + 1
        count += 1


def birth_day(born: str) -> int:
    """The day that ages count from: of `YYYY-MM` the month's last; ValueError if none."""
    if re.fullmatch(r"\d{4}-\d{2}", born):
        return calendar_window("month", day(f"{born}-01")).last
    return day(born)


def birthday(born: int, age: int, leap_rule: str) -> int:
    """The day on which an age is reached; 29 February in a common year by `leap_rule`."""
    reached = after(born, Duration(age * MONTHS["year"], 0))
    moved = date.fromordinal(reached).day != date.fromordinal(born).day
    return reached + 1 if moved and leap_rule == NEXT_DAY else reached


def ages(born: int, thresholds: tuple[int, ...], leap_rule: str) -> list[tuple[int, int]]:
    """Steps (first day, age) of an age that only changes at the thresholds.

    Between two thresholds the age stands for every age between them: it is the lower one.
    """
    return [(born, 0)] + [(birthday(born, age, leap_rule), age) for age in thresholds if age > 0]


def age_on(born: int, on: int, leap_rule: str) -> int:
    """The age in whole years on a day, 0 before the first birthday."""
    years = date.fromordinal(max(on, born)).year - date.fromordinal(born).year
    return years - 1 if years and birthday(born, years, leap_rule) > on else years
