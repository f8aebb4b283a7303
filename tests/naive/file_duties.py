"""The duties on consent and on what becomes of a file."""

from datetime import date

from naive.calendar_duties import episodes
from naive.days import birthday
from naive.diary import Day, Life
from naive.event_duties import on_each_run
from naive.lines import Line

KEPT = {"P1Y": 1, "P2Y": 2, "P3Y": 3, "P5Y": 5, "P10Y": 10}


def listed_under_14(day: Day) -> bool:
    return (day.left_behind or day.in_difficulty) and day.under_14


def guardian_consent(life: Life) -> list[Line]:
    """Due on the day of registration; what was given in the fourteen years before counts."""
    given = life.dates("监护人同意", consent="同意")
    lines = []
    for day in life.dates("登记"):
        if listed_under_14(life.days[day]):
            met = [each for each in given if each >= birthday(day, -14, "feb28")]
            lines.append(by_the_day(life, "guardian-consent", day, day, met))
    return lines


def by_the_day(life: Life, duty: str, opens: date, last: date, met: list[date]) -> Line:
    """A15: until the last day; later is late."""
    if met:
        late = min(met) > last
        return Line(duty, opens, last, "satisfied", late=late, done=min(met))
    return Line(duty, opens, last, "due" if life.on <= last else "overdue")


def consent_withdrawn(life: Life) -> list[Line]:
    evidence = life.dates("监护人同意", consent="同意") + life.dates("档案处置")
    return on_each_run(life, "consent-withdrawn", listed_under_14, unwilling, sorted(evidence))


def unwilling(day: Day) -> bool:
    return day.consent in ("不同意", "撤回")


def closed(day: Day) -> bool:
    return day.filed and day.under_18 and not (day.left_behind or day.in_difficulty)


def closed_file(life: Life) -> list[Line]:
    """Each time a child is in no register any more: by the end of the time that files are kept."""
    years = KEPT[str(life.options["keep_closed"])]
    lines = []
    for run in episodes(life, closed):
        met = [day for day in life.dates("档案处置") if day >= run[0]]
        last = birthday(run[0], years, "feb28")
        lines.append(by_the_day(life, "closed-file", run[0], last, met))
    return lines


def file_at_18(life: Life) -> list[Line]:
    def grown(day: Day) -> bool:
        return day.filed and not day.under_18

    return on_each_run(life, "file-at-18", lambda _: True, grown, life.dates("档案处置"))
