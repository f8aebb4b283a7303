"""The summaries: every cross-check of the form holds in every row of every county, exactly."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tonghu import period
from tonghu.ledger.gather import Gathering, filled, gathering, made_of
from tonghu.ledger.model import Ledger
from tonghu.ledger.table import Table
from tonghu.record.subject import CHILD, Subject, birth_or_none

ROOT = Path(__file__).resolve().parent.parent
COUNTY = ROOT / "tests/county/records"
ON = period.day("2026-10-15")
FORM, NATIONAL = "screening-summary", "national-summary"
PUBLISHED = """
1 = 2 + 5 + 8; 1 = 11..18; 1 = 19 + 20; 1 = 21..25; 1 = 26..29; 1 = 30 + 31 + 32
2 = 3 + 4; 5 = 6 + 7; 8 = 9 + 10; 13 + 14 = 24 + 25
"""
"""What the form of 2016 publishes; the headings of most of its columns it does not show."""

STAGES = [
    "学龄前",
    "未入园",
    "幼儿园",
    "小学",
    "初中",
    "高中",
    "中职",
    "特殊教育",
    "辍学",
    "不在学",
    "其他",
    "未采集",
]
ON_FORM = ["未入园", "幼儿园", "小学", "初中", "高中", "中职", "辍学", "不在学"]
HOMES = [
    "父母",
    "父或母",
    "祖父母",
    "外祖父母",
    "其他亲属",
    "朋友邻居",
    "寄宿学校",
    "独自居住",
    "机构",
    "未采集",
]
PLACES = st.sampled_from(["helu/qiaotou", "helu/shangwan", "lanbai/shixi", "lanbai/unknown"])
BORN = st.dates(date(2007, 1, 1), date(2026, 9, 1)).map(str)
YOUNG = st.dates(date(2011, 1, 1), date(2025, 12, 31)).map(str)
SAID = {
    "stage": st.sampled_from(STAGES),
    "boarding": st.booleans(),
    "living_arrangement": st.sampled_from(HOMES),
    "guarded": st.booleans(),
    "parents_away": st.sampled_from([[], ["父亲"], ["母亲"], ["父亲", "母亲"], "双方"]),
    "other_capable": st.booleans(),
    "health": st.sampled_from(["健康", "残疾", "未采集"]),
    "hukou_nature": st.sampled_from(["农村居民户口", "未采集"]),
    "place": PLACES,
}
LATER: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [
        {"event": "辍学"},
        {"event": "复学"},
        {"event": "入学", "school": "helu-school"},
        {"event": "离校", "school": "helu-school"},
        {"event": "失去监护"},
        {"event": "监护落实"},
        {"event": "外出", "who": "父亲", "other_capable": False},
        {"event": "返乡", "who": "双方"},
        {"event": "监护评估", "rating": "好"},
        {"event": "监护评估", "rating": "差"},
        {"event": "退出", "register": "留守儿童"},
        {"event": "待遇", "kind": "低保"},
    ]
)
ENTRY: dict[str, Any] = {"event": "登记", "register": "留守儿童"}


@st.composite
def children(draw: st.DrawFn) -> Subject:
    """A child of whom anything may be known or not, even the sex and the day of birth."""
    said = draw(st.fixed_dictionaries({}, optional=SAID))
    events: list[dict[str, Any]] = [
        {**ENTRY, **({"place": draw(PLACES)} if draw(st.booleans()) else {})},
        {"event": "信息更新", **said},
        *draw(st.lists(LATER, max_size=4)),
    ]
    head = {
        "born": draw(st.one_of(BORN, st.just("?"))),
        "sex": draw(st.sampled_from(["男", "女", "未知", None])),
    }
    return child(events, head)


@st.composite
def complete(draw: st.DrawFn) -> Subject:
    """A child of whom everything that the form asks is known."""
    both = draw(st.booleans())
    home = st.sampled_from([name for name in HOMES if name not in ("寄宿学校", "机构", "未采集")])
    said = {
        "stage": draw(st.sampled_from(ON_FORM)),
        "boarding": draw(st.booleans()),
        "living_arrangement": draw(home),
        "parents_away": ["父亲", "母亲"] if both else ["父亲"],
        "other_capable": False,
        "place": draw(PLACES),
    }
    rating: dict[str, Any] = {
        "event": "监护评估",
        "rating": draw(st.sampled_from(["好", "一般", "差"])),
    }
    head = {"born": draw(YOUNG), "sex": draw(st.sampled_from(["男", "女"]))}
    update: dict[str, Any] = {"event": "信息更新", **said}
    return child([ENTRY, update, rating], head)


def child(events: list[dict[str, Any]], head: dict[str, Any]) -> Subject:
    days = (f"2026-{month:02}-03" for month in range(1, 13))
    entries = tuple(
        {"ref": f"e{at}", "date": next(days), "by": "W001", **event}
        for at, event in enumerate(events)
    )
    data = {key: value for key, value in head.items() if value is not None}
    born = birth_or_none(data["born"])
    return Subject(CHILD, "A000000", entries, born=born, folder="helu", data=data)


@cache
def gathered(name: str) -> Gathering:
    return gathering(COUNTY, ROOT, ON, frozenset([name]))


def table(name: str, county: list[Subject]) -> Table:
    made = gathered(name)
    (found,) = made_of(made, [filled(made, county)])
    return found


def equations(ledger: Ledger) -> Iterator[tuple[str, list[int], list[int]]]:
    """Each equation as written, read anew here: the numbers left, and right with what lacks."""
    for check in ledger.checks:
        left, right = ([*numbers(side)] for side in check.equation.split(" = "))
        yield check.equation, left, right + list(check.lacking)


def numbers(side: str) -> Iterator[int]:
    for part in side.split(" + "):
        first, _, last = part.partition("..")
        yield from range(int(first), int(last or first) + 1)


def cells(found: Table, row: tuple[Any, ...]) -> dict[int, int]:
    return {
        column.number: int(cell) for column, cell in zip(found.ledger.columns, row[1:], strict=True)
    }


def test_the_page_has_the_published_equations_word_for_word() -> None:
    (form,) = gathered(FORM).cells
    published = [each.strip() for each in re.split("[;\n]", PUBLISHED) if each.strip()]
    assert [check.equation for check in form.ledger.checks] == published
    assert {column.number for column in form.ledger.columns} >= set(range(1, 33))
    assert all(n > 32 for check in form.ledger.checks for n in check.lacking)
    shown = {column.number for column in form.ledger.columns[:32] if not column.inferred}
    assert shown == {1, 2, 5, 8}


@settings(max_examples=60, deadline=None)
@given(st.lists(children(), max_size=12))
def test_in_every_row_of_any_county_what_is_short_is_not_collected(county: list[Subject]) -> None:
    for name in (FORM, NATIONAL):
        found = table(name, county)
        for row in found.rows:
            counts = cells(found, row)
            for written, left, right in equations(found.ledger):
                assert sum(counts[n] for n in left) == sum(counts[n] for n in right), written
        assert not [balance.wrong for balance in found.balances if balance.wrong]


@settings(max_examples=60, deadline=None)
@given(st.lists(complete(), max_size=12))
def test_where_everything_is_known_the_form_s_own_equations_hold(county: list[Subject]) -> None:
    found = table(FORM, county)
    for row in found.rows:
        counts = cells(found, row)
        assert not any(counts[n] for n in counts if n > 32)
        for check in found.ledger.checks:
            left, right = ([*numbers(side)] for side in check.equation.split(" = "))
            assert sum(counts[n] for n in left) == sum(counts[n] for n in right)
    assert all(balance.short == 0 for balance in found.balances)


@settings(max_examples=40, deadline=None)
@given(st.lists(children(), max_size=12))
def test_villages_add_up_to_townships_and_these_to_the_county(county: list[Subject]) -> None:
    found = table(FORM, county)
    sums = {level: [0] * len(found.ledger.columns) for level in (0, 1, 2)}
    for level, row in zip(found.levels, found.rows, strict=True):
        sums[level] = [a + int(b) for a, b in zip(sums[level], row[1:], strict=True)]
    assert sums[0] == sums[1] == sums[2]
    assert found.subjects == sums[0][0]


@pytest.mark.parametrize("name", [FORM, NATIONAL])
def test_a_county_without_children_has_all_its_places(name: str) -> None:
    found = table(name, [])
    assert found.subjects == 0 and len(found.rows) in (3, 6)
    assert all(cell == 0 for row in found.rows for cell in row[1:])
