"""The short list of a day is what the whole list of that day has of it (A24, A31)."""

import json
from pathlib import Path
from typing import Any

import pytest

from tonghu.cli import main

ROOT = Path(__file__).parent.parent


def _items(capsysbinary: pytest.CaptureFixture[bytes], *more: str) -> list[dict[str, Any]]:
    where = ["--records", str(ROOT / "records"), "--home", str(ROOT), "--on", "2026-10-20"]
    assert main(["due", *where, "--format", "json", *more]) == 0
    found: list[dict[str, Any]] = json.loads(capsysbinary.readouterr().out)["items"]
    return found


def _short(item: dict[str, Any]) -> bool:
    if item["status"] != "satisfied":
        return item["status"] in ("due", "overdue")
    done = max([item["opens"], *(found["date"] for found in item["evidence"])])
    return bool("2026-10-01" <= done <= "2026-10-20")


def test_without_all_only_what_is_owed_and_what_was_done_this_month(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    everything = _items(capsysbinary, "--all")
    assert _items(capsysbinary) == [item for item in everything if _short(item)]


def test_since_leaves_out_what_ended_before(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    everything = _items(capsysbinary, "--all")
    late = [item for item in everything if item["due"] is None or item["due"] >= "2026-07-01"]
    assert _items(capsysbinary, "--all", "--since", "2026-07-01") == late
    assert _items(capsysbinary, "--since", "2026-07-01") == [i for i in late if _short(i)]


@pytest.mark.parametrize("page", [["--only", "W086"], ["--only", "ZZZ"], ["--by", "village"]])
def test_json_is_always_the_whole_list_and_never_passes_for_a_page(
    capsys: pytest.CaptureFixture[str], page: list[str]
) -> None:
    where = ["--records", str(ROOT / "records"), "--home", str(ROOT), "--on", "2026-10-20"]
    assert main(["due", *where, "--format", "json", *page]) == 2
    said = capsys.readouterr()
    assert not said.out and "JSON" in said.err and "--only" in said.err
