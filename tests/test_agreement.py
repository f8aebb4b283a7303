"""The engine and the naive reading agree on whatever may happen in a child's life."""

import os
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from case_loader import settings_of, world
from case_records import ROOT, write_records
from naive import judge
from naive.judge import DUTIES
from random_children import OPTIONS, histories
from tonghu import period
from tonghu.due.flag import ALERTS
from tonghu.due.lines import Asked, lines
from tonghu.due.rules import rules
from tonghu.duty.home import load_home
from tonghu.record.repository import Repository
from tonghu.record.subject import CHILD, Subject

Row = dict[str, Any]
Found = tuple[list[tuple[Any, ...]], set[str]]
Engine = Callable[[Row, Row, date], Found]

# More children, other ones each time: TONGHU_EXAMPLES=20000 pytest tests/test_agreement.py
EXAMPLES = os.environ.get("TONGHU_EXAMPLES")
KEYS = ("duty", "opens", "due", "status", "late")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """The engine without its files: a repository for each choice of options, a child as data."""
    home = load_home(ROOT)

    @cache
    def repository(options: tuple[tuple[str, Any], ...]) -> Repository:
        folder: Path = tmp_path_factory.mktemp("records")
        write_records(folder, settings_of(dict(options)), [])
        return Repository(folder)

    def ask(options: Row, child: Row, on: date) -> Found:
        found = repository(tuple(sorted(options.items())))
        day = period.day(on.isoformat())
        asked = Asked(day, None, everything=True)
        items, flags = lines(subject(child), rules(home, found, day), asked, {})
        rows = [item.json() for item in items if item.json()["duty"] in DUTIES]
        return comparable(rows), {flag.code for flag in flags} - {*ALERTS}

    return ask


def subject(child: Row) -> Subject:
    return Subject(
        CHILD,
        child["id"],
        tuple(child["timeline"]),
        born=period.birth_day(child["born"]),
        folder=child["township"],
    )


def naive_answer(options: Row, child: Row, on: date) -> Found:
    rows, flags = judge(settings_of(options), world()["team"], child, on)
    return comparable(rows), {code for _, code in flags}


def comparable(rows: list[Row]) -> list[tuple[Any, ...]]:
    found = [(*(row[key] for key in KEYS), row["place"].split("/")[0]) for row in rows]
    return sorted(found, key=str)


@settings(
    max_examples=int(EXAMPLES or 500),
    derandomize=EXAMPLES is None,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(options=OPTIONS, history=histories())
def test_engine_agrees_with_the_naive_reading(
    engine: Engine, options: Row, history: tuple[Row, date]
) -> None:
    child, on = history
    expected, flags = naive_answer(options, child, on)
    for line in expected:
        event(f"{line[0]} {line[3]}")
    assert engine(options, child, on) == (expected, flags)


@settings(max_examples=50, derandomize=True, database=None, deadline=None)
@given(history=histories(), shuffle=st.randoms(use_true_random=False))
def test_the_order_of_writing_changes_nothing(
    engine: Engine, history: tuple[Row, date], shuffle: Any
) -> None:
    child, on = history
    timeline = list(child["timeline"])
    shuffle.shuffle(timeline)
    assert engine({}, {**child, "timeline": timeline}, on) == engine({}, child, on)
