"""What a diff says is the difference of two full lists, whatever happens in a child's life."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from case_loader import settings_of, world
from case_records import ROOT, put, write_records
from random_children import OPTIONS, histories
from tonghu import period
from tonghu.change.ahead import months
from tonghu.change.model import Load, Outcome
from tonghu.change.sides import Sides, Where, sides
from tonghu.change.subjects import Pair, compared
from tonghu.due.lines import Asked, lines
from tonghu.duty.home import load_home
from tonghu.record.subject import CHILD, Subject

Row = dict[str, Any]
OWED = ("due", "overdue")
PLAIN = settings(
    max_examples=60, derandomize=True, database=None, deadline=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the two states lie; the handbook is read once for all examples."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("tonghu.change.sides.load_home", cache(load_home))
        yield tmp_path_factory.mktemp("records")


def both(folder: Path, old: Row, new: Row, on: int) -> Sides:
    """Two states of settings with the handbook as it is."""
    if not (folder / "base").exists():
        for name in ("base", "head"):
            write_records(folder / name, settings_of({}), [])
    for name, options in (("base", old), ("head", new)):
        put(folder / name / "settings.yml", settings_of(options))
    return sides(Where(folder / "base", ROOT), Where(folder / "head", ROOT), on)


def subject(child: Row, without: int = 0) -> Subject:
    """A child, perhaps as it was before its last events were recorded."""
    events = child["timeline"][: len(child["timeline"]) - without]
    born = period.birth_day(child["born"])
    return Subject(CHILD, child["id"], tuple(events), born=born, folder=child["township"])


def listed(subject: Subject, found: Sides, name: str, on: int) -> dict[tuple[Any, ...], Row]:
    """The lines of a full list by what makes each the same."""
    side = getattr(found, name)
    items, _ = lines(subject, side.rules, Asked(on, None, everything=True), side.titles)
    return {(item.duty, item.opens, item.given): item.json() for item in items}


def difference(old: dict[tuple[Any, ...], Row], new: dict[tuple[Any, ...], Row]) -> list[Any]:
    """(duty, opens, state before, state after) of what is owed in one and not so in the other."""
    found = []
    for key in {*old, *new}:
        was, now = old.get(key), new.get(key)
        if any(each and each["status"] in OWED for each in (was, now)):
            before, after = (each and state(each) for each in (was, now))
            if before != after:
                found.append((key[0], key[1], before, after))
    return sorted(found, key=str)


def state(item: Row) -> tuple[Any, ...]:
    by = item["by"]
    return item["status"], item["due"], item["place"], by["role"], by["worker"]


def said(outcome: Outcome) -> list[Any]:
    found = []
    for each in outcome.altered:
        before, after = (
            one and (one.status, one.due and period.iso(one.due), *one[2:])
            for one in (each.base, each.head)
        )
        found.append((each.duty, period.iso(each.opens), before, after))
    return sorted(found, key=str)


@PLAIN
@given(options=OPTIONS, history=histories(), without=st.integers(0, 4))
def test_a_change_of_records_is_the_difference_of_two_lists(
    folder: Path, options: Row, history: tuple[Row, Any], without: int
) -> None:
    child, day = history
    on = day.toordinal()
    found = both(folder, options, options, on)
    old, new = subject(child, without), subject(child)
    outcome = compared(Pair(old, new, old == new), found)
    expected = difference(listed(old, found, "base", on), listed(new, found, "head", on))
    assert said(outcome) == expected


@PLAIN
@given(old=OPTIONS, new=OPTIONS, history=histories())
def test_a_change_of_settings_is_the_difference_of_two_lists(
    folder: Path, old: Row, new: Row, history: tuple[Row, Any]
) -> None:
    child, day = history
    on = day.toordinal()
    found = both(folder, old, new, on)
    one = subject(child)
    outcome = compared(Pair(one, one, True), found)
    expected = difference(listed(one, found, "base", on), listed(one, found, "head", on))
    assert said(outcome) == expected


@PLAIN
@given(
    history=histories(),
    role=st.sampled_from(["儿童主任", "儿童督导员", "联络人", "责任人"]),
    days=st.sampled_from([{}, {"since": "2099-01-01"}, {"until": "2020-01-01"}]),
    where=st.sampled_from(["zhongshan", "zhongshan/shuishi", "nowhere"]),
)
def test_a_change_of_the_team_is_the_difference_of_two_lists(
    folder: Path, history: tuple[Row, Any], role: str, days: Row, where: str
) -> None:
    child, day = history
    on = day.toordinal()
    both(folder, {}, {}, on)
    _, *others = world()["team"]
    code = child["timeline"][-1].get("worker", "W001") if child["timeline"] else "W001"
    others = [each for each in others if each["code"] != code]
    try:
        moved = {"code": code, "works_at": where, "roles": [role], **days}
        put(folder / "head" / "team.yml", {"workers": [*others, moved]})
        found = both(folder, {}, {}, on)
    finally:
        put(folder / "head" / "team.yml", {"workers": world()["team"]})
    one = subject(child)
    outcome = compared(Pair(one, one, True), found)
    expected = difference(listed(one, found, "base", on), listed(one, found, "head", on))
    assert said(outcome) == expected


@PLAIN
@given(options=OPTIONS, history=histories())
def test_a_month_holds_what_its_list_would_if_nothing_more_were_done(
    folder: Path, options: Row, history: tuple[Row, Any]
) -> None:
    child, day = history
    on = day.toordinal()
    found = both(folder, options, options, on)
    known = [event for event in child["timeline"] if period.day(event["date"]) <= on]
    one = subject({**child, "timeline": known})
    work = compared(Pair(None, one, False), found).work["head"]
    held = {duty.id for duty in found.head.rules.duties if duty.holds}
    for month in months(on):
        listed_then = listed(one, found, "head", month.last).values()
        expected = Counter(item["duty"] for item in listed_then if falls(item, month, on, found))
        when = period.iso(month.first)[: len("2026-10")]
        counted = Counter({each.duty: n for each, n in totals(work, when).items()})
        assert {d: n for d, n in counted.items() if d not in held} == expected


def totals(work: Counter[Load], when: str) -> Counter[Load]:
    """What is to be done in one month, by duty alone."""
    found: Counter[Load] = Counter()
    for load, number in work.items():
        if load.when == when:
            found[Load(when, load.duty, "", "", "")] += number
    return found


def falls(item: Row, month: period.Window, on: int, found: Sides) -> bool:
    """Whether a line is undone and counts in the month: by its last day, else by its first."""
    (duty, *_) = [duty for duty in found.head.rules.duties if duty.id == item["duty"]]
    if duty.holds or item["status"] == "satisfied":
        return False
    if duty.every is None and duty.within is None:
        return max(on + 1, month.first) <= period.day(item["opens"]) <= month.last
    return month.first <= period.day(item["due"]) <= month.last
