"""What cannot be read is said first on every list, and the rest is worked out."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from entry_county import ELDER, YOUNGER, County


@pytest.fixture
def county(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> County:
    return County(tmp_path, capsys)


def _due(county: County) -> dict[str, Any]:
    answer = county.run("due", "--format", "json")
    assert answer.code == 0, answer.err
    found: dict[str, Any] = json.loads(answer.out)
    return found


def _unread(found: dict[str, Any]) -> set[str]:
    return {flag["subject"] for flag in found["flags"] if flag["code"] == "unreadable"}


def test_everything_can_be_read(county: County) -> None:
    assert _unread(_due(county)) == set()


@pytest.mark.parametrize(
    "raw", [b"", b"id: [", b"\xff\xfe\x00", b"- a\n", b"x" * 2_000_000, "姓名：某".encode("gbk")]
)
def test_a_child_s_file_that_cannot_be_read_is_flagged_by_its_folder(
    county: County, raw: bytes
) -> None:
    county.child(ELDER).write_bytes(raw)
    found = _due(county)
    assert _unread(found) == {ELDER}
    assert {item["subject"] for item in found["items"] if item["kind"] == "child"} == {YOUNGER}


@pytest.mark.parametrize("name", ["settings.yml", "team.yml"])
def test_settings_or_team_that_cannot_be_read_are_flagged(county: County, name: str) -> None:
    county.write(name, "adopts: [")
    found = _due(county)
    assert _unread(found) == {f"records/{name}"}
    assert {item["subject"] for item in found["items"]} >= {ELDER, YOUNGER}


def test_records_without_settings_are_flagged_and_worked_out(county: County) -> None:
    (county.records / "settings.yml").unlink()
    found = _due(county)
    assert _unread(found) == {"records/settings.yml"}
    assert found["items"]


def test_a_pipe_or_a_folder_in_place_of_a_file_is_flagged_and_not_waited_for(
    county: County,
) -> None:
    county.child(ELDER).unlink()
    if hasattr(os, "mkfifo"):
        os.mkfifo(county.child(ELDER))
    county.child(YOUNGER).unlink()
    county.child(YOUNGER).mkdir()
    assert _unread(_due(county)) == {ELDER, YOUNGER}


def test_a_text_list_says_it_before_all_else(county: County) -> None:
    county.child(ELDER).write_bytes(b"id: [")
    lines = county.run("due").out.splitlines()
    assert any(ELDER in line for line in lines[:8])
