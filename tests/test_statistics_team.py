"""A team with records of its own and the handbook of the program: its issues are its own."""

import shutil
import subprocess
from pathlib import Path

import pytest

from cached_county import County
from checked_county import ROOT
from invented_people import County as People
from invented_people import five_quarters
from tonghu.cli import main
from tonghu.statistics.folder import written
from tonghu.statistics.ledger import entries, text

ISSUES = "docs/statistics/issues"
DEFINITIONS = ("docs", "schemas", "mkdocs.yml", "scripts/site_hooks.py")
OF_THE_DEMO = "岚穗县"


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository that has records and one issue, and nothing of the handbook."""
    found = County(tmp_path / "team", monkeypatch)
    newest = five_quarters(People(300, 1)).issues[-1]
    files = {name: said.encode() for name, said in written(newest).items()}
    folder = found.root / ISSUES
    (folder / newest.period).mkdir(parents=True)
    for name, raw in files.items():
        (folder / newest.period / name).write_bytes(raw)
    lines = text(entries(newest.period, files))
    (folder / "ledger.csv").write_text(lines, encoding="utf-8", newline="\n")
    found.commit()
    monkeypatch.chdir(found.root)
    return found.root


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The handbook somewhere else, with the issues of the invented county in it."""
    for name in DEFINITIONS:
        target = tmp_path / "program" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, target)
    return tmp_path / "program"


def test_the_site_of_a_team_shows_its_own_issues(team: Path, home: Path) -> None:
    out = team.parent / "export"
    assert main(["site", "--home", str(home), "--export", str(out)]) == 0
    page = (out / "docs/statistics/total.md").read_text(encoding="utf-8")
    assert "2026年第三季度" in page and OF_THE_DEMO not in page and "虚构" not in page
    shown = {p.relative_to(out / ISSUES).as_posix() for p in (out / ISSUES).rglob("*.*")}
    own = {p.relative_to(team / ISSUES).as_posix() for p in (team / ISSUES).rglob("*.*")}
    assert shown == own


def test_so_does_the_site_that_is_made_of_it(team: Path, home: Path) -> None:
    out = team.parent / "site"
    assert main(["site", "--home", str(home), "--out", str(out)]) == 0
    page = (out / "statistics/total.html").read_text(encoding="utf-8")
    assert "2026年第三季度" in page and OF_THE_DEMO not in page
    assert [p.name for p in (out / "statistics/issues").iterdir() if p.is_dir()] == ["2026-Q3"]
    shutil.rmtree(team / ISSUES)
    assert main(["site", "--home", str(home), "--out", str(out)]) == 0
    page = (out / "statistics/total.html").read_text(encoding="utf-8")
    assert "还没有公布过" in page and OF_THE_DEMO not in page


def found(home: Path, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    main(["check", "--home", str(home), "--on", "2026-10-20", *more])
    return capsys.readouterr().out


@pytest.mark.parametrize("more", [[], ["--no-cache"], [f"{ISSUES}/2026-Q3/total.csv"]])
def test_what_a_team_issued_is_watched_wherever_the_handbook_is(
    team: Path, home: Path, capsys: pytest.CaptureFixture[str], more: list[str]
) -> None:
    altered = f"{ISSUES}/2026-Q3/total.csv:1:1 错误"
    assert altered not in found(home, capsys, *more)
    path = team / ISSUES / "2026-Q3/total.csv"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert altered in found(home, capsys, *more)


@pytest.mark.parametrize("more", [[], ["--no-cache"]])
def test_lines_of_its_ledger_stay(
    team: Path, home: Path, capsys: pytest.CaptureFixture[str], more: list[str]
) -> None:
    shutil.rmtree(team / ISSUES)
    assert f"{ISSUES}/ledger.csv:1:1 错误" in found(home, capsys, *more)
    subprocess.run(["git", "checkout", "-q", "--", "docs"], cwd=team, check=True)
    assert "issue-unlisted" not in found(home, capsys, *more)


def test_an_issue_is_written_beside_the_records(team: Path, tmp_path: Path) -> None:
    shutil.rmtree(team / "docs")
    secret = tmp_path / "secret"
    assert main(["stats", "key", str(secret)]) == 0
    words = ("stats", "issue", "--period", "2026-Q3", "--on", "2026-10-20", "--at", "HEAD")
    assert main([*words, "--home", str(ROOT), "--secret", str(secret)]) == 0
    assert (team / ISSUES / "2026-Q3/total.csv").is_file()
