"""`tonghu build` writes the month's lists and never over what somebody wrote into one."""

import re
from pathlib import Path

import pytest

from entry_county import ROOT, County
from tonghu.cli import main


@pytest.fixture
def county(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> County:
    return County(tmp_path, capsys)


def _build(county: County) -> tuple[Path, str]:
    answer = county.run("build", "--no-site", "--to", str(county.records.parent / "build"))
    assert answer.code == 0, answer.out + answer.err
    return county.records.parent / "build" / "2026-10", answer.out


def test_everyone_has_a_list_to_read_and_one_to_fill_in(county: County) -> None:
    folder, _ = _build(county)
    names = sorted(path.name for path in (folder / "people").iterdir())
    assert names == ["W003.txt", "W003.xlsx", "W012.txt", "W012.xlsx", "未指定.txt", "未指定.xlsx"]


def test_the_same_records_give_the_same_bytes(county: County) -> None:
    folder, _ = _build(county)
    once = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    _build(county)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == once


def test_a_list_that_was_filled_in_stays(county: County) -> None:
    folder, _ = _build(county)
    filled = folder / "people" / "W012.xlsx"
    filled.write_bytes(b"filled in by hand")
    for _ in range(2):
        _, told = _build(county)
        assert filled.read_bytes() == b"filled in by hand"
        assert "people/W012.xlsx 有人改过" in told
    names = sorted(path.name for path in (folder / "people").glob("W012*"))
    assert names == ["W012-新.xlsx", "W012.txt", "W012.xlsx"]


def test_the_list_of_who_owes_nothing_any_more_goes(county: County) -> None:
    folder, _ = _build(county)
    county.write(
        "team.yml", "workers:\n  - {code: W003, works_at: zhongshan, roles: [儿童督导员]}\n"
    )
    for path in county.records.rglob("case.yml"):
        path.write_text(path.read_text("utf-8").replace("W012", "W003"), encoding="utf-8")
    shuishi = county.records / "places" / "shuishi.yml"
    shuishi.write_text(shuishi.read_text("utf-8").replace("W012", "W003"), encoding="utf-8")
    _build(county)
    assert not list((folder / "people").glob("W012*"))


@pytest.mark.parametrize("command", ["build", "monthly"])
@pytest.mark.parametrize("inside", ["", "lists", "children/zhongshan"])
def test_nothing_is_written_among_the_records(county: County, command: str, inside: str) -> None:
    before = county.files()
    to = str(county.records / inside)
    where = ["--records", str(county.records), "--home", str(ROOT)]
    assert main([command, *where, "--to", to]) == 2
    assert "不能写进档案里" in county.capsys.readouterr().err
    assert county.files() == before


def test_a_file_in_place_of_the_folder_is_said_in_chinese(county: County) -> None:
    file = county.records.parent / "build"
    file.write_text("", encoding="utf-8")
    answer = county.run("build", "--no-site", "--to", str(file))
    assert answer.code == 2 and not re.search("directory|exists", answer.err, re.IGNORECASE)
    answer = county.run("due", "--output", str(file / "x.txt"))
    assert answer.code == 2 and not re.search("directory|exists", answer.err, re.IGNORECASE)
