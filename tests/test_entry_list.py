"""A list that comes back filled in: what is right is recorded, what is not is given back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from entry_county import ELDER, YOUNGER, County

DONE, HOW, SAW, RESULT, WHO, TASK, CHILD, WHY = (
    "完成日期",
    "方式",
    "见到儿童",
    "结果",
    "由谁",
    "要做的事",
    "编号",
    "错误",
)
Row = dict[str, Any]
Fill = Callable[[Row], Row]


@pytest.fixture
def county(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> County:
    found = County(tmp_path, capsys)
    text = "area: lanshan\nadopts: [qianjiang-2016]\ncadences: {village-visit: {every: month}}\n"
    found.write("settings.yml", text)
    return found


def sent(county: County) -> Path:
    path = county.records.parent / "清单.xlsx"
    assert county.run("due", "--format", "xlsx", "--output", str(path)).code == 0
    return path


def filled(path: Path, fill: Fill) -> Path:
    """The list with what somebody wrote into each row."""
    book = load_workbook(path)
    for sheet, head, number, row in found(book):
        for name, value in ((n, v) for n, v in fill(row).items() if n in head):
            sheet.cell(number, head.index(name) + 1, value)
    book.save(path)
    return path


def found(book: Any) -> list[tuple[Any, list[Any], int, Row]]:
    rows = []
    for sheet in book.worksheets:
        lines = [[cell.value for cell in line] for line in sheet.iter_rows()]
        head = next((line for line in lines if TASK in line), None)
        if head:
            first = lines.index(head) + 1
            rows += [
                (sheet, head, number, dict(zip(head, line, strict=True)))
                for number, line in enumerate(lines[first:], first + 1)
            ]
    return rows


def visit(row: Row) -> Row:
    """Every child was visited at home on 12 October."""
    is_visit = row[CHILD] in (ELDER, YOUNGER) and "走访" in str(row[TASK])
    return {DONE: "2026-10-12", HOW: "入户", SAW: "是", WHO: "W012"} if is_visit else {}


def test_filled_rows_become_events(county: County) -> None:
    before = {child: county.events(child) for child in (ELDER, YOUNGER)}
    answer = county.run("add", str(filled(sent(county), visit)))
    assert (answer.code, answer.err) == (0, "")
    for child, events in before.items():
        (new,) = [event for event in county.events(child) if event not in events]
        assert (new["event"], new["date"], new["by"]) == ("走访", "2026-10-12", "W012")
        assert (new["method"], new["saw_child"]) == ("入户", True)
        assert new["ref"] in answer.out


def test_the_same_list_twice_records_nothing_twice(county: County) -> None:
    path = filled(sent(county), visit)
    county.run("add", str(path))
    before = county.files()
    answer = county.run("add", str(path))
    assert answer.code == 0 and "已经记过" in answer.err
    assert county.files() == before


def test_what_was_corrected_since_is_not_recorded_again(county: County) -> None:
    path = filled(sent(county), visit)
    county.run("add", str(path))
    ref = county.events(ELDER)[-1]["ref"]
    own = ["--date", "2026-10-13", "--by", "W012", "visitor_role=儿童主任"]
    assert county.run("add", ELDER, "走访", *own, f"supersedes={ref}").code == 0
    before = county.files()
    county.run("add", str(path))
    assert county.files() == before


def test_a_wrong_row_comes_back_and_the_others_are_recorded(county: County) -> None:
    def fill(row: Row) -> Row:
        wrong = {DONE: "2026-11-12"} if row[CHILD] == YOUNGER else {}
        return {**visit(row), **wrong} if visit(row) else {}

    path = filled(sent(county), fill)
    answer = county.run("add", str(path))
    assert answer.code == 1 and "还没有到" in answer.err and "清单-退回.xlsx" in answer.out
    assert f"行（{YOUNGER}）：完成日期 2026-11-12 还没有到" in answer.err
    assert county.events(ELDER)[-1]["date"] == "2026-10-12"
    assert county.events(YOUNGER)[-1]["date"] == "2026-01-12"
    back = path.with_name("清单-退回.xlsx")
    ((_, _, _, row),) = found(load_workbook(back))
    assert row[CHILD] == YOUNGER and "还没有到" in row[WHY]


def test_a_mended_row_is_recorded_and_nothing_given_back_is_written_over(county: County) -> None:
    path = filled(sent(county), lambda row: {**visit(row), DONE: "某天"} if visit(row) else {})
    assert county.run("add", str(path)).code == 1
    back = path.with_name("清单-退回.xlsx")
    content = back.read_bytes()
    assert county.run("add", str(path)).code == 1
    assert back.read_bytes() == content and path.with_name("清单-退回2.xlsx").exists()
    answer = county.run("add", str(filled(back, visit)))
    assert (answer.code, answer.err) == (0, "")
    assert county.events(YOUNGER)[-1]["date"] == "2026-10-12"


def test_what_the_records_refuse_comes_back_too(county: County) -> None:
    path = filled(sent(county), visit)
    case = county.child(YOUNGER)
    case.write_bytes(case.read_bytes().replace(b"2017-06-11", b"2026-10-20"))
    answer = county.run("add", str(path))
    assert answer.code == 1 and "早于这个孩子的出生日期" in answer.err
    ((_, _, _, row),) = found(load_workbook(path.with_name("清单-退回.xlsx")))
    assert row[CHILD] == YOUNGER and "早于这个孩子的出生日期" in row[WHY]


def test_a_dry_run_writes_nothing_at_all(county: County) -> None:
    path = filled(sent(county), lambda row: {**visit(row), DONE: "某天"} if visit(row) else {})
    before = county.files()
    assert county.run("add", str(path), "--dry-run").code == 1
    assert county.files() == before and not path.with_name("清单-退回.xlsx").exists()


def test_a_list_stands_alone_in_the_command(county: County) -> None:
    answer = county.run("add", str(sent(county)), "--by", "W012")
    assert answer.code == 2 and "只写表格的文件名" in answer.err
    assert county.run("add", str(county.records / "nothing.xlsx")).code == 2


def test_another_workbook_is_refused(county: County) -> None:
    path = county.records.parent / "照片.xlsx"
    path.write_bytes(b"no workbook")
    answer = county.run("add", str(path))
    assert answer.code == 2 and "读不懂这个表格" in answer.err


@pytest.mark.parametrize("name", ["清单.csv", "清单.xls", "清单.XLSM", "清单.et", "清单.ods"])
def test_a_list_of_another_program_is_told_how_to_be_saved(county: County, name: str) -> None:
    before = county.files()
    answer = county.run("add", name)
    assert answer.code == 2 and "另存为" in answer.err and name in answer.err
    assert county.files() == before


def test_of_two_lists_the_broken_one_is_told_and_the_other_recorded(county: County) -> None:
    path = filled(sent(county), visit)
    photo = path.with_name("照片.xlsx")
    photo.write_bytes(b"no workbook")
    answer = county.run("add", str(path), str(photo))
    assert answer.code == 2 and "照片.xlsx" in answer.err and "这张清单什么也没有写" in answer.err
    assert county.events(ELDER)[-1]["date"] == "2026-10-12"
