"""`tonghu check` as people and programs meet it: what it prints, and its exit code."""

import json
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from checked_county import CASE, ID, ROOT, case, lay
from tonghu.cli import main

SOUND = {CASE: case("ref: a1, date: 2026-01-05, event: 登记, register: 留守儿童, by: W003")}
WARNED = {CASE: case("ref: a1, date: 2026-12-05, event: 登记, register: 留守儿童, by: W003")}
WRONG = {CASE: case("ref: a1, date: 2026-01-05, event: 登记, register: 留守儿童, by: W999")}
SECRET = {CASE: f"id: {ID}\nborn: 2015-03\nsex: 李小花  # 电话 16000000000\n张三: 王五\n"}


class Said(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str


class Check:
    """The command, run on the records of one test."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self.capsys = capsys

    def __call__(self, files: dict[str, Any], *arguments: str) -> Said:
        records = lay(self.root, files)
        where = ("--records", str(records), "--home", str(ROOT), "--on", "2026-10-31")
        code = main(["check", *where, *arguments])
        return Said(code, *self.capsys.readouterr())

    def json(self, files: dict[str, Any], *arguments: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self(files, "--format", "json", *arguments).out)
        return found


@pytest.fixture
def check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Check:
    return Check(tmp_path, capsys)


def test_sound_records_pass(check: Check) -> None:
    said = check(SOUND)
    assert said.code == 0
    assert said.out.endswith("0 个错误，1 个提醒。\n") and "history-unknown" in said.out


def test_warnings_pass_unless_one_is_strict(check: Check) -> None:
    assert check(WARNED).code == 0
    assert check(WARNED, "--strict").code == 1


def test_where_the_check_runs_fails_nobody(check: Check) -> None:
    assert check(SOUND, "--strict").code == 0


def test_errors_do_not_pass(check: Check) -> None:
    said = check(WRONG)
    assert said.code == 1
    assert f"records/{CASE}:4:64 错误 " in said.out and "[worker-unknown]" in said.out


def test_text_shows_the_line_with_a_caret_below_the_value(check: Check) -> None:
    lines = check(WRONG).out.splitlines()
    shown = next(number for number, line in enumerate(lines) if "by: W999}" in line)
    wide = sum(len(each.encode("gbk")) for each in lines[shown].partition("W999")[0])
    assert lines[shown + 1] == " " * wide + "^"


def test_json_is_the_contract(check: Check) -> None:
    (history, found) = check.json(WRONG)
    assert history["path"] == "records" and history["severity"] == "warning"
    assert found == {
        "path": f"records/{CASE}",
        "line": 4,
        "column": 64,
        "code": "worker-unknown",
        "severity": "error",
        "message": "team.yml 里没有这个代号：请改正，或者先把这个人写进 team.yml。",
        "hint": "",
    }


def test_github_annotations_are_escaped(check: Check) -> None:
    out = check({**WRONG, "100%,a:b.png": "x"}, "--format", "github").out
    assert "::warning file=records/100%25%2Ca%3Ab.png,line=1,col=1,title=file-stray::" in out
    assert f"::error file=records/{CASE},line=4,col=64,title=worker-unknown::" in out
    assert all(line.startswith("::") for line in out.splitlines())


def test_sarif_names_the_law_and_the_place(check: Check) -> None:
    (run,) = json.loads(check(WRONG, "--format", "sarif").out)["runs"]
    rules = run["tool"]["driver"]["rules"]
    result = next(each for each in run["results"] if each["ruleId"] == "worker-unknown")
    assert rules[result["ruleIndex"]]["id"] == "worker-unknown"
    assert "team.yml" in rules[result["ruleIndex"]]["shortDescription"]["text"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == f"records/{CASE}"
    assert place["region"] == {"startLine": 4, "startColumn": 64}
    assert result["level"] == "error" and run["columnKind"] == "unicodeCodePoints"


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
def test_no_form_repeats_what_may_be_personal(form: str, check: Check) -> None:
    said = check(SECRET, "--format", form)
    assert said.code == 1
    for secret in ("李小花", "16000000000", "1600", "张三", "王五"):
        assert secret not in said.out + said.err


def test_only_what_is_named_is_checked(check: Check, tmp_path: Path) -> None:
    files = {**WRONG, "team.sealed.yml": "x", "notes.yaml": "x", "places/bad.yml": "id: 1\n"}
    records = tmp_path / "records"
    assert {one["path"] for one in check.json(files)} > {f"records/{CASE}"}
    for named in (CASE, f"children/zhongshan/{ID}", "children/zhongshan", "children"):
        found = check.json(files, str(records / named))
        assert [one["code"] for one in found] == ["worker-unknown"], named
    assert [one["code"] for one in check.json(files, str(records / "notes.yaml"))] == [
        "file-unread"
    ]
    assert check(files, str(records / "settings.yml")).out == "没有发现问题。\n"
    assert len(check.json(files, str(records))) == len(check.json(files))


def test_a_page_of_the_handbook_is_checked_by_name(check: Check) -> None:
    page = ROOT / "docs/handbook/guardianship/assess-poor-monthly.md"
    assert check(WRONG, str(page)) == (0, "没有发现问题。\n", "")


def test_records_are_found_around_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    records = lay(tmp_path, WRONG)
    monkeypatch.chdir(ROOT)
    assert main(["check", str(records / CASE), "--format", "json"]) == 1
    (found,) = json.loads(capsys.readouterr().out)
    assert found["path"] == f"records/{CASE}"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["nowhere.yml"], "没有这个文件或文件夹"),
        ([str(Path(__file__))], "这不在档案里，也不在手册里"),
        (["--base", "no-such-revision"], "Git 里没有这个版本"),
        (["--at", "HEAD", "--fix"], "--at"),
        (["--on", "2026-02-30"], "日期"),
        (["--format", "xml"], "没有这个选择"),
    ],
)
def test_what_cannot_run_says_why(arguments: list[str], reason: str, check: Check) -> None:
    said = check(SOUND, *arguments)
    assert said.code == 2 and reason in said.err and not said.out


def test_definitions_that_cannot_be_used_say_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("schemas", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "schemas/case.schema.json").write_text("{", encoding="utf-8")
    records = lay(tmp_path, SOUND)
    assert main(["check", "--records", str(records)]) == 2
    assert "case.schema.json" in capsys.readouterr().err


def test_settings_and_team_are_missed(check: Check, tmp_path: Path) -> None:
    lay(tmp_path, SOUND)
    for name in ("settings.yml", "team.yml"):
        (tmp_path / "records" / name).unlink()
    command = ["check", "--records", str(tmp_path / "records"), "--format", "json"]
    assert main([*command, "--on", "2026-10-31"]) == 1
    found = json.loads(check.capsys.readouterr().out)
    missing = [one["path"] for one in found if one["code"] == "file-missing"]
    assert missing == ["records/settings.yml", "records/team.yml"]
    assert "worker-unknown" not in {one["code"] for one in found}


def test_the_codes_are_listed(check: Check) -> None:
    assert check(SOUND, "--codes").out == (ROOT / "docs/checks.md").read_text(encoding="utf-8")
