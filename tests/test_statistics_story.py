"""A coordinator makes issues of the demo county: with a secret, out of a commit, byte for byte."""

import csv
import io
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tonghu.cli import main
from tonghu.disclosure.rounding import sealed
from tonghu.history.git import top
from tonghu.statistics.ledger import NAME, entries, text

ROOT = Path(__file__).resolve().parent.parent
POSIX = os.name == "posix"
SOME = 90
"""Children of a small county: only its total is shown."""


class Team:
    """A repository with the demo county's records, and a secret outside it."""

    def __init__(self, folder: Path, most: int = 1000) -> None:
        self.root = folder / "team"
        self.out = folder / "public/issues"
        self.secret = folder / "outside/secret"
        self.micro = folder / "micro"
        self.secret.parent.mkdir()
        shutil.copytree(ROOT / "records", self.root / "records")
        for child in sorted((self.root / "records/children").glob("*/*"))[most:]:
            shutil.rmtree(child)
        self.git("init", "-q", "-b", "main")
        self.commit("the county")
        assert self.stats("key", str(self.secret), where=False) == 0

    def git(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=self.root, check=True, capture_output=True, encoding="utf-8"
        )
        return done.stdout.strip()

    def commit(self, message: str) -> str:
        self.git("add", "-A")
        author = ("-c", "user.name=t", "-c", "user.email=t@example.org")
        self.git(*author, "-c", "commit.gpgsign=false", "commit", "-qm", message)
        return self.git("rev-parse", "HEAD")

    def stats(self, *arguments: str, where: bool = True) -> int:
        places = ["--records", str(self.root / "records"), "--home", str(ROOT)] if where else []
        return main(["stats", *arguments, *places])

    def issue(self, period: str, *more: str, secret: Path | None = None) -> int:
        used = secret or self.secret
        options = ("--period", period, "--secret", str(used), "--out", str(self.out))
        return self.stats("issue", *options, *more)

    def files(self, period: str) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in sorted((self.out / period).iterdir())}

    def made(self, period: str) -> dict[str, object]:
        return dict(json.loads(self.files(period)["issue.json"]))


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Team:
    found = Team(tmp_path_factory.mktemp("story"))
    for period in ("2025-Q3", "2026-Q3"):
        assert found.issue(period, "--microdata", str(found.micro)) == 0
    return found


def test_an_issue_is_a_folder_of_tables_a_note_and_how_it_was_made(team: Team) -> None:
    files = team.files("2026-Q3")
    assert {"total.csv", "registers.csv", "sdc.json", "issue.json", "preview.txt"} <= set(files)
    rows = list(csv.DictReader(io.StringIO(files["sex-age.csv"].decode("utf-8"))))
    assert list(rows[0]) == ["table", "period", "geo", "sex", "age", "value", "asof"]
    assert {row["period"] for row in rows} == {"2026-Q3"}
    assert all(row["value"] == "<10" or int(row["value"]) % 5 == 0 for row in rows)
    note = json.loads(files["sdc.json"])
    assert note["default"] == {
        "kind": "round", "base": 5, "mode": "random", "threshold": 10, "sticky": 10,
    }  # fmt: skip
    assert "register" in note["partial"] and "sex" not in note["partial"]
    assert {"small": 5, "width": 3, "change": 5}.items() <= note["protect"].items()
    assert note["protect"]["benign"]["rating"] == ["好"]


def test_it_says_what_it_was_made_from_and_no_child(team: Team) -> None:
    made = team.made("2026-Q3")
    commit = team.git("rev-parse", "HEAD")
    tree = team.git("rev-parse", "HEAD:records")
    secret = bytes.fromhex(team.secret.read_text(encoding="ascii").strip())
    assert made["records"] == {"commit": commit, "tree": sealed(secret, tree)}
    assert tree not in json.dumps(made), "whoever guessed the records could try it"
    assert {"schemas", "tool", "key"} <= made.keys()
    children = {path.name for path in (team.root / "records/children").glob("*/*")}
    whole = b"".join(team.files("2026-Q3").values()).decode("utf-8")
    assert len(children) > 200
    assert not [child for child in children if child in whole]
    assert team.secret.read_text(encoding="ascii").strip() not in whole


def test_it_can_be_made_again_byte_for_byte(team: Team, tmp_path: Path) -> None:
    before = team.files("2026-Q3")
    assert team.issue("2026-Q3") == 0
    assert team.files("2026-Q3") == before
    for period in ("2025-Q3", "2026-Q3"):
        options = ("--period", period, "--secret", str(team.secret), "--out", str(tmp_path))
        assert team.stats("issue", *options) == 0
        again = {path.name: path.read_bytes() for path in sorted((tmp_path / period).iterdir())}
        assert again == team.files(period)


def test_the_audit_with_microdata_finds_nothing(
    team: Team, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ("--microdata", str(team.micro), "--secret", str(team.secret))
    assert main(["stats", "audit", str(team.out), *options, "--home", str(ROOT)]) == 0
    assert "没有发现问题" in capsys.readouterr().out


def test_the_audit_finds_a_figure_that_was_changed(
    team: Team, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(team.out, tmp_path / "issues")
    path = tmp_path / "issues/2026-Q3/total.csv"
    *head, value, asof = path.read_text(encoding="utf-8").strip().split(",")
    path.write_text(",".join([*head, str(int(value) + 30), asof]) + "\n", encoding="utf-8")
    options = ("--microdata", str(team.micro), "--secret", str(team.secret))
    assert main(["stats", "audit", str(tmp_path / "issues"), *options, "--home", str(ROOT)]) == 1
    assert "不能发布" in capsys.readouterr().out


@pytest.mark.parametrize("asked", ["issues", "issues/2025-Q3"])
def test_the_audit_finds_that_an_older_issue_was_altered(
    team: Team, tmp_path: Path, capsys: pytest.CaptureFixture[str], asked: str
) -> None:
    """Even so little that no figure contradicts another."""
    shutil.copytree(team.out, tmp_path / "issues")
    path = tmp_path / "issues/2025-Q3/preview.txt"
    path.write_text(path.read_text(encoding="utf-8") + "。\n", encoding="utf-8")
    assert main(["stats", "audit", str(tmp_path / asked)]) == 1
    told = capsys.readouterr().out
    assert "2025-Q3/preview.txt 和台账里登记的不一样" in told and "不能发布：有 1 个问题" in told
    assert main(["stats", "audit", str(tmp_path / "issues/2026-Q3")]) == 0


def test_without_a_ledger_the_audit_says_what_it_cannot_see(
    team: Team, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(team.out / "2026-Q3", tmp_path / "2026-Q3")
    assert main(["stats", "audit", str(tmp_path)]) == 0
    assert "没有台账" in capsys.readouterr().out


def refused(code: int, capsys: pytest.CaptureFixture[str], *words: str) -> None:
    told = capsys.readouterr()
    assert code == 2
    assert all(word in told.err for word in words), told.err


def test_a_period_that_is_not_over_is_refused(
    team: Team, capsys: pytest.CaptureFixture[str]
) -> None:
    refused(team.issue("2026-Q4", "--on", "2026-11-21"), capsys, "还没有过完", "2026-12-31")


def test_an_earlier_period_is_never_made_afterwards(
    team: Team, capsys: pytest.CaptureFixture[str]
) -> None:
    refused(team.issue("2026-Q1"), capsys, "2026-Q3")


def test_what_was_issued_is_never_replaced(
    team: Team, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "secret"
    assert team.stats("key", str(other), where=False) == 0
    code = team.issue("2026-Q3", "--new-key", secret=other)
    refused(code, capsys, "发布过的不能改")


def test_another_secret_must_be_meant(
    team: Team, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "secret"
    assert team.stats("key", str(other), where=False) == 0
    refused(team.issue("2026-Q4", "--on", "2027-01-01", secret=other), capsys, "--new-key")


def test_a_lost_secret_is_replaced_and_the_next_issue_goes_on(
    team: Team, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other, out = tmp_path / "secret", tmp_path / "issues"
    shutil.copytree(team.out, out)
    assert team.stats("key", str(other), where=False) == 0
    options = ("--period", "2026-Q4", "--on", "2027-01-01", "--new-key", "--out", str(out))
    assert team.stats("issue", *options, "--secret", str(other)) == 0
    keys = [
        json.loads((out / period / "issue.json").read_text("utf-8"))["key"]
        for period in ("2025-Q3", "2026-Q3", "2026-Q4")
    ]
    assert keys[0] == keys[1] != keys[2]
    again = [word for word in options if word != "--new-key"]
    assert team.stats("issue", *again, "--secret", str(other)) == 0, "it is that issue's own key"
    refused(team.stats("issue", *again, "--secret", str(team.secret)), capsys, "发布过的不能改")


@pytest.mark.parametrize("change", ["a file changed", "a file more", "a file less"])
def test_what_is_not_committed_is_not_left_out_in_silence(
    team: Team, capsys: pytest.CaptureFixture[str], change: str
) -> None:
    settings = team.root / "records/settings.yml"
    other = team.root / "records/places/more.yml"
    held = settings.read_bytes()
    if change == "a file less":
        settings.unlink()
    elif change == "a file more":
        other.write_text("id: more\nkind: school\nname: 小学\n", encoding="utf-8")
    else:
        settings.write_bytes(held + b"\n")
    try:
        refused(team.issue("2026-Q3"), capsys, "1 个文件改了还没有提交", "--at HEAD")
        assert team.issue("2026-Q3", "--at", "HEAD") == 0
    finally:
        settings.write_bytes(held)
        other.unlink(missing_ok=True)


def test_an_issue_is_told_in_plain_words(tmp_path: Path) -> None:
    """A table without figures is not called published, and places have names."""
    team, few = Team(tmp_path), 40
    for child in sorted((team.root / "records/children").glob("*/*"))[few:]:
        shutil.rmtree(child)
    team.commit("few children")
    assert team.issue("2026-Q3") == 0
    audit = team.files("2026-Q3")["audit.txt"].decode()
    assert "审计去掉的表：没有\n" in audit and "一张也没有少" not in audit
    left = audit.partition("人数不到而不公布的表：")[2].strip().split("；")
    assert "在册儿童，按登记类别" in left and "在册儿童总数" not in left
    assert not any(word in audit for word in ("格子", "范围", "线性"))
    shown = team.files("2026-Q3")["preview.txt"].decode()
    assert "按登记类别（registers）：人数不到，不公布。" in shown
    assert "岚穗县（lansui）" in shown


def test_an_altered_past_stops_the_next_issue(
    team: Team, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "issues"
    shutil.copytree(team.out, out)
    (out / "2025-Q3/total.csv").write_text("table,period,geo,value,asof\n", encoding="utf-8")
    options = ("--period", "2026-Q4", "--on", "2027-01-01", "--out", str(out))
    refused(team.stats("issue", *options, "--secret", str(team.secret)), capsys, "2025-Q3")


# The secret.


def test_a_secret_is_made_for_its_owner_alone_and_never_replaced(
    team: Team, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = team.secret.read_bytes()
    if POSIX:
        assert team.secret.stat().st_mode & 0o777 == 0o600
    refused(team.stats("key", str(team.secret), where=False), capsys, "不覆盖")
    assert team.secret.read_bytes() == raw


def test_a_secret_in_a_repository_is_refused(
    team: Team, capsys: pytest.CaptureFixture[str]
) -> None:
    inside = team.root / "secret"
    refused(team.stats("key", str(inside), where=False), capsys, "仓库")
    assert not inside.exists()
    shutil.copy(team.secret, inside)
    refused(team.issue("2026-Q4", "--on", "2027-01-01", secret=inside), capsys, "仓库")
    inside.unlink()


@pytest.mark.parametrize("wrong", ["", "abc", "00" * 16, "密钥"])
def test_a_secret_that_is_none_is_refused_and_not_shown(
    team: Team, tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: str
) -> None:
    file = tmp_path / "secret"
    file.write_text(wrong, encoding="utf-8")
    file.chmod(0o600)
    code = team.issue("2026-Q4", "--on", "2027-01-01", secret=file)
    told = capsys.readouterr().err.replace("密钥文件的内容不对", "")
    assert code == 2 and (not wrong or wrong not in told.replace("密钥", "", 1))


def test_the_secret_may_be_named_by_the_environment(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TONGHU_STATS_SECRET", str(team.secret))
    options = ("--period", "2026-Q3", "--out", str(team.out))
    assert team.stats("issue", *options) == 0


def test_without_a_secret_it_is_said_how_to_make_one(
    team: Team, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("TONGHU_STATS_SECRET", raising=False)
    options = ("--period", "2026-Q3", "--out", str(team.out))
    refused(team.stats("issue", *options), capsys, "tonghu stats key")


# The records behind earlier issues.


def test_lost_history_makes_nothing_anew_says_so_and_begins_anew_after_a_year(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    team = Team(tmp_path, SOME)
    assert team.issue("2025-Q3") == 0
    rewritten = json.loads((team.out / "2025-Q3/issue.json").read_text("utf-8"))
    rewritten["records"] = {"commit": "0" * 40, "tree": "0" * 40}
    path = team.out / "2025-Q3/issue.json"
    path.write_text(json.dumps(rewritten, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    (team.out / "ledger.csv").unlink()
    files = {p.name: p.read_bytes() for p in (team.out / "2025-Q3").iterdir()}
    ledger = text(entries("2025-Q3", files))
    (team.out / NAME).write_text(ledger, encoding="utf-8", newline="\n")
    assert team.issue("2026-Q3") == 0
    rows = csv.DictReader(io.StringIO(team.files("2026-Q3")["total.csv"].decode("utf-8")))
    assert {row["asof"] for row in rows} == {"2025-09-30"}
    told = capsys.readouterr().out
    assert "2025-09-30 的那一期用的档案找不到了" in told and "--begin-anew" in told
    assert "变动的孩子太少" not in told
    shutil.rmtree(team.out / "2026-Q3")
    (team.out / NAME).write_text(ledger, encoding="utf-8", newline="\n")
    assert team.issue("2026-Q3", "--begin-anew") == 0
    assert team.made("2026-Q3")["begun"] is True
    rows = csv.DictReader(io.StringIO(team.files("2026-Q3")["total.csv"].decode("utf-8")))
    assert {row["asof"] for row in rows} == {"2026-09-30"}


def test_a_history_pressed_into_one_commit_is_known_again_by_what_it_holds(tmp_path: Path) -> None:
    team = Team(tmp_path, SOME)
    assert team.issue("2025-Q3") == 0
    team.git("checkout", "-q", "--orphan", "other")
    team.commit("all in one")
    team.git("branch", "-q", "-D", "main")
    team.git("reflog", "expire", "--expire=now", "--all")
    team.git("gc", "-q", "--prune=now")
    assert team.issue("2026-Q3") == 0
    rows = csv.DictReader(io.StringIO(team.files("2026-Q3")["total.csv"].decode("utf-8")))
    assert {row["asof"] for row in rows} == {"2026-09-30"}


def test_records_that_are_in_no_git_are_told_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    team = Team(tmp_path, SOME)
    shutil.rmtree(team.root / ".git")
    top.cache_clear()
    assert team.issue("2025-Q3") == 0
    assert "没有提交到 Git" in capsys.readouterr().out
    first = team.files("2025-Q3")
    shutil.rmtree(team.out)
    (team.root / "records/.git").mkdir()
    (team.root / "records/.git/index").write_bytes(b"of Git")
    assert team.issue("2025-Q3") == 0
    assert team.files("2025-Q3") == first


def test_records_at_the_root_of_their_repository_are_known_by_their_commit(tmp_path: Path) -> None:
    team = Team(tmp_path, SOME)
    shutil.rmtree(team.root / ".git")
    whole, team.root = team.root, team.root / "records"
    team.git("init", "-q", "-b", "main")
    commit = team.commit("the county")
    top.cache_clear()
    team.root = whole
    assert team.issue("2025-Q3") == 0
    assert dict(team.made("2025-Q3")["records"])["commit"] == commit  # type: ignore[call-overload]


def test_a_year_that_is_none_is_a_sentence(team: Team, capsys: pytest.CaptureFixture[str]) -> None:
    for period in ("0000-Q1", "2026-Q5", "二〇二六-Q1", "２０２６-Q1"):
        refused(team.issue(period), capsys, "2026")


def test_microdata_of_real_children_is_never_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    team = Team(tmp_path, SOME)
    settings = team.root / "records/settings.yml"
    said = settings.read_text(encoding="utf-8").replace("invented: true\n", "")
    settings.write_text(said, encoding="utf-8")
    team.commit("now real")
    code = team.issue("2025-Q3", "--microdata", str(team.micro))
    refused(code, capsys, "虚构")
    assert not team.micro.exists() and not team.out.exists()
