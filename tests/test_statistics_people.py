"""Who is counted and as what: records written out, and what the public tables see of them."""

from pathlib import Path

import pytest

from checked_county import ROOT, lay, quiet
from tonghu.period import calendar_window, day
from tonghu.statistics.counting import Census, Person, changed
from tonghu.statistics.people import Counted, counted, names_of, sight, townships

OVER = calendar_window("quarter", day("2026-09-30"))
SETTINGS = (
    "area: lanshan\nadopts: [qianjiang-2016, county-exchange, town-2022]\nseal: none\n"
    "terms:\n  - {name: 2026春, start: 2026-02-20, end: 2026-07-05}\n"
)
BY = "by: W012"
LEFT = f"ref: a1, date: 2026-01-05, event: 登记, register: 留守儿童, place: zhongshan/shuishi, {BY}"
POOR = (
    "ref: b1, date: 2026-01-05, event: 登记, register: 困境儿童, types: [家庭贫困, 自身残疾], "
    f"place: zhongshan/shuishi, {BY}"
)


def census(tmp_path: Path, *events: str, sex: str = "女", born: str = "2015-03") -> Counted:
    head = f"id: K7Q2M48\nborn: {born}\nsex: {sex}\ntimeline:\n"
    text = head + "".join(f"  - {{{event}}}\n" for event in events)
    records = lay(
        tmp_path,
        {"settings.yml": SETTINGS, "children/zhongshan/K7Q2M48/case.yml": text},
    )
    return counted(records, ROOT, OVER, quiet)


def seen(tmp_path: Path, *events: str, **head: str) -> dict[str, tuple[str, ...]]:
    """The values of the only child."""
    (person,) = census(tmp_path, *events, **head).people.values()
    names = sight(tmp_path / "records", ROOT, OVER).definitions.dimensions
    return dict(zip(names, person.profile, strict=True))


def test_a_child_is_counted_as_what_it_is_on_the_last_day(tmp_path: Path) -> None:
    rated = f"ref: a2, date: 2026-09-30, event: 监护评估, rating: 一般, {BY}"
    later = f"ref: a3, date: 2026-10-01, event: 监护评估, rating: 差, {BY}"
    found = seen(tmp_path, LEFT, POOR, rated, later)
    assert found["register"] == ("留守儿童", "困境儿童")
    assert found["rating"] == ("一般",)
    assert found["rating_band"] == ("一般或差",)
    assert (found["sex"], found["age"]) == (("女",), ("6-11岁",))
    assert found["type"] == ("家庭贫困", "自身残疾")
    assert found["type_group"] == ("家庭方面", "自身方面")
    assert found["stage"] == ("其他或未采集",)


@pytest.mark.parametrize(
    ("born", "age"),
    [
        ("2020-10", "0-5岁"),
        ("2020-09", "6-11岁"),
        ("2014-10", "6-11岁"),
        ("2014-09", "12-15岁"),
        ("2010-10", "12-15岁"),
        ("2010-09", "16-17岁"),
    ],
)
def test_the_age_is_that_of_the_last_day(tmp_path: Path, born: str, age: str) -> None:
    assert seen(tmp_path, POOR, born=born)["age"] == (age,)


def test_what_is_not_said_counts_as_not_said(tmp_path: Path) -> None:
    found = seen(tmp_path, POOR, sex="未知")
    assert found["sex"] == ("未说明",)
    assert found["rating"] == ("未评估",)


@pytest.mark.parametrize(
    "event",
    [
        "event: 退出, register: 留守儿童",
        "event: 登记, retracts: a1, reason: 记错",
    ],
)
def test_who_has_left_or_never_came_is_not_counted(tmp_path: Path, event: str) -> None:
    last = f"ref: z1, date: 2026-09-30, {event}, {BY}"
    assert census(tmp_path, LEFT, last).people == {}


def test_a_child_is_counted_where_it_is(tmp_path: Path) -> None:
    moved = f"ref: a2, date: 2026-08-01, event: 迁移, to: heping/gaotan, {BY}"
    assert [p.geo for p in census(tmp_path, LEFT).people.values()] == ["lanshan/zhongshan"]
    assert [p.geo for p in census(tmp_path, LEFT, moved).people.values()] == ["lanshan/heping"]


def test_every_township_is_listed_and_named(tmp_path: Path) -> None:
    found = sight(lay(tmp_path, {"settings.yml": SETTINGS}), ROOT, OVER)
    assert townships(found) == ["lanshan/heping", "lanshan/zhongshan"]
    names = names_of(found, ROOT)
    assert (names["lanshan"], names["heping"]) == ("岚山县", "禾坪镇")
    assert "update-quarterly" in names


def done(found: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return dict(zip(found["duty"], found["done"], strict=True))


def test_a_duty_that_ended_in_the_quarter_is_done_in_time_or_not(tmp_path: Path) -> None:
    update = f"ref: a2, date: 2026-09-30, event: 信息更新, unchanged: true, {BY}"
    assert done(seen(tmp_path / "no", LEFT)) == {"update-quarterly": "没有按时做到"}
    assert done(seen(tmp_path / "yes", LEFT, update)) == {"update-quarterly": "按时做到"}


def test_every_one_of_several_windows_must_be_met(tmp_path: Path) -> None:
    def visit(month: int) -> str:
        return f"ref: v{month}, date: 2026-{month:02}-10, event: 回访, visitor_role: 镇网格长, {BY}"

    two, three = [visit(7), visit(8)], [visit(7), visit(8), visit(9)]
    assert done(seen(tmp_path / "two", POOR, *two))["grid-leader-visit"] == "没有按时做到"
    assert done(seen(tmp_path / "three", POOR, *three))["grid-leader-visit"] == "按时做到"


def test_windows_cut_by_leaving_are_not_counted(tmp_path: Path) -> None:
    """How many there are would tell how many left."""
    update = f"ref: a2, date: 2026-07-10, event: 信息更新, unchanged: true, {BY}"
    left = f"ref: a3, date: 2026-08-01, event: 退出, register: 留守儿童, reason: 父母返乡, {BY}"
    assert "update-quarterly" not in seen(tmp_path, LEFT, POOR, update, left)["duty"]


def test_a_child_whose_file_cannot_be_read_is_named_and_not_counted(tmp_path: Path) -> None:
    found = census(tmp_path, LEFT, born="[")
    assert (found.people, found.unread) == ({}, ["K7Q2M48"])


# Changed children.


def test_a_child_changes_a_table_only_if_it_counts_elsewhere_in_it(tmp_path: Path) -> None:
    definitions = sight(lay(tmp_path, {"settings.yml": SETTINGS}), ROOT, OVER).definitions
    values = seen(tmp_path / "one", LEFT)
    at = list(definitions.dimensions).index("rating")

    def person(geo: str, rating: str) -> Person:
        profile = list(values.values())
        profile[at] = (rating,)
        return Person(geo, tuple(profile))

    before = Census({"A": person("x/a", "好"), "B": person("x/a", "好")}, definitions)
    rated = Census({"A": person("x/a", "差"), "B": person("x/a", "好")}, definitions)
    moved = Census({"A": person("x/b", "好"), "B": person("x/a", "好")}, definitions)
    gone = Census({"B": person("x/a", "好")}, definitions)
    tables = definitions.tables
    assert changed(before, rated, tables) == {("x", "rating"): 1}
    found = changed(before, moved, tables)
    assert found == {("x/a", "township-total"): 1, ("x/b", "township-total"): 1}
    found = changed(before, gone, tables)
    assert found["x", "total"] == found["x", "rating"] == found["x/a", "township-total"] == 1
    assert ("x", "types") not in found
    assert changed(before, before, tables) == {}
