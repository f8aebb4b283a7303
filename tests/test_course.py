"""Counts for days to come are those that the list of each day has."""

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from case_loader import settings_of, whole_child
from case_records import ROOT, due, put, write_records
from random_children import OPTIONS, histories
from tonghu import period
from tonghu.cli import main
from tonghu.due.course import Count, Counts, Course, add, counts_on, course, span
from tonghu.due.engine import Rules
from tonghu.due.flag import ALERTS, UNREADABLE
from tonghu.due.lines import Asked, lines
from tonghu.due.rules import option_days, rules
from tonghu.duty.home import Home, load_home
from tonghu.record.repository import Repository
from tonghu.record.subject import CHILD, Subject

Row = dict[str, Any]

# What the handbook has no example of: short windows, and definitions that change within a window.
PAGES: dict[str, Row] = {
    "weekly": {"among": {"registers": "留守儿童"}, "do": "走访", "every": "week"},
    "rolling": {
        "do": "回访",
        "after": "走访",
        "ended_by": "返乡",
        "every": "P1Y",
        "since": "2025-10-07",
        "before": [
            {"do": "回访", "after": "走访", "every": "quarter", "by": "儿童主任", "force": "法定",
             "since": "2024-03-01"},
        ],
    },
    "short": {"do": ["服务", "回访"], "after": "外出", "within": "P3D", "when": {"rating": "差"}},
    "agreed": {"holds": {"agreement": "present"}, "when": {"parents_away": "present"}},
    "after-term": {"do": "学期核实", "after": "入学", "every": "term", "times": 2},
}  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The handbook with those pages besides."""
    folder = tmp_path_factory.mktemp("home")
    for name in ("schemas", "docs/handbook", "docs/sources"):
        shutil.copytree(ROOT / name, folder / name)
    common = {"subject": "child", "cites": ["QJ-029"], "by": "儿童主任", "force": "法定"}
    for name, page in PAGES.items():
        front = {"title": name, **common, "since": "2016-07-01", "before": [], **page}
        text = yaml.safe_dump(front, allow_unicode=True)
        path = folder / f"docs/handbook/odd/{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"---\n{text}---\n\n有时用到。\n", encoding="utf-8")
    found = load_home(folder)
    assert set(PAGES) <= set(found.sound())
    return found


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Repository]:
    """The repositories of different settings, made when first asked for."""

    class Made(dict[str, Repository]):
        def __missing__(self, text: str) -> Repository:
            folder = tmp_path_factory.mktemp("records")
            write_records(folder, settings_of(json.loads(text)), [])
            self[text] = Repository(folder)
            return self[text]

    return Made()


def of_day(subject: Subject, found: Rules, day: int) -> Counts:
    """The counts of the list of one day."""
    items, flags = lines(subject, found, Asked(day), {})
    places = found.staff.places
    seen: Counter[tuple[str, str]] = Counter()
    for item in items:
        seen[places.township(item.place) or item.place or "", item.status] += 1
    for flag in flags:
        if flag.code in ALERTS:
            seen[places.township(subject.folder) or subject.folder or "", UNREADABLE] += 1
    counts = {
        town: Count(seen[town, "due"], seen[town, "overdue"], seen[town, UNREADABLE])
        for town in {town for town, _ in seen}
    }
    return {town: count for town, count in counts.items() if any(count)}


def subject_of(child: Row) -> Subject:
    timeline, born = tuple(child["timeline"]), period.birth_day(child["born"])
    return Subject(CHILD, child["id"], timeline, born=born, folder=child["township"])


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(options=OPTIONS, history=histories(), back=st.integers(0, 45), length=st.integers(0, 75))
def test_every_day_of_a_course_is_what_the_list_of_that_day_has(
    home: Home, known: dict[str, Repository], options: Row, history: tuple[Row, date], back: int,
    length: int,
) -> None:  # fmt: skip
    child, on = history
    first = on.toordinal() - back
    found = rules(home, known[json.dumps(options, sort_keys=True)], first)
    subject = subject_of(child)
    steps = course(subject, span(found, first, first + length))
    for day in range(first, first + length + 1):
        assert counts_on(steps, day) == of_day(subject, found, day), period.iso(day)


QUIET: dict[str, Row] = {
    "a deadline passes": {"timeline": [{"date": "2026-09-08", "event": "外出", "who": "双方"}]},
    "an agreement ends": {
        "timeline": [
            {"date": "2026-06-01", "event": "外出", "who": "双方"},
            {"date": "2026-06-02", "event": "委托监护协议", "until": "2026-09-16"},
        ]
    },
    "an age is reached": {"born": "2010-09-17", "timeline": []},
}


@pytest.mark.parametrize("name", QUIET)
def test_what_changes_on_a_day_without_any_event(
    home: Home, known: dict[str, Repository], name: str
) -> None:
    register = {
        "date": "2026-01-05",
        "event": "登记",
        "register": "留守儿童",
        "place": "helu/qiaotou",
    }
    rated = {"date": "2026-07-20", "event": "监护评估", "rating": "差"}
    child = whole_child(1, {**QUIET[name], "timeline": [register, rated, *QUIET[name]["timeline"]]})
    first = period.day("2026-09-08")
    found = rules(home, known["{}"], first)
    steps = course(subject_of(child), span(found, first, first + 20))
    days = [of_day(subject_of(child), found, day) for day in range(first, first + 21)]
    assert [counts_on(steps, day) for day in range(first, first + 21)] == days
    monday = (date.fromordinal(first + n).weekday() == 0 for n in range(21))
    middle = zip(days, days[1:], list(monday)[1:], strict=False)
    assert any(before != after for before, after, begins in middle if not begins)


def subjects() -> Iterator[Subject]:
    repository = Repository(ROOT / "records")
    yield from list(repository.others())[::5]
    yield from list(repository.children())[::20]


def test_places_workers_and_children_of_the_demo_county_from_day_to_day(home: Home) -> None:
    first = period.day("2026-08-20")
    found = rules(home, Repository(ROOT / "records"), first)
    for subject in subjects():
        steps = course(subject, span(found, first, first + 75))
        for day in range(first, first + 76, 5):
            assert counts_on(steps, day) == of_day(subject, found, day), (subject.id, day)


def test_what_cannot_be_read_is_counted_where_it_lies(home: Home) -> None:
    on = period.day("2026-10-31")
    found = rules(home, Repository(ROOT / "tests/county/records"), on)
    child = Subject(CHILD, "K7Q2M48", (), folder="helu", unreadable=("case.yml",))
    assert counts_on(course(child, span(found, on, on)), on) == {"helu": Count(unreadable=1)}


def test_courses_are_added_and_taken_away() -> None:
    total: Course = {}
    add(total, {(5, "a"): Count(due=2), (7, "a"): Count(due=-1, overdue=1)})
    add(total, {(6, "b"): Count(due=1)})
    assert counts_on(total, 4) == {}
    assert counts_on(total, 6) == {"a": Count(due=2), "b": Count(due=1)}
    assert counts_on(total, 7) == {"a": Count(due=1, overdue=1), "b": Count(due=1)}
    add(total, {(6, "b"): Count(due=1)}, -1)
    assert counts_on(total, 7) == {"a": Count(due=1, overdue=1)}


def test_settings_that_change_are_known_beforehand(tmp_path: Path, home: Home) -> None:
    change = {"since": "2026-10-15", "value": "exempt", "before": [{"value": "required"}]}
    write_records(tmp_path, settings_of({"first_partial": change}), [])
    days = option_days(home, Repository(tmp_path))
    assert period.day("2026-10-15") in days


def test_the_counts_are_those_of_the_list(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    records = tmp_path / "records"
    shutil.copytree(ROOT / "tests/county/records", records)
    put(records / "children/helu/H28JT9J/2026-10-01-zz9.yml", {"not": "a list"})
    listed = due(records, "2026-10-31", None, everything=False)
    told = ["--records", str(records), "--on", "2026-10-31", "--home", str(ROOT)]
    assert main(["due", "--count", "--format", "json", *told]) == 0
    counted = json.loads(capsysbinary.readouterr().out)
    statuses = Counter(item["status"] for item in listed["items"])
    broken = sum(flag["code"] in ALERTS for flag in listed["flags"])
    total = {"due": statuses["due"], "overdue": statuses["overdue"], "unreadable": broken}
    assert counted["total"] == total
    assert [row["township"] for row in counted["townships"]][:2] == ["helu", "lanbai"]
    assert main(["due", "--count", *told]) == 0
    table = capsysbinary.readouterr().out.decode()
    assert f"{statuses['due']}" in table.splitlines()[-1]


@pytest.mark.parametrize("also", [["--all"], ["--since", "2026-10-01"], ["--format", "csv"]])
def test_a_count_refuses_what_is_about_lists(also: list[str]) -> None:
    assert main(["due", "--count", "--records", str(ROOT / "tests/county/records"), *also]) == 2
