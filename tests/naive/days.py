"""Days and nothing else: walking along them, birthdays, anniversaries, parts of the year."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

ONE_DAY = timedelta(days=1)
Part = Callable[[date], object]


def walk(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += ONE_DAY


def last_of_month(year: int, month: int) -> date:
    day = date(year, month, 28)
    while (day + ONE_DAY).month == month:
        day += ONE_DAY
    return day


def born_on(born: str) -> date:
    """A month of birth counts from its last day."""
    if len(born) == len("2015-03"):
        return last_of_month(int(born[:4]), int(born[5:]))
    return date.fromisoformat(born)


def is_29_february(day: date) -> bool:
    return (day.month, day.day) == (2, 29)


def leaps(year: int) -> bool:
    return last_of_month(year, 2).day == 29


def birthday(born: date, age: int, feb29: str) -> date:
    """A13: born on 29 February, in a common year it is 28 February (or by option 1 March)."""
    year = born.year + age
    if is_29_february(born) and not leaps(year):
        return date(year, 3, 1) if feb29 == "mar01" else date(year, 2, 28)
    return date(year, born.month, born.day)


def anniversary(start: date, years: int) -> date:
    """A17: of 29 February in a common year, 28 February."""
    return birthday(start, years, "feb28")


def month(day: date) -> object:
    return day.year, day.month


def quarter(day: date) -> object:
    return day.year, (day.month - 1) // 3


def half_year(day: date) -> object:
    return day.year, (day.month - 1) // 6


def year(day: date) -> object:
    return day.year


def term_of(terms: list[dict[str, Any]]) -> Part:
    """The name of the term that a day lies in, if any."""

    def part(day: date) -> object:
        for term in terms:
            if term["start"] <= day.isoformat() <= term["end"]:
                return term["name"]
        return None

    return part


def runs(days: Iterable[date]) -> list[list[date]]:
    """Days in order, split where a day is missing."""
    found: list[list[date]] = []
    for day in days:
        if found and found[-1][-1] + ONE_DAY == day:
            found[-1].append(day)
        else:
            found.append([day])
    return found


def pieces(run: list[date], part: Part) -> list[list[date]]:
    """One run, split where the part of the year (or what else) changes."""
    found: list[list[date]] = []
    for day in run:
        if found and part(found[-1][-1]) == part(day):
            found[-1].append(day)
        else:
            found.append([day])
    return found


def begins(day: date, part: Part) -> bool:
    return part(day - ONE_DAY) != part(day)


def ends(day: date, part: Part) -> bool:
    return part(day + ONE_DAY) != part(day)
