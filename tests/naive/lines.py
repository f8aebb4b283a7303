"""One line of a due list, and the three ways a window is judged."""

from dataclasses import dataclass
from datetime import date

from naive.diary import Life


@dataclass(frozen=True)
class Line:
    """What one window of one duty came to; ."""

    duty: str
    opens: date
    due: date | None
    status: str
    late: bool | None = None
    done: date | None = None
    finder: str | None = None


def window(
    life: Life, duty: str, days: tuple[date, date], cut: bool, evidence: list[date], times: int = 1
) -> Line:
    """A02, A14, A52: a window with a last day, which may have been cut."""
    opens, last = days
    inside = [day for day in sorted(set(evidence)) if opens <= day <= last]
    if len(inside) >= times:
        return Line(duty, opens, last, "satisfied", done=inside[times - 1])
    if life.on <= last:
        return Line(duty, opens, last, "due")
    return Line(duty, opens, last, "lapsed" if cut else "overdue")


def open_ended(
    life: Life, duty: str, opens: date, scope: list[date], evidence: list[date], early: int = 0
) -> Line:
    """A16, A29, A30: no last day while the scope lasts; `scope` is the run of days it lasts."""
    over = life.on > scope[-1]
    due = scope[-1] if over else None
    met = [day for day in evidence if -early <= (day - opens).days and day <= scope[-1]]
    if met:
        return Line(duty, opens, due, "satisfied", done=min(met))
    return Line(duty, opens, due, "lapsed" if over else "due")


def at_once(life: Life, duty: str, opens: date, evidence: list[date]) -> Line:
    """A15, A41: the day itself; later is late."""
    met = [day for day in evidence if day >= opens]
    if met:
        return Line(duty, opens, opens, "satisfied", late=min(met) > opens, done=min(met))
    return Line(duty, opens, opens, "due" if life.on == opens else "overdue")


def judged_on(life: Life, line: Line) -> date:
    """A21: the day asked for an open window, the last day for an ended one."""
    return line.due if line.due is not None and line.due < life.on else life.on


def place_on(life: Life, day: date) -> str:
    """A21, A53: where the child is; before the first known place the first; else the folder."""
    known = [facts for facts in life.days.values() if facts.place]
    if not known:
        return life.folder
    return str(life.days[day].place or known[0].place)
