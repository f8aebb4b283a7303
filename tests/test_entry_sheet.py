"""Rows of a list as somebody filled them in: what becomes an event, and what is given back."""

import shutil
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from county_lists import COUNTY, Out, items, sheets, workbook
from filled_lists import (
    AGREEMENT,
    BABY,
    DONE,
    HOW,
    ILL,
    NOTICE,
    RATING,
    RESULT,
    SAW,
    VISIT,
    WHO,
    Filled,
    filled,
    lines,
    saved,
)
from tonghu import period
from tonghu.entry import sheet_layout as layout
from tonghu.entry.add import planned
from tonghu.entry.change import apply
from tonghu.entry.form import Forms
from tonghu.entry.ground import Ground
from tonghu.entry.sheet import Rows, rows
from tonghu.entry.sheet_back import back
from tonghu.record.repository import Repository
from tonghu.schema import load_schemas

ROOT = Path(__file__).parent.parent
ON = "2026-10-15"


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return sheets(tmp_path_factory.mktemp("lists") / "due.xlsx")


@pytest.fixture(scope="module")
def ground() -> Ground:
    return Ground(Repository(COUNTY), load_schemas(ROOT), period.day(ON))


def read(content: bytes, ground: Ground, what: Filled) -> Rows:
    found = rows(filled(content, what), ground)
    assert not found.problem
    return found


def refusal(content: bytes, ground: Ground, duty: str, subject: str, **cells: Any) -> str:
    found = read(content, ground, {(duty, subject): cells})
    assert not found.proposals
    (refused,) = found.refused
    assert workbook(content)[refused.sheet].cell(refused.number, 3).value == subject
    return refused.reason


def test_an_empty_list_asks_for_nothing(content: bytes, ground: Ground) -> None:
    assert rows(content, ground) == Rows()


@pytest.mark.parametrize(
    "day",
    [
        "2026-10-14",
        "2026年10月14日",
        "10月14日",
        20261014,
        date(2026, 10, 14),
        datetime.fromisoformat("2026-10-14T08:00"),
    ],
)
def test_a_filled_row_is_an_event(content: bytes, ground: Ground, day: Any) -> None:
    found = read(content, ground, {(VISIT, ILL): {DONE: day, HOW: " 入户 ", SAW: "是"}})
    (proposal,) = found.proposals
    assert proposal.target.subject.id == ILL and not found.refused
    assert proposal.event == {
        "event": "走访", "date": "2026-10-14", "by": "W002", "visitor_role": "儿童主任",
        "method": "入户", "saw_child": True,
    }  # fmt: skip


def test_a_result_is_what_the_kind_of_event_needs(content: bytes, ground: Ground) -> None:
    what: Filled = {
        (RATING, ILL): {DONE: "2026-10-14", RESULT: "差"},
        (AGREEMENT, ILL): {DONE: "2026-10-14", RESULT: "2027年10月13日"},
        ("update-quarterly", ILL): {DONE: "2026-10-14", RESULT: "其余未变"},
        ("caring-parent", BABY): {DONE: "2026-10-14", WHO: "W001", RESULT: "Ｗ００２"},
        ("school-verify", ILL): {DONE: "2026-10-14"},
    }
    found = {p.event["event"]: p.event for p in read(content, ground, what).proposals}
    assert found["监护评估"]["rating"] == "差"
    assert found["委托监护协议"]["until"] == "2027-10-13"
    assert found["信息更新"]["unchanged"] is True
    assert found["指定"] == {
        "event": "指定", "date": "2026-10-14", "by": "W001", "role": "爱心家长", "worker": "W002"
    }  # fmt: skip
    assert found["学期核实"]["school"] == "helu-school"


def test_two_reports_of_one_day_name_what_they_answer(content: bytes, ground: Ground) -> None:
    cells = {DONE: "2026-10-06", WHO: "W001"}
    found = read(content, ground, {("report-police", "H28JT9J"): cells})
    assert [p.event["about"] for p in found.proposals] == ["b7c8", "b8c9"]


def copied(content: bytes, *ways: dict[str, Any]) -> bytes:
    """The visit's row several times, each time filled in another way."""
    book = workbook(content)
    (line,) = [each for each in lines(book) if (each.duty, each.subject) == (VISIT, ILL)]
    sheet = book["W002"]
    for cells in ways:
        at = sheet.max_row + 1
        for name, cell in line.cells.items():
            sheet.cell(at, cell.column, cells.get(name, cell.value))
    return saved(book)


def test_rows_that_say_the_same_are_one_event(content: bytes, ground: Ground) -> None:
    one, two = {DONE: "2026-10-14", HOW: "入户"}, {DONE: "2026.10.14", SAW: "否"}
    (proposal,) = rows(copied(content, one, two), ground).proposals
    assert (proposal.event["method"], proposal.event["saw_child"]) == ("入户", False)
    assert len(proposal.places) == 2


def test_rows_of_two_days_are_two_events(content: bytes, ground: Ground) -> None:
    found = rows(copied(content, {DONE: "2026-10-14"}, {DONE: "2026-10-13"}), ground)
    assert len(found.proposals) == 2


def test_rows_that_contradict_each_other_both_come_back(content: bytes, ground: Ground) -> None:
    one, two = {DONE: "2026-10-14", HOW: "入户"}, {DONE: "2026-10-14", HOW: "电话"}
    found = rows(copied(content, one, two), ground)
    assert not found.proposals and len(found.refused) == 2
    assert all("同一天的同一件事" in refused.reason for refused in found.refused)


@pytest.mark.parametrize(
    ("duty", "subject", "cells", "told"),
    [
        (VISIT, ILL, {HOW: "入户"}, "完成日期没有填"),
        (VISIT, ILL, {DONE: "上周"}, "真实日期"),
        (VISIT, ILL, {DONE: "2026-02-30"}, "真实日期"),
        (
            VISIT,
            ILL,
            {DONE: "2026-10-16"},
            "还没有到，今天是 2026-10-15：这一格说的是已经做完",
        ),
        (VISIT, ILL, {DONE: "2026-09-31"}, "完成日期要写真实日期：9月没有31日。"),
        (VISIT, ILL, {DONE: "9月31日"}, "完成日期要写真实日期：9月没有31日。"),
        (AGREEMENT, ILL, {DONE: "2026-10-14", RESULT: "2027-02-29"}, "2027年2月没有29日"),
        (VISIT, ILL, {DONE: "=TODAY()"}, "是公式"),
        (VISIT, ILL, {DONE: "2026-10-14", SAW: "见了"}, "只能写 是、否"),
        (VISIT, ILL, {DONE: "2026-10-14", HOW: "飞鸽"}, "“方式”只能写"),
        (VISIT, ILL, {DONE: "2026-10-14", RESULT: "好"}, "不记“结果”"),
        (RATING, ILL, {DONE: "2026-10-14"}, "结果没有填；请填好、一般、差"),
        (RATING, ILL, {DONE: "2026-10-14", RESULT: "很差"}, "只能写 好、一般、差"),
        (AGREEMENT, ILL, {DONE: "2026-10-14", RESULT: "明年"}, "真实的日期"),
        (NOTICE, BABY, {DONE: "2026-10-14", SAW: "是"}, "不记“见到儿童”"),
        (VISIT, "N643DZ9", {DONE: "2026-10-14"}, "没有写由谁做"),
        (VISIT, "N643DZ9", {DONE: "2026-10-14", WHO: "W099"}, "不在 team.yml"),
        (VISIT, "N643DZ9", {DONE: "2026-10-14", WHO: "W003"}, "结果没有填；请填儿童主任、"),
    ],
)
def test_a_row_that_cannot_be_recorded_says_why(
    duty: str, subject: str, cells: dict[str, Any], told: str, content: bytes, ground: Ground
) -> None:
    assert told in refusal(content, ground, duty, subject, **cells)


def test_a_row_whose_number_was_changed_is_refused(content: bytes, ground: Ground) -> None:
    what: Filled = {(VISIT, ILL): {DONE: "2026-10-14", layout.SUBJECT: BABY}}
    (refused,) = read(content, ground, what).refused
    assert "编号改动过" in refused.reason and ILL in refused.reason


@pytest.mark.parametrize("hidden", [None, "", "{}", '{"subject": "M9S346B"}', "=A1"])
def test_a_row_whose_hidden_cell_was_changed_is_refused(
    hidden: Any, content: bytes, ground: Ground
) -> None:
    what: Filled = {(VISIT, ILL): {DONE: "2026-10-14", layout.HIDDEN: hidden}}
    (refused,) = read(content, ground, what).refused
    assert "公式" in refused.reason or "认不出是哪一件事" in refused.reason


def test_who_did_it_in_whose_place_is_not_guessed(ground: Ground, tmp_path: Path) -> None:
    by_place = sheets(tmp_path / "due.xlsx", "--by", "village")
    what: Filled = {(VISIT, ILL): {DONE: "2026-10-14", WHO: "W001"}}
    (refused,) = read(by_place, ground, what).refused
    assert "这一行是 W002 的事" in refused.reason
    what[VISIT, ILL][WHO] = "Ｗ００２"
    (proposal,) = read(by_place, ground, what).proposals
    assert (proposal.event["by"], proposal.event["visitor_role"]) == ("W002", "儿童主任")


def test_a_child_that_is_not_there_is_refused(
    content: bytes, tmp_path: Path, ground: Ground
) -> None:
    shutil.copytree(COUNTY, tmp_path / "records")
    shutil.rmtree(tmp_path / "records/children/helu" / ILL)
    here = Ground(Repository(tmp_path / "records"), ground.schemas, ground.on)
    assert "没有编号是" in refusal(content, here, VISIT, ILL, **{DONE: "2026-10-14"})


def test_a_sorted_list_is_read_as_well(content: bytes, ground: Ground) -> None:
    book = workbook(filled(content, {(VISIT, ILL): {DONE: "2026-10-14"}}))
    sheet = book["W002"]
    first = next(r[0].row for r in sheet.iter_rows() if r[0].value == layout.VILLAGE) + 1
    values = [[c.value for c in row] for row in sheet.iter_rows(min_row=first)][:-1]
    for number, line in enumerate(reversed(values), first):
        for column, value in enumerate(line, 1):
            sheet.cell(number, column).value = value
    (proposal,) = rows(saved(book), ground).proposals
    assert (proposal.target.subject.id, proposal.event["event"]) == (ILL, "走访")


@pytest.mark.parametrize("content_", [b"", b"PK", b"no workbook", b"PK\x03\x04" + b"\0" * 99])
def test_what_is_no_workbook_is_said_to_be_none(content_: bytes, ground: Ground) -> None:
    assert "读不懂这个表格" in rows(content_, ground).problem


def test_a_workbook_without_a_list_is_said_to_be_none(ground: Ground) -> None:
    book = Workbook()
    book.worksheets[0].append(["名单", "电话"])
    assert "没有发出去的清单" in rows(saved(book), ground).problem


def test_a_list_as_large_as_a_film_is_not_opened(ground: Ground) -> None:
    assert "太大" in rows(b"0" * (20 * 1024 * 1024 + 1), ground).problem


WRONG: Filled = {
    (VISIT, ILL): {DONE: "上周", HOW: "入户", SAW: True},
    (RATING, ILL): {DONE: date(2026, 10, 14), RESULT: "=1+1"},
    (NOTICE, BABY): {DONE: "2026-10-14"},
    (VISIT, "N643DZ9"): {DONE: "2026-10-14"},
}


def given_back(content: bytes, ground: Ground) -> bytes:
    what = filled(content, WRONG)
    return back(what, rows(what, ground).refused, Forms(ground.schemas), ON)


def test_refused_rows_are_given_back_with_the_reason(content: bytes, ground: Ground) -> None:
    book = load_workbook(BytesIO(given_back(content, ground)))
    found = {(line.duty, line.subject): line for line in lines(book)}
    assert set(found) == set(WRONG) - {(NOTICE, BABY)}
    assert "真实日期" in found[VISIT, ILL].get(layout.ERROR)
    assert found[VISIT, ILL].get(DONE) == "上周" and found[VISIT, ILL].get(SAW) == "是"
    assert found[RATING, ILL].get(RESULT) == "'=1+1"
    assert found[RATING, ILL].get(layout.TASK) == "监护情况差的，每月评估一次\n结果填：好、一般、差"


def test_what_was_given_back_can_be_mended_and_read(content: bytes, ground: Ground) -> None:
    mended: Filled = {
        (VISIT, ILL): {DONE: "2026-10-14"},
        (RATING, ILL): {RESULT: "差"},
        (VISIT, "N643DZ9"): {WHO: "W003", RESULT: "村干部"},
    }
    found = rows(filled(given_back(content, ground), mended), ground)
    assert len(found.proposals) == 3 and not found.refused
    assert given_back(content, ground) == given_back(content, ground)


SAID = {
    "工作人员代号": "W002",
    "学校编号": "helu-school",
    "截止日期，写成 2026-10-12": "2027-10-01",
}


def fill_everything(content: bytes) -> bytes:
    """Everything was done on the day of the list."""
    book = workbook(content)
    for line in lines(book):
        _, _, hint = str(line.get(layout.TASK)).partition("结果填：")
        line.put(DONE, ON)
        if hint:
            line.put(RESULT, SAID.get(hint, hint.split("、")[0]))
        if WHO in line.cells:
            line.put(WHO, "W001")
    return saved(book)


def test_what_is_filled_in_today_is_off_the_list_tomorrow(
    content: bytes, ground: Ground, tmp_path: Path, capfdbinary: Out
) -> None:
    records = tmp_path / "records"
    shutil.copytree(COUNTY, records)
    here = Ground(Repository(records), ground.schemas, ground.on)
    asked = rows(fill_everything(content), here)
    plan = planned(here, asked.wishes(), Random(7).choice)
    assert asked.proposals and not asked.refused and not plan.refused
    apply(plan.changes)
    before = {named(item) for item in items(capfdbinary) if item["status"] == "due"}
    after = {named(item) for item in items(capfdbinary, records=records) if item["status"] == "due"}
    twice = {("return-visit", "V7KB6CG")}
    assert before > twice and after == set()


def named(item: dict[str, Any]) -> tuple[str, str]:
    return item["duty"], item["subject"]


def test_all_that_is_wrong_with_a_row_is_told_at_once(content: bytes, ground: Ground) -> None:
    cells = {DONE: "上周", HOW: "飞鸽", SAW: "=A1", RESULT: "好"}
    told = refusal(content, ground, VISIT, ILL, **cells)
    parts = ["真实日期", "“方式”只能写", "“见到儿童”里是公式", "不记“结果”"]
    assert [told.index(part) for part in parts] == sorted(told.index(part) for part in parts)
    (refused,) = read(content, ground, {(VISIT, ILL): cells}).refused
    assert refused.subject == ILL


def test_a_code_in_small_letters_is_understood(content: bytes, ground: Ground) -> None:
    what: Filled = {(VISIT, "N643DZ9"): {DONE: "2026-10-14", WHO: "w002", RESULT: "儿童主任"}}
    (proposal,) = read(content, ground, what).proposals
    assert proposal.event["by"] == "W002"


def test_what_ends_before_it_begins_is_given_back(content: bytes, ground: Ground) -> None:
    found = read(content, ground, {(AGREEMENT, ILL): {DONE: "2026-10-14", RESULT: "2026-10-01"}})
    plan = planned(ground, found.wishes(), Random(0).choice, anew=False)
    (refused,) = found.with_told(plan.refused)
    assert "截止日期 until 早于开始的日期" in refused.reason and refused.subject == ILL
