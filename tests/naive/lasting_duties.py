"""The duties to have something in place on the day asked: a named person, an agreement."""

from datetime import date

from naive.calendar_duties import Holds, episodes
from naive.diary import Day, Life
from naive.lines import Line


def in_place(life: Life, duty: str, need: Holds, met: Holds) -> list[Line]:
    """A36, A38: the present or latest gap within the present need, else the need's first day."""
    if not need(life.days[life.on]):
        return []
    present = next(run for run in episodes(life, need) if life.on in run)
    present = [day for day in present if day <= life.on]
    status = "satisfied" if met(life.days[life.on]) else "due"
    gaps = [day for day in present if not met(life.days[day])]
    opens = first_of_last_gap(gaps) if gaps else present[0]
    done = filled(life, present, met) if status == "satisfied" else None
    return [Line(duty, opens, None, status, done=done)]


def first_of_last_gap(gaps: list[date]) -> date:
    first = gaps[-1]
    for day in reversed(gaps):
        if (first - day).days <= 1:
            first = day
    return first


def filled(life: Life, present: list[date], met: Holds) -> date:
    """The day since which it has been in place."""
    since = present[-1]
    for day in reversed(present):
        if not met(life.days[day]):
            return since
        since = day
    return since


def needs_agreement(day: Day) -> bool:
    """A23: both away, or one away and the other without capacity."""
    one_and_incapable = bool(day.away) and day.other_capable is False
    return day.under_18 and (len(day.away) == 2 or one_and_incapable)


def name_contact(life: Life) -> list[Line]:
    def need(day: Day) -> bool:
        return day.left_behind and day.rating == "一般"

    return in_place(life, "name-contact", need, lambda day: "联络人" in day.roles)


def name_responsible(life: Life) -> list[Line]:
    def need(day: Day) -> bool:
        return day.left_behind and day.rating == "差"

    return in_place(life, "name-responsible", need, lambda day: "责任人" in day.roles)


def caring_parent(life: Life) -> list[Line]:
    def met(day: Day) -> bool:
        return "爱心家长" in day.roles

    return in_place(life, "caring-parent", lambda day: day.left_behind, met)


def care_agreement(life: Life) -> list[Line]:
    return in_place(life, "care-agreement", needs_agreement, lambda day: bool(day.agreements))
