"""Two return visits a year after a case is closed with the difficulty ended."""

from datetime import date
from itertools import count

from naive.days import ONE_DAY, anniversary
from naive.diary import Life
from naive.lines import Line, window

CLOSED = "困境解除"


def return_visit(life: Life) -> list[Line]:
    lines = []
    for closed in life.dates("结案", outcome=CLOSED):
        lines += counted_from(life, closed)
    return lines


def counted_from(life: Life, closed: date) -> list[Line]:
    """A17: years from the day after closure, up to eighteen, as long as nothing ended them."""
    lines: list[Line] = []
    over = ended(life, closed)
    opens = closed + ONE_DAY
    for number in count(1):
        natural = year_end(life, closed, number)
        if opens > life.on or not life.days[opens].under_18:
            break
        if over is not None and over <= natural:
            break
        last = cut(life, natural)
        visits = life.dates("回访")
        lines.append(window(life, "return-visit", (opens, last), last < natural, visits, times=2))
        opens = natural + ONE_DAY
    return lines


def year_end(life: Life, closed: date, number: int) -> date:
    """A47: by option the calendar year, from the day after closure."""
    if life.options["return_year"] == "calendar":
        return date((closed + ONE_DAY).year + number - 1, 12, 31)
    return anniversary(closed, number)


def ended(life: Life, closed: date) -> date | None:
    """A18, A32, A46: reopened, opened anew, or closed again; on the closing day only after it."""
    later = [day for day in life.dates("重启") if day >= closed]
    later += [day for day in life.dates("立案") if day > closed]
    later += [day for day in life.dates("结案", outcome=CLOSED) if day > closed]
    return min(later, default=None)


def cut(life: Life, natural: date) -> date:
    """A12: the last day is at most the one before eighteen."""
    last = natural
    while not life.days[last].under_18:
        last -= ONE_DAY
    return last
