"""Replay: any month can be computed again, as known now or as known then."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from entry_county import ELDER, Answer, County
from tonghu import pool
from tonghu.cli import main


@pytest.fixture
def county(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> County:
    found = County(tmp_path, capsys)
    _git(tmp_path, "init", "--quiet")
    _commit(tmp_path)
    return found


def _git(folder: Path, *words: str) -> str:
    name = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *name, *words], cwd=folder, check=True, capture_output=True)
    return done.stdout.decode().strip()


def _commit(folder: Path) -> str:
    _git(folder, "add", ".")
    _git(folder, "commit", "--quiet", "--message", "x")
    return _git(folder, "rev-parse", "HEAD")


def _status(answer: Answer, duty: str, opens: str) -> str:
    assert answer.code == 0, answer.err
    items: list[dict[str, Any]] = json.loads(answer.out)["items"]
    (found,) = [
        item["status"]
        for item in items
        if (item["subject"], item["duty"], item["opens"]) == (ELDER, duty, opens)
    ]
    return str(found)


def due(county: County, on: str, *more: str) -> Answer:
    words = ["due", "--records", str(county.records), "--all", "--format", "json", *more]
    home = str(Path(__file__).parent.parent)
    code = main([*words, "--home", home, "--on", on])
    said = county.capsys.readouterr()
    return Answer(code, said.out, said.err)


def test_a_past_month_is_computed_with_what_was_dated_by_then(county: County) -> None:
    assert _status(due(county, "2026-03-31"), "update-quarterly", "2026-01-12") == "satisfied"
    assert _status(due(county, "2026-04-30"), "update-quarterly", "2026-04-01") == "due"
    assert _status(due(county, "2026-07-01"), "update-quarterly", "2026-04-01") == "overdue"


def test_what_was_entered_late_counts_for_its_own_date(county: County) -> None:
    event = "- {ref: z1z1, date: 2026-05-20, event: 信息更新, unchanged: true, by: W003}\n"
    county.child(ELDER, "2026-05-20-z1z1.yml").write_text(event, encoding="utf-8")
    assert _status(due(county, "2026-07-01"), "update-quarterly", "2026-04-01") == "satisfied"


def test_what_was_known_then_is_asked_of_the_revision(county: County) -> None:
    before = _git(county.records, "rev-parse", "HEAD")
    event = "- {ref: z1z1, date: 2026-05-20, event: 信息更新, unchanged: true, by: W003}\n"
    county.child(ELDER, "2026-05-20-z1z1.yml").write_text(event, encoding="utf-8")
    now = _commit(county.records.parent)
    then = due(county, "2026-07-01", "--at", before)
    assert _status(then, "update-quarterly", "2026-04-01") == "overdue"
    again = due(county, "2026-07-01", "--at", now)
    assert _status(again, "update-quarterly", "2026-04-01") == "satisfied"


def test_a_day_stands_for_the_last_revision_of_that_day(county: County) -> None:
    far, long_ago = "2037-12-31", "1999-12-31"
    assert _status(due(county, "2026-03-31", "--at", far), "update-quarterly", "2026-01-12")
    assert due(county, "2026-03-31", "--at", long_ago).code == 2


@pytest.mark.parametrize("revision", ["no-such-branch", "--all", "", "HEAD~99"])
def test_a_revision_that_is_not_there_is_said(county: County, revision: str) -> None:
    answer = (
        due(county, "2026-07-01", f"--at={revision}") if revision else due(county, "2026-07-01")
    )
    assert answer.code == (2 if revision else 0)
    assert ("没有这个版本" in answer.err) is bool(revision)


def test_without_git_a_revision_cannot_be_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    answer = due(County(tmp_path / "plain", capsys), "2026-07-01", "--at", "HEAD")
    assert answer.code == 2
    assert "不是 Git 仓库" in answer.err


def test_several_processes_give_the_same_bytes(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = due(county, "2026-07-01")
    monkeypatch.setattr(pool, "PAYS_FROM", 1)
    monkeypatch.setattr(pool, "CHUNK", 1)
    assert due(county, "2026-07-01") == alone
