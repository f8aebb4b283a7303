"""What was issued stays: a changed, added or lost file, or line of the ledger, is told."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from checked_county import quiet
from tonghu import period
from tonghu.checks import Asked, check
from tonghu.statistics.ledger import NAME, entries, kept, text

ROOT = Path(__file__).resolve().parent.parent
ISSUES = "docs/statistics/issues"
FILES = {"total.csv": b"table,period,geo,value,asof\n", "sdc.json": b"{}\n"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with one issue, committed, and records that are sound enough."""
    for name in ("schemas", "docs", "records"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("issues"))
    children = tmp_path / "records/children"
    shutil.rmtree(children)
    issue(tmp_path, "2025-Q3")
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path)
    return tmp_path


def issue(home: Path, period: str) -> None:
    folder = home / ISSUES / period
    folder.mkdir(parents=True)
    for name, raw in FILES.items():
        (folder / name).write_bytes(raw)
    lines = [*kept(folder.parent), *entries(period, FILES)]
    (folder.parent / NAME).write_text(text(lines), encoding="utf-8", newline="\n")


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def commit(home: Path) -> None:
    git(home, "add", "-A")
    author = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    git(home, *author, "-c", "commit.gpgsign=false", "commit", "-qm", "issue")


def told(home: Path) -> list[str]:
    asked = Asked(home / "records", home, period.day("2026-10-31"), "HEAD")
    found = check(asked, quiet)
    here = (one for one in found if one.path.startswith("docs/") and one.code != "issue-form")
    return [f"{one.path} {one.code}" for one in here]


def test_a_new_issue_after_the_others_is_right(home: Path) -> None:
    assert told(home) == []
    issue(home, "2025-Q4")
    assert told(home) == []


CHANGES: dict[str, tuple[Callable[[Path], object], list[str]]] = {
    "a changed figure": (
        lambda folder: (folder / "2025-Q3/total.csv").write_bytes(b"table\n"),
        ["2025-Q3/total.csv issue-altered"],
    ),
    "a lost file": (
        lambda folder: (folder / "2025-Q3/sdc.json").unlink(),
        ["2025-Q3/sdc.json issue-altered"],
    ),
    "a file more": (
        lambda folder: (folder / "2025-Q3/rating.csv").write_bytes(b"table\n"),
        ["2025-Q3/rating.csv issue-altered"],
    ),
    "the ends of lines of another system": (
        lambda folder: (folder / "2025-Q3/total.csv").write_bytes(
            FILES["total.csv"].replace(b"\n", b"\r\n")
        ),
        [],
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_to_an_old_issue_is_told(home: Path, change: str) -> None:
    act, expected = CHANGES[change]
    act(home / ISSUES)
    assert told(home) == [f"{ISSUES}/{each}" for each in expected]


def test_a_change_with_its_line_in_the_ledger_is_told_all_the_same(home: Path) -> None:
    folder = home / ISSUES
    changed = {**FILES, "total.csv": b"table\n"}
    (folder / "2025-Q3/total.csv").write_bytes(changed["total.csv"])
    (folder / NAME).write_text(text(entries("2025-Q3", changed)), encoding="utf-8", newline="\n")
    assert told(home) == [f"{ISSUES}/{NAME} issue-unlisted"]


def test_an_issue_taken_back_is_told(home: Path) -> None:
    shutil.rmtree(home / ISSUES)
    assert told(home) == [f"{ISSUES}/{NAME} issue-unlisted"]


@pytest.mark.parametrize(("invented", "expected"), [(b"true", []), (b"false", ["issue-unlisted"])])
def test_only_issues_of_an_invented_county_may_go(
    home: Path, monkeypatch: pytest.MonkeyPatch, invented: bytes, expected: list[str]
) -> None:
    """Who begins with the demo county takes its issues away, and no others."""
    monkeypatch.setitem(FILES, "issue.json", b'{"invented": ' + invented + b"}\n")
    issue(home, "2025-Q4")
    commit(home)
    shutil.rmtree(home / ISSUES / "2025-Q4")
    left = [entry for entry in kept(home / ISSUES) if entry.period != "2025-Q4"]
    (home / ISSUES / NAME).write_text(text(left), encoding="utf-8", newline="\n")
    assert [each.rpartition(" ")[2] for each in told(home)] == expected
