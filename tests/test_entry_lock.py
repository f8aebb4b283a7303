"""Two who write at once: both are recorded or one is told, and nothing is lost in silence."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from entry_county import ELDER, ROOT, YOUNGER, County
from tonghu.entry import lock
from tonghu.source import replace

RUN = "from tonghu.cli import entry; entry()"
MEETING = ("add", "heping", "会议", "--by", "W003", "topic=联席会议")
NEW = (
    "new", "--born=2016-05", "--sex=女", "--register=留守儿童", "--by=W012",
    "--place=zhongshan/shuishi", "--date=2026-10-05",
)  # fmt: skip
VISIT = ("走访", "--date", "2026-10-12", "--by", "W012", "visitor_role=儿童主任")


@pytest.fixture
def county(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> County:
    return County(tmp_path, capsys)


def begun(county: County, *words: str) -> subprocess.Popen[str]:
    """A `tonghu` of its own, as another person runs it."""
    where = ["--records", str(county.records), "--home", str(ROOT), "--on", "2026-10-31"]
    return subprocess.Popen(
        [sys.executable, "-c", RUN, *words, *where],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def test_whoever_adds_to_one_place_at_once_loses_nothing(county: County) -> None:
    days = [f"2026-10-{number:02}" for number in range(1, 7)]
    running = [begun(county, *MEETING, "--date", day) for day in days]
    said = [(*each.communicate(), each.returncode) for each in running]
    assert [(err, code) for _, err, code in said] == [("", 0)] * len(days)
    assert [event["date"] for event in county.data("places/heping.yml")["timeline"]] == days


def test_one_event_typed_twice_at_once_is_recorded_once(county: County) -> None:
    running = [begun(county, "add", ELDER, *VISIT) for _ in range(4)]
    said = sorted(each.communicate()[1] for each in running)
    assert said[0] == "" and all("已经记过" in err for err in said[1:])
    assert [event["event"] for event in county.events(ELDER)].count("走访") == 1


@pytest.mark.parametrize(
    "words",
    [
        ("add", ELDER, *VISIT),
        ("add", "nothing.xlsx"),
        ("fold",),
        ("check", "--fix"),
        NEW,
    ],
)
def test_who_cannot_write_now_is_told_what_to_do(
    county: County, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    held = county.write(lock.NAME, "")
    monkeypatch.setattr(lock, "PAUSE", 0)
    before = county.files()
    answer = county.run(*words)
    assert answer.code == 2 and "过一会儿再运行一次" in answer.err
    assert "断了电" in answer.err and str(held) in answer.err
    assert county.files() == before


def test_the_lock_goes_whatever_happens(county: County) -> None:
    assert county.run("add", ELDER, *VISIT).code == 0
    assert county.run("add", "K7Q2M49", *VISIT).code == 2
    with pytest.raises(KeyboardInterrupt), lock.alone(county.records, print):
        raise KeyboardInterrupt
    assert lock.NAME not in county.files()


def test_what_is_only_shown_waits_for_nobody(county: County) -> None:
    county.write(lock.NAME, "")
    assert county.run("add", ELDER, *VISIT, "--dry-run").code == 0


def test_a_folder_that_may_not_be_written_is_told_at_once(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    def may_not(path: Any, *_: Any) -> int:
        raise PermissionError(13, "no", str(path))

    monkeypatch.setattr(os, "open", may_not)
    with pytest.raises(PermissionError), lock.alone(county.records, print):
        raise AssertionError


def test_a_text_is_on_the_disk_before_it_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    path, sync, move = tmp_path / "team.yml", os.fsync, Path.replace

    def synced(handle: int) -> None:
        done.append("sync")
        sync(handle)

    def moved(self: Path, goal: Path) -> Path:
        done.append("move")
        return move(self, goal)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", moved)
    replace(path, "workers: []\n")
    assert path.read_text("utf-8") == "workers: []\n"
    assert done == ["sync", "move", "sync"] if os.name != "nt" else done[:2] == ["sync", "move"]


@pytest.mark.parametrize(
    "odd", ["supersedes: [a]", "retracts: {a: b}", "supersedes: 7", "ref: [a]"]
)
def test_a_record_with_an_impossible_entry_takes_new_events_all_the_same(
    county: County, odd: str
) -> None:
    line = f"  - {{date: 2026-02-01, event: 走访, by: W012, {odd}}}\n"
    path = county.child(YOUNGER)
    path.write_text(path.read_text("utf-8") + line, "utf-8")
    assert county.run("add", YOUNGER, *VISIT).code == 0
    assert county.run("add", YOUNGER, *VISIT, "supersedes=b2y9").code == 2


def test_a_folder_whose_name_is_no_text_stops_nobody(county: County) -> None:
    town = county.records / "children/zhongshan"
    town.rename(town.with_name(os.fsdecode(b"\xcd\xf5")))
    running = begun(county, "add", ELDER, *VISIT)
    out, err = running.communicate()
    assert running.returncode == 0 and "记下了 1 条" in out and "Traceback" not in err
