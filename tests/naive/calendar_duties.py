"""The duties that come back with the calendar: months, quarters, half-years, years, terms."""

from collections.abc import Callable
from datetime import date

from naive.days import (
    ONE_DAY,
    Part,
    begins,
    ends,
    half_year,
    month,
    pieces,
    quarter,
    runs,
    term_of,
    year,
)
from naive.diary import Day, Life
from naive.lines import Line, window

Holds = Callable[[Day], bool]


def left_behind(day: Day) -> bool:
    return day.left_behind


def in_difficulty(day: Day) -> bool:
    return day.in_difficulty


def episodes(life: Life, among: Holds) -> list[list[date]]:
    return runs(day for day, facts in life.days.items() if among(facts))


def every(
    life: Life, duty: str, among: Holds, part: Part, evidence: list[date], *, first: bool
) -> list[Line]:
    """A01, A04, A14: one window for each part of the year of each episode."""
    lines = []
    for episode in episodes(life, among):
        for piece in pieces(episode, part):
            if first and exempt(life, episode, piece, part):
                continue
            cut = not ends(piece[-1], part)
            lines.append(window(life, duty, (piece[0], piece[-1]), cut, evidence))
    return lines


def exempt(life: Life, episode: list[date], piece: list[date], part: Part) -> bool:
    """Option first_partial: the first window, where it is only a part of one."""
    if life.options["first_partial"] == "required" or piece[0] != episode[0]:
        return False
    return not begins(piece[0], part)


def update_quarterly(life: Life) -> list[Line]:
    evidence = life.dates("信息更新") + life.dates("登记", register="留守儿童")
    return every(life, "update-quarterly", left_behind, quarter, evidence, first=True)


def rate_half_yearly(life: Life) -> list[Line]:
    evidence = life.dates("监护评估")
    return every(life, "rate-half-yearly", left_behind, half_year, evidence, first=True)


def grid_leader_visit(life: Life) -> list[Line]:
    evidence = life.dates("回访", visitor_role="镇网格长")
    return every(life, "grid-leader-visit", in_difficulty, month, evidence, first=True)


def screen_yearly(life: Life) -> list[Line]:
    evidence = life.dates("摸排") + life.dates("登记", register="困境儿童")
    return every(life, "screen-yearly", in_difficulty, year, evidence, first=True)


def while_rated(life: Life, duty: str, rating: str, part: Part) -> list[Line]:
    """A09: a window is owed if the rating was in force on any day of it up to the day asked."""
    lines = every(life, duty, left_behind, part, life.dates("监护评估"), first=False)
    return [line for line in lines if rated(life, line, rating)]


def rated(life: Life, line: Line, rating: str) -> bool:
    day, last = line.opens, line.due
    while last and day <= min(last, life.on):
        if life.days[day].rating == rating:
            return True
        day += ONE_DAY
    return False


def assess_fair_quarterly(life: Life) -> list[Line]:
    return while_rated(life, "assess-fair-quarterly", "一般", quarter)


def assess_poor_monthly(life: Life) -> list[Line]:
    return while_rated(life, "assess-poor-monthly", "差", month)


def school_verify(life: Life) -> list[Line]:
    """A20, A42: one window for each term and unbroken stay, or by option for each term."""
    term = term_of(life.terms)
    parts = [piece for stay in stays(life) for piece in pieces(stay, term)]
    return [verified(life, piece) for piece in parts if term(piece[0]) is not None]


def stays(life: Life) -> list[list[date]]:
    at_school = episodes(life, lambda day: day.left_behind and day.school is not None)
    if life.options["school_verify"] == "per_child":
        return at_school
    return [stay for run in at_school for stay in pieces(run, lambda d: life.days[d].school)]


def verified(life: Life, piece: list[date]) -> Line:
    school = life.days[piece[0]].school or ""
    evidence = life.dates("学期核实", school=school)
    if life.options["school_verify"] == "per_child":
        evidence = life.dates("学期核实")
    cut = not ends(piece[-1], term_of(life.terms))
    return window(life, "school-verify", (piece[0], piece[-1]), cut, evidence)
