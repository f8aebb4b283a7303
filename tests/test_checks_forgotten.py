"""A child is forgotten: one row is left, nothing else vanishes, and nobody comes back."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from entry_county import ELDER, YOUNGER, Answer, County
from tonghu.cli import main

ROOT = Path(__file__).resolve().parent.parent
LIST = "forgotten.yml"
NEW = f"{LIST}:1 forgotten-new"
ROW = f"- {{id: {ELDER}, date: 2026-10-31, ground: 保存期满, who: W003}}\n"
FORGET = ("forget", ELDER, "--ground", "保存期满", "--by", "W003")


@pytest.fixture
def county(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> County:
    """A county with a history of one commit."""
    found = County(tmp_path, capsys)
    found.write("settings.yml", "area: lanshan\nadopts: [qianjiang-2016]\nseal: none\n")
    git(found, "init", "--quiet", "--initial-branch", "main")
    commit(found)
    return found


def git(county: County, *words: str) -> str:
    name = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    folder = county.records.parent
    done = subprocess.run(["git", *name, *words], cwd=folder, check=True, capture_output=True)
    return done.stdout.decode().strip()


def commit(county: County) -> str:
    git(county, "add", "--all")
    git(county, "commit", "--quiet", "--message", "x")
    return git(county, "rev-parse", "HEAD")


def codes(county: County, *more: str) -> list[str]:
    """What the check has to say, whether or not it remembers an earlier run."""
    first = county.run("check", "--format", "json", *more)
    again = county.run("check", "--format", "json", "--no-cache", *more)
    assert first.out == again.out
    found = [one for one in json.loads(first.out) if one["path"].startswith("records/")]
    return [f"{one['path'].removeprefix('records/')}:{one['line']} {one['code']}" for one in found]


def due(county: County, on: str, *more: str) -> Answer:
    words = ["due", "--records", str(county.records), "--home", str(ROOT), "--on", on]
    code = main([*words, "--format", "json", *more])
    said = county.capsys.readouterr()
    return Answer(code, said.out, said.err)


# The command.


def test_a_child_is_forgotten_and_one_row_is_left(county: County) -> None:
    before = county.files()
    answer = county.run(*FORGET)
    assert answer.code == 0, answer.err
    assert "docs/guides/forgetting.md" in answer.out
    mine = {name for name in before if ELDER in name}
    left = {name: raw for name, raw in before.items() if name not in mine}
    assert county.files() == {**left, LIST: county.records.joinpath(LIST).read_bytes()}
    row = {"id": ELDER, "date": "2026-10-31", "ground": "保存期满", "who": "W003"}
    assert county.data(LIST) == [row]
    assert codes(county) == [NEW]


def test_another_row_is_put_at_the_end(county: County) -> None:
    county.run(*FORGET)
    county.run("forget", YOUNGER.lower(), "--ground", "本人要求", "--by", "W012")
    assert [row["id"] for row in county.data(LIST)] == [ELDER, YOUNGER]
    assert codes(county) == [NEW, NEW.replace("1", "2")]


def test_a_dry_run_shows_and_changes_nothing(county: County) -> None:
    before = county.files()
    answer = county.run(*FORGET, "--dry-run")
    assert ELDER in answer.out
    assert county.files() == before


@pytest.mark.parametrize(
    "words",
    [
        ("forget", "K7Q2M84", "--ground", "保存期满", "--by", "W003"),
        ("forget", "../../x", "--ground", "保存期满", "--by", "W003"),
        ("forget", "zhongshan", "--ground", "保存期满", "--by", "W003"),
        ("forget", ELDER, "--ground", "不想留了", "--by", "W003"),
        ("forget", ELDER, "--ground", "保存期满", "--by", "W999"),
        ("forget", ELDER, "--ground", "保存期满"),
    ],
)
def test_what_is_not_right_removes_nothing(county: County, words: tuple[str, ...]) -> None:
    before = county.files()
    assert county.run(*words).code == 2
    assert county.files() == before


def test_a_list_that_cannot_be_read_is_not_written_over(county: County) -> None:
    county.write(LIST, "- {id: 1}\n")
    before = county.files()
    assert county.run(*FORGET).code == 2
    assert county.files() == before


def test_once_is_enough_and_what_was_interrupted_is_finished(county: County) -> None:
    kept = county.records.parent / "kept"
    shutil.copytree(county.child(ELDER).parent, kept)
    county.run(*FORGET)
    assert "早已" in county.run(*FORGET).err
    shutil.copytree(kept, county.child(ELDER).parent)
    shutil.rmtree(kept)
    assert codes(county) == [f"children/zhongshan/{ELDER}/case.yml:1 forgotten-back"]
    assert county.run(*FORGET).code == 0
    assert len(county.data(LIST)) == 1
    assert codes(county) == [NEW]


def test_a_twin_no_longer_says_that_there_are_two(county: County) -> None:
    text = county.child(YOUNGER).read_text("utf-8")
    twin = text.replace("timeline:", f"distinct_from: [{ELDER}]\ntimeline:")
    county.child(YOUNGER).write_text(twin, encoding="utf-8", newline="\n")
    commit(county)
    county.run(*FORGET)
    assert "distinct_from" not in county.data(f"children/zhongshan/{YOUNGER}/case.yml")
    assert county.data(f"children/zhongshan/{YOUNGER}/case.yml")["household"] == "hm3k"
    assert codes(county) == [NEW]


def test_where_else_the_id_stands_is_told(county: County) -> None:
    county.write("access/2026-10-W003.yml", f"- {{subjects: [{ELDER}]}}\n")
    county.write("notes.yml", f"- {{about: {ELDER}}}\n")
    answer = county.run(*FORGET)
    assert "notes.yml" in answer.err and "access" not in answer.err


# What the check lets vanish.


def test_without_a_row_nothing_may_vanish(county: County) -> None:
    shutil.rmtree(county.child(ELDER).parent)
    assert codes(county) == [f"children/zhongshan/{ELDER}/case.yml:1 subject-deleted"]
    county.write(LIST, ROW.replace(ELDER, YOUNGER))
    assert codes(county) == [
        f"children/zhongshan/{ELDER}/case.yml:1 subject-deleted",
        f"children/zhongshan/{YOUNGER}/case.yml:1 forgotten-back",
    ]


def test_a_row_by_hand_and_a_folder_removed_by_hand_are_shown_to_somebody(county: County) -> None:
    shutil.rmtree(county.child(ELDER).parent)
    county.write(LIST, ROW)
    assert codes(county) == [NEW]
    said = county.run("check", "--format", "json").out
    assert ELDER in next(one["message"] for one in json.loads(said) if "forgotten" in one["code"])
    commit(county)
    assert codes(county) == []


def test_a_row_lets_only_the_whole_child_vanish(county: County) -> None:
    case = county.child(ELDER)
    lines = case.read_text("utf-8").splitlines(keepends=True)
    case.write_text("".join(lines[:-1]), encoding="utf-8", newline="\n")
    county.write(LIST, ROW)
    assert codes(county) == [
        f"children/zhongshan/{ELDER}/case.yml:1 event-deleted",
        f"children/zhongshan/{ELDER}/case.yml:1 forgotten-back",
    ]


def test_a_row_stays_as_it_was(county: County) -> None:
    county.run(*FORGET)
    commit(county)
    assert codes(county) == []
    county.write(LIST, ROW.replace("保存期满", "本人要求"))
    assert codes(county) == [f"{LIST}:1 forgotten-changed"]
    (county.records / LIST).unlink()
    assert codes(county) == [f"{LIST}:1 forgotten-changed"]
    county.write(LIST, ROW)
    county.run("forget", YOUNGER, "--ground", "本人要求", "--by", "W012")
    assert codes(county) == [NEW.replace("1", "2")]


def test_on_a_branch_the_row_counts_from_where_main_was_left(county: County) -> None:
    git(county, "switch", "--quiet", "--create", "forget")
    county.run(*FORGET)
    commit(county)
    assert codes(county) == [NEW]
    git(county, "rm", "--quiet", f"records/{LIST}")
    commit(county)
    assert codes(county) == [f"children/zhongshan/{ELDER}/case.yml:1 subject-deleted"]


def test_a_forgotten_id_never_comes_back_in_any_township(county: County) -> None:
    county.run(*FORGET)
    commit(county)
    text = f"id: {ELDER}\nborn: 2015-03\nsex: 女\ntimeline: []\n"
    county.write(f"children/heping/{ELDER}/case.yml", text)
    assert f"children/heping/{ELDER}/case.yml:1 forgotten-back" in codes(county)
    path = str(county.records / f"children/heping/{ELDER}")
    assert f"children/heping/{ELDER}/case.yml:1 forgotten-back" in codes(county, path)


def test_rows_that_are_wrong_are_told(county: County) -> None:
    wrong = [
        ROW.replace(ELDER, "K7Q2M84"),
        ROW.replace(ELDER, "P3N9T8Q"),
        ROW.replace("W003", "W999").replace(ELDER, "B0B5C3R"),
        ROW.replace("2026-10-31", "2026-11-01").replace(ELDER, "B0B5C3R"),
        ROW.replace("保存期满", "不想留了"),
    ]
    county.write(LIST, "".join(wrong))
    shutil.rmtree(county.child(ELDER).parent)
    found = codes(county)
    assert f"{LIST}:1 id-check" in found
    assert f"{LIST}:3 worker-unknown" in found
    assert f"{LIST}:4 forgotten-twice" in found
    assert f"{LIST}:4 forgotten-future" in found
    assert f"{LIST}:5 schema-enum" in found


# What a past says.


def test_a_revision_in_which_the_child_still_is_says_so(county: County) -> None:
    before = git(county, "rev-parse", "HEAD")
    county.run(*FORGET)
    after = commit(county)
    then = due(county, "2026-10-31", "--at", before)
    assert ELDER in then.out
    assert "当时的档案里有已经遗忘的孩子 1 个" in then.err
    assert "历史没有清除" in then.err
    now = due(county, "2026-10-31", "--at", after)
    assert ELDER not in now.out
    assert now.err == ""


def test_a_list_of_a_day_before_says_that_somebody_is_missing(county: County) -> None:
    county.run(*FORGET)
    then = due(county, "2026-10-30")
    assert "以后遗忘了 1 个孩子" in then.err
    flags = json.loads(then.out)["flags"]
    assert [(flag["subject"], flag["code"]) for flag in flags] == [(LIST, "forgotten")]
    now = due(county, "2026-10-31")
    assert now.err == ""
    assert json.loads(now.out)["flags"] == []


def test_a_rewritten_history_says_that_somebody_may_be_missing(county: County) -> None:
    (county.records / "README.md").write_text("x", encoding="utf-8")
    shutil.rmtree(county.child(ELDER).parent)
    git(county, "add", "--all")
    git(county, "commit", "--quiet", "--amend", "--message", "x")
    county.write(LIST, ROW)
    then = due(county, "2026-10-31", "--at", "HEAD")
    assert "那个版本里没有他们" in then.err
