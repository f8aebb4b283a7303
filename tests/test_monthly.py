"""A month in numbers: what each township's issue says, also where nothing is owed any more."""

import json
from pathlib import Path
from typing import Any

import pytest

from checked_county import CASE, FILES, ROOT, case, lay
from tonghu.cli import main

ENTERED = "ref: a111, date: 2026-01-12, event: 登记, register: 留守儿童"
WHERE = "place: zhongshan/shuishi, by: W003"


def issues(records: Path) -> dict[str, dict[str, Any]]:
    """The issues of November by the first word of their titles that names a township."""
    out = records.parent / "issues.json"
    where = ("--records", str(records), "--home", str(ROOT), "--to", str(records.parent / "build"))
    main(["monthly", "--month", "2026-11", *where, "--issues", str(out)])
    found = json.loads(out.read_text(encoding="utf-8"))
    return {each["title"].split()[1].partition("：")[0]: each for each in found}


@pytest.fixture
def records(tmp_path: Path) -> Path:
    return lay(tmp_path, {CASE: case(f"{ENTERED}, {WHERE}")})


def test_every_township_is_told_of_also_where_nothing_is_owed(records: Path) -> None:
    found = issues(records)
    assert {name: bool(each["owed"]) for name, each in found.items()} == {
        "禾坪镇": False,
        "钟山镇": True,
    }
    nothing = found["禾坪镇"]
    assert nothing["mark"] == "<!-- tonghu 2026-11 heping -->"
    assert "没有要做的事" in nothing["body"] and "本月已完成 0 件" in nothing["body"]
    assert "没有要做的事" not in found["钟山镇"]["body"]


def test_an_issue_is_told_that_everything_is_done(records: Path) -> None:
    """As it was found: made again after the last child had left, the issue stayed as it was."""
    before = issues(records)["钟山镇"]
    (records / CASE).write_text(
        case(
            f"{ENTERED}, {WHERE}",
            "ref: b111, date: 2026-01-13, event: 退出, register: 留守儿童, by: W003",
        ),
        encoding="utf-8",
    )
    after = issues(records)["钟山镇"]
    assert before["owed"] > after["owed"] and before["mark"] == after["mark"]


def test_without_a_child_every_township_owes_nothing(tmp_path: Path) -> None:
    found = issues(lay(tmp_path, {}))
    assert [each["owed"] for each in found.values()] == [0, 0]


def test_what_is_no_township_has_no_issue(tmp_path: Path) -> None:
    lost = FILES["places/heping.yml"].replace("name: 禾坪镇\n", "")
    assert list(issues(lay(tmp_path, {"places/heping.yml": lost}))) == ["钟山镇"]
