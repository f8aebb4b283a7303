"""A team's own repository, as setup.md has it made: only records, and a platform checks them."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from guide_pages import pieces, rows
from guide_reader import take
from workflow_files import ROOT, TOOL, lines, words

SETUP = ROOT / "docs/guides/setup.md"
QUOTED = re.compile(r"`([^`]+)`")
OFFLINE = ["--no-index", "--no-deps", "--quiet", "--disable-pip-version-check"]
TAKEN = [
    ".github/workflows/check.yml",
    ".github/workflows/guard.yml",
    ".github/workflows/monthly.yml",
    ".gitlab-ci.yml",
    ".workflow/check.yml",
    ".workflow/monthly.yml",
]
FOLDERS = ("", ".github/workflows", ".workflow")
VISIT = "- {ref: v261105, date: 2026-11-05, event: 走访, visitor_role: 儿童主任, by: W002}\n"
CHILD = "id: K7Q2M48\nborn: 2016-05\nsex: 女\ntimeline:\n  - {ref: a1x9, date: 2026-11-02, "
REGISTERED = "event: 登记, register: 留守儿童, place: moqin/qingliu, by: W001}\n"


def calls() -> list[str]:
    """Every command of the files that are taken over, once."""
    found = dict.fromkeys(line for name in TAKEN for line in lines(ROOT / name))
    return [line for line in found if line.startswith(TOOL)]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program as one file, made as the page says, and what it is when it is installed."""
    folder = tmp_path_factory.mktemp("program")
    pip = [sys.executable, "-m", "pip"]
    made = ["wheel", *OFFLINE, "--no-build-isolation", "-w", str(folder), str(ROOT)]
    subprocess.run([*pip, *made], check=True)
    [wheel] = folder.glob("*.whl")
    into = ["install", *OFFLINE, "--target", str(folder / "installed"), str(wheel)]
    subprocess.run([*pip, *into], check=True)
    return folder


@pytest.fixture(scope="module")
def own(program: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository, with a branch on which a visit was written down."""
    folder = tmp_path_factory.mktemp("own") / "our-files"
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for piece in pieces(SETUP):
            if piece.path and "age1…" not in piece.body:
                take(piece)
        for wheel in program.glob("*.whl"):
            Path("program").mkdir()
            shutil.copy(wheel, "program")
        for name in TAKEN:
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, name)
        child = Path("records/children/moqin/K7Q2M48")
        child.mkdir(parents=True)
        (child / "case.yml").write_text(CHILD + REGISTERED, encoding="utf-8")
        git("init -q -b main", "config user.name W000", "config user.email w000@example.org")
        git("add .", "commit -q -m 开头", "checkout -q -b W002-11")
        (child / "2026-11-05-v261105.yml").write_text(VISIT, encoding="utf-8")
        git("add records", "commit -q -m 走访")
    return folder


def git(*commands: str) -> None:
    for line in commands:
        subprocess.run(["git", *line.split()], check=True)


def test_what_the_page_has_copied_is_there_and_nothing_that_publishes() -> None:
    [table] = [each for each in pieces(SETUP) if each.body.startswith("| 平台 |")]
    told = {name for row in rows(table.body) for name in QUOTED.findall(f"`{row['抄什么']}`")}
    for name in told - {"pages:"}:
        assert any((ROOT / folder / name).exists() for folder in FOLDERS), name
    assert {Path(name).name for name in TAKEN} <= told


def test_a_platform_makes_ready_what_the_calls_ask_for(own: Path) -> None:
    done = subprocess.run(
        ["make", "-n", "ready"], cwd=own, capture_output=True, encoding="utf-8", check=True
    )
    assert "program/requirements.lock" in done.stdout and "program/*.whl" in done.stdout
    assert "python3 -m venv .venv" in done.stdout and (ROOT / "requirements.lock").is_file()


@pytest.mark.parametrize("line", calls())
def test_a_call_runs_where_there_are_only_records(
    line: str, own: Path, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own / "build").mkdir(exist_ok=True)
    event = own / "build/event.json"
    told = {"pull_request": {"title": "走访", "body": "一件", "head": {"ref": "W002-11"}}}
    event.write_text(json.dumps(told), encoding="utf-8")
    given = {"GITHUB_EVENT_PATH": str(event), "GITHUB_STEP_SUMMARY": str(own / "build/summary")}
    given |= dict.fromkeys(("BASE", "CI_MERGE_REQUEST_DIFF_BASE_SHA", "GITEE_COMMIT"), "main")
    given |= dict.fromkeys(("HEAD", "CI_COMMIT_SHA", "GITEE_SOURCE_COMMIT"), "W002-11")
    given |= {"MONTH": "2026-11", "CI": "true", "PYTHONPATH": str(program / "installed")}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    entry = [sys.executable, "-c", "from tonghu.cli import entry; entry()"]
    command = [*entry, *words(line, given)[1:]]
    done = subprocess.run(command, cwd=own, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
