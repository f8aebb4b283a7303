"""What was so on each day of a child's life in the records, one day after the other."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from naive.days import birthday, born_on, walk
from naive.journal import Event, dated, known

WORST_FIRST = ("差", "一般", "好")
LEAST_FIRST = ("撤回", "不同意", "同意")
BOTH = frozenset({"父亲", "母亲"})


class Day(NamedTuple):
    """The facts of one day, after all that happened on it."""

    day: date
    registers: frozenset[str] = frozenset()
    left_behind: bool = False
    in_difficulty: bool = False
    under_18: bool = True
    sixteen: bool = False
    rating: str | None = None
    key_targets: tuple[str, ...] = ()
    guarded: bool | None = None
    away: frozenset[str] = frozenset()
    other_capable: bool | None = None
    named: tuple[tuple[str, str, str], ...] = ()
    agreements: tuple[str, ...] = ()
    school: str | None = None
    place: str | None = None
    filed: bool = False
    under_14: bool = True
    consent: str | None = None

    @property
    def roles(self) -> set[str]:
        return {role for role, _, _ in self.named}


@dataclass(frozen=True)
class Life:
    """One child as known on the day asked, and every day from the first event to a year ahead."""

    id: str
    folder: str
    timeline: list[Event]
    events: list[Event]
    on: date
    options: dict[str, Any]
    terms: list[dict[str, Any]]
    birthdays: dict[int, date]
    days: dict[date, Day] = field(default_factory=dict)

    def dates(self, kind: str, **attributes: str) -> list[date]:
        """The days with such an event."""
        found = set()
        for event in self.events:
            fits = all(event.get(key) == value for key, value in attributes.items())
            if event["event"] == kind and fits:
                found.add(dated(event))
        return sorted(found)


def live(child: dict[str, Any], options: dict[str, Any], terms: list[Event], on: date) -> Life:
    timeline = child["timeline"]
    events = known(timeline, on)
    born = born_on(child["born"])
    birthdays = {age: birthday(born, age, options["feb29"]) for age in (14, 16, 18)}
    life = Life(child["id"], child["township"], timeline, events, on, options, terms, birthdays)
    first = min([on, *(dated(event) for event in events)])
    today = Day(first - timedelta(days=1))
    for day in walk(first, on + timedelta(days=400)):
        today = next_day(today, day, life)
        life.days[day] = today
    return life


def next_day(yesterday: Day, day: date, life: Life) -> Day:
    iso = day.isoformat()
    events = [event for event in life.events if event["date"] == iso]
    today = morning(yesterday, day, events)
    today = today._replace(**ages(today, day, life))
    for event in events:
        today = today._replace(**told(today, event))
    today = today._replace(consent=consent(yesterday, events))
    return today._replace(rating=rating(yesterday, today, events))


def morning(yesterday: Day, day: date, events: list[Event]) -> Day:
    """A26: until is the last day in force, and leaving belongs to the new state."""
    iso = day.isoformat()
    return yesterday._replace(
        day=day,
        registers=registers(yesterday, events),
        named=tuple(entry for entry in yesterday.named if iso <= entry[2]),
        agreements=in_force(yesterday, iso),
    )


def in_force(today: Day, iso: str) -> tuple[str, ...]:
    return tuple(until for until in today.agreements if iso <= until)


def registers(yesterday: Day, events: list[Event]) -> frozenset[str]:
    names = yesterday.registers
    for event in events:
        if event["event"] == "登记":
            names |= {event["register"]}
        if event["event"] == "退出":
            names -= {event["register"]}
    return names


def ages(today: Day, day: date, life: Life) -> dict[str, Any]:
    """A12: up to the day before the birthday."""
    limit = life.birthdays[int(life.options["lbc_age_limit"])]
    under_18 = day < life.birthdays[18]
    return {
        "left_behind": "留守儿童" in today.registers and day < limit,
        "in_difficulty": "困境儿童" in today.registers and under_18,
        "under_18": under_18,
        "under_14": day < life.birthdays[14],
        "sixteen": day >= life.birthdays[16],
    }


def rating(yesterday: Day, today: Day, events: list[Event]) -> str | None:
    """A07, A08, A22, A27: the worst of the latest day with one, within the present episode."""
    if not today.left_behind:
        return None
    given = {event["rating"] for event in events if event["event"] == "监护评估"}
    for worst in WORST_FIRST:
        if worst in given:
            return worst
    return yesterday.rating if yesterday.left_behind else None


def consent(yesterday: Day, events: list[Event]) -> str | None:
    """The worst answer of the latest day with one."""
    given = {event["consent"] for event in events if event["event"] == "监护人同意"}
    for worst in LEAST_FIRST:
        if worst in given:
            return worst
    return yesterday.consent


def told(today: Day, event: Event) -> dict[str, Any]:
    """What one event changes, beside registers and rating."""
    match event["event"]:
        case "信息更新" | "摸排" | "监护评估" | "登记" | "迁移":
            return stated(event)
        case "指定" | "解除指定":
            return {"named": naming(today, event)}
        case "外出" | "返乡":
            return moving(today, event)
        case "委托监护协议":
            agreements = (*today.agreements, event["until"])
            return {"agreements": in_force(today._replace(agreements=agreements), event["date"])}
        case "失去监护" | "监护落实":
            return {"guarded": event["event"] == "监护落实"}
        case "入学" | "离校":
            return {"school": schooling(today, event)}
        case _:
            return {}


def stated(event: Event) -> dict[str, Any]:
    """Facts said outright."""
    said: dict[str, Any] = {}
    for fact in ("guarded", "other_capable", "place"):
        if fact in event:
            said[fact] = event[fact]
    if "key_targets" in event:
        said["key_targets"] = tuple(event["key_targets"])
    if "parents_away" in event:
        said["away"] = frozenset(event["parents_away"])
    if event["event"] == "登记":
        said["filed"] = True
    if event["event"] == "迁移":
        said["place"] = event["to"]
    return said


def naming(today: Day, event: Event) -> tuple[tuple[str, str, str], ...]:
    """A37: designations add up; the end of one is the end of that worker in that role."""
    role, worker = event["role"], event["worker"]
    if event["event"] == "指定":
        until = event.get("until", "9999-12-31")
        return (*today.named, (role, worker, until)) if event["date"] <= until else today.named
    return tuple(entry for entry in today.named if entry[:2] != (role, worker))


def moving(today: Day, event: Event) -> dict[str, Any]:
    """A44: a set of parents; what was last said of the other one stays."""
    who = BOTH if event["who"] == "双方" else frozenset({event["who"]})
    away = today.away | who if event["event"] == "外出" else today.away - who
    return {"away": away, "other_capable": event.get("other_capable", today.other_capable)}


def schooling(today: Day, event: Event) -> str | None:
    """A43: leaving ends only the school it names."""
    if event["event"] == "入学":
        return str(event["school"])
    return None if event["school"] == today.school else today.school
