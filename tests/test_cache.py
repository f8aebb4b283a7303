"""With what earlier runs know every answer is the same, and only what changed is looked at."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from cached_county import FIFTH, FIRST, FOURTH, IDS, SECOND, THIRD, County, home
from tonghu.cache import store
from tonghu.history import standing
from tonghu.statistics.ledger import entries, text

ALL = sorted(IDS[:4])


@pytest.fixture
def county(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> County:
    """Four children, committed and asked about once."""
    home(tmp_path)
    found = County(tmp_path, monkeypatch)
    assert found.asked() == ALL
    return found


def test_nothing_changed(county: County) -> None:
    assert county.asked() == []


def test_an_event_added_and_then_committed(county: County) -> None:
    county.visit()
    assert county.asked() == [FIRST]
    assert county.asked() == [FIRST]
    county.commit()
    assert county.asked() == [FIRST]
    assert county.asked() == []


def test_a_change_that_is_staged_and_then_taken_back(county: County) -> None:
    county.replace(f"children/zhongshan/{SECOND}/case.yml", "rating: 差", "rating: 好")
    county.git("add", "-A")
    assert county.asked() == [SECOND]
    county.git("reset", "-q", "--hard")
    assert county.asked() == []


def test_another_branch_and_back(county: County) -> None:
    county.git("checkout", "-q", "-b", "other")
    county.visit(THIRD)
    county.add(FIFTH)
    county.commit()
    assert county.asked() == [THIRD, FIFTH]
    county.git("checkout", "-q", "trunk")
    assert county.asked() == [THIRD]
    assert county.asked() == []


def test_a_commit_of_which_only_a_part_is_still_as_committed(county: County) -> None:
    county.visit(FIRST)
    county.visit(SECOND)
    county.commit()
    county.visit(SECOND, ref="v2")
    assert county.asked() == [FIRST, SECOND]
    assert county.asked() == [SECOND]
    county.git("clean", "-qfd")
    assert county.asked() == [SECOND]
    assert county.asked() == []


def test_a_child_that_comes_goes_and_moves(county: County) -> None:
    county.add(FIFTH)
    assert county.asked() == [FIFTH]
    county.commit()
    assert county.asked() == [FIFTH]
    shutil.rmtree(county.folder(FIFTH))
    assert county.asked() == []
    county.commit()
    assert county.asked() == []
    county.folder(SECOND, "heping").parent.mkdir()
    county.git("mv", str(county.folder(SECOND)), str(county.folder(SECOND, "heping")))
    assert county.asked() == [SECOND]
    county.commit()
    assert county.asked() == [SECOND]
    assert county.asked() == []


def test_a_child_without_files_that_git_could_see(county: County) -> None:
    county.folder(FIFTH).mkdir()
    assert county.asked() == [FIFTH]
    assert "case-missing" in county.codes()
    county.folder(FIFTH).rmdir()
    assert county.asked() == []
    (county.folder(FIRST) / "照片").mkdir()
    assert county.asked() == []
    (county.folder(FIRST) / "照片/一.jpg").write_bytes(b"")
    assert county.asked() == [FIRST]
    assert "file-unread" in county.codes()


def test_files_that_git_ignores_are_always_looked_at(county: County) -> None:
    path = county.visit().rename(county.folder() / "2026-10-12-v1.local.yml")
    assert county.asked() == [FIRST]
    assert county.asked() == [FIRST]
    path.write_text("- {}\n", encoding="utf-8")
    assert county.asked() == [FIRST]


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_files_that_git_was_told_not_to_look_at_are(county: County, flag: str) -> None:
    path = county.folder(THIRD) / "case.yml"
    county.git("update-index", flag, str(path))
    path.write_text("id: [\n", encoding="utf-8")
    assert county.asked() == [THIRD]
    assert county.asked() == [THIRD]
    county.git("update-index", flag.replace("--", "--no-"), str(path))
    assert county.asked() == [THIRD]


def test_what_lies_behind_a_link_is_not_kept(county: County) -> None:
    other = county.root / "elsewhere.yml"
    shutil.move(county.folder() / "case.yml", other)
    (county.folder() / "case.yml").symlink_to(other)
    county.commit()
    assert county.asked() == [FIRST]
    other.write_text("id: [\n", encoding="utf-8")
    assert county.asked() == [FIRST]


def test_a_file_touched_after_the_run_began_is_not_kept(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    county.visit()
    county.commit()
    began = (county.folder() / "case.yml").stat().st_mtime_ns
    monkeypatch.setattr(standing, "_now", lambda _: began)
    assert county.asked() == [FIRST]
    assert county.asked() == [FIRST]
    monkeypatch.undo()


def test_a_tree_that_git_no_longer_has(county: County) -> None:
    for path in county.stores():
        found = store.load(path)
        assert found
        found.update([], [], {"tree": "0" * 40})
        store.save(path, found)
    assert county.asked() == ALL
    assert county.asked() == []


def test_an_empty_county_and_one_never_committed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home(tmp_path)
    county = County(tmp_path, monkeypatch)
    shutil.rmtree(county.records / "children")
    assert county.asked() == []
    shutil.rmtree(tmp_path / ".git")
    assert county.asked() == []
    county.add(FIRST)
    county.git("init", "-q")
    county.asked()
    assert not (tmp_path / ".git/tonghu").exists()


# Other days.


def test_counts_of_later_days_are_known_to_the_end_of_the_month(county: County) -> None:
    assert county.counted("2026-10-25") == []
    assert county.counted("2026-10-31") == []
    assert county.counted("2026-11-01") == ALL
    assert county.counted("2026-10-20") == ALL


def test_counts_reach_a_week_beyond_the_end_of_a_month(county: County) -> None:
    assert county.counted("2026-10-29") == []
    county.visit()
    assert county.counted("2026-11-29") == ALL
    assert county.counted("2026-11-30") == [FIRST]


def test_a_setting_that_changes_ends_what_is_known(county: County) -> None:
    dated = "{since: 2026-10-26, value: exempt, before: [{value: required}]}"
    county.replace("settings.yml", "seal: none", f"seal: none\noptions: {{first_partial: {dated}}}")
    assert county.counted("2026-10-20") == ALL
    assert county.counted("2026-10-25") == []
    assert county.counted("2026-10-26") == ALL


def test_an_event_to_come_is_looked_at_when_its_day_has_come(county: County) -> None:
    county.visit(SECOND, "2026-10-24")
    county.commit()
    assert county.asked() == [SECOND]
    assert "date-future" in county.codes()
    assert county.checked("2026-10-23")[0] == []
    assert county.checked("2026-10-24")[0] == [SECOND]
    assert "date-future" not in county.codes("2026-10-24")
    assert county.checked("2026-10-23")[0] == [SECOND]
    assert county.counted("2026-10-24") == []


def test_days_long_past(county: County) -> None:
    assert county.asked("2026-02-01") == ALL
    assert county.asked("2025-02-01") == ALL


# What is about all children, or more than one.


def test_settings_concern_everybody(county: County) -> None:
    county.replace("settings.yml", "seal: none", "seal: sops")
    assert county.asked() == ALL
    assert county.asked() == []


def test_a_meeting_of_a_township_concerns_no_child(county: County) -> None:
    event = "timeline:\n  - {ref: p1, date: 2026-10-05, event: 会议, topic: 联席会议, by: W001}\n"
    place = county.records / "places/zhongshan.yml"
    place.write_text(place.read_text(encoding="utf-8") + event, encoding="utf-8")
    assert county.asked() == []
    county.commit()
    county.replace("places/zhongshan.yml", "2026-10-05", "2026-12-05")
    assert county.asked() == []
    assert {"date-future", "event-edited"} <= county.codes()
    assert "date-future" not in county.codes("2026-12-05")


def test_a_place_that_goes_concerns_everybody(county: County) -> None:
    (county.records / "places/shuishi.yml").unlink()
    assert county.asked() == ALL
    assert "place-unknown" in county.codes()


def test_a_worker_who_goes_concerns_the_check(county: County) -> None:
    county.replace("team.yml", "since: 2025-03-01", "since: 2026-03-01")
    assert county.checked()[0] == ALL
    assert county.counted() == []
    assert "worker-away" in county.codes()
    (county.records / "team.yml").unlink()
    assert county.checked()[0] == ALL
    assert "file-missing" in county.codes()


def test_the_handbook_concerns_the_counts_and_the_schemas_everything(county: County) -> None:
    county.pages = True
    page = county.root / "docs/handbook/guardianship/assess-poor-monthly.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("every: month", "every: week"), encoding="utf-8")
    assert county.counted() == ALL
    assert county.checked()[0] == []
    assert "duty-altered" in county.codes()
    schema = county.root / "schemas/case.schema.json"
    schema.write_text(schema.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert county.asked() == ALL


def test_a_published_figure_that_changes_and_is_put_back(county: County) -> None:
    """Neither "nothing found" nor "altered" outlives what it was said of."""
    county.pages = True
    folder = county.root / "docs/statistics/issues"
    path = folder / "2026-Q2/total.csv"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"table\n")
    lines = entries("2026-Q2", {"total.csv": b"table\n"})
    (folder / "ledger.csv").write_text(text(lines), encoding="utf-8", newline="\n")
    county.commit()
    for held, wrong in ((b"table\n", False), (b"other\n", True), (b"table\n", False)):
        path.write_bytes(held)
        assert ("issue-altered" in county.codes()) is wrong
    path.with_name("more.csv").write_bytes(b"")
    assert "issue-altered" in county.codes()


def test_a_page_whose_link_leads_nowhere_any_more(county: County) -> None:
    county.pages = True
    page = county.root / "docs/guide.md"
    page.write_text("见[说明](say.md)\n", encoding="utf-8")
    assert "link-broken" in county.codes()
    other = county.root / "docs/say.md"
    other.write_text("说明\n", encoding="utf-8")
    assert "link-broken" not in {p.code for p in county.checked()[1] if p.path == "docs/guide.md"}
    page.write_text("见[说明](../say.txt)\n", encoding="utf-8")
    county.checked()
    (county.root / "say.txt").write_text("", encoding="utf-8")
    county.checked()
    (county.root / "say.txt").unlink()
    assert "link-broken" in county.codes()


def test_stray_files_and_folders_around_the_children(county: County) -> None:
    county.write("名单.xlsx", b"")
    county.write("children/zhongshan/case.yml", "")
    county.write("places/photo/a.jpg", b"")
    assert county.asked() == []
    assert {"file-stray", "file-unread"} <= county.codes()
    county.add(FIFTH, "nowhere")
    assert "township-unknown" in county.codes()


@pytest.mark.parametrize("place", [b"zhongshan/\xff\xfe", b"\xff\xfe/K7Q2M48"])
def test_a_folder_whose_name_is_not_utf_8(county: County, place: bytes) -> None:
    if sys.platform != "linux":
        return
    folder = Path(os.fsdecode(os.fsencode(county.records / "children") + b"/" + place))
    for name in (folder / "case.yml", county.folder(FIRST) / "case.yml"):
        name.parent.mkdir(parents=True, exist_ok=True)
        name.write_text("id: A\n", encoding="utf-8")
    for _ in range(2):
        told = county.checked()[1]
        assert any("?" in one.path for one in told)
        assert any(FIRST in one.path for one in told)
        county.commit()
    shutil.rmtree(folder)
    county.checked()


def test_two_children_who_look_alike(county: County) -> None:
    household = f"h{FIRST[-3:].lower()}"
    county.add(FIFTH, household=household)
    assert county.asked() == [FIFTH]
    assert "child-twice" in county.codes()
    county.commit()
    assert county.asked() == [FIFTH]
    assert "child-twice" in county.codes()
    assert county.asked() == []
    county.visit(FIRST)
    assert county.asked() == [FIRST]
    assert "child-twice" in county.codes()
    county.replace(f"children/zhongshan/{FIRST}/case.yml", "born: 2015-03", "born: 2014-03")
    assert "child-twice" not in county.codes()
    county.git("checkout", "-q", "--", ".")
    assert "child-twice" in county.codes()
    county.replace(f"children/zhongshan/{FIFTH}/case.yml", "sex: 女", "sex: 女\n# 一句话")
    assert "child-twice" in county.codes()


def test_a_twin_committed_while_the_other_is_being_changed(county: County) -> None:
    county.replace(f"children/zhongshan/{FIRST}/case.yml", "id:", "# 一\n# 二\nid:")
    county.add(FIFTH, household=f"h{FIRST[-3:].lower()}")
    county.git("add", str(county.folder(FIFTH)))
    county.git("commit", "-q", "-m", "one")
    assert county.asked() == [FIRST, FIFTH]
    assert county.asked() == [FIRST]
    county.git("checkout", "-q", "--", ".")
    assert county.asked() == []
    assert "child-twice" in county.codes()


def test_one_file_number_in_two_townships(county: County) -> None:
    county.add(FIRST, "heping")
    assert county.asked() == [FIRST]
    assert "id-twice" in county.codes()
    county.commit()
    assert county.asked() == [FIRST]
    assert county.asked() == []
    assert "id-twice" in county.codes()


def test_a_child_who_names_another_that_goes(county: County) -> None:
    county.add(FIFTH, distinct_from=f"[{SECOND}]")
    county.commit()
    assert county.asked() == [FIFTH]
    assert "child-unknown" not in county.codes()
    shutil.rmtree(county.folder(SECOND))
    assert county.checked()[0] == [FIFTH]
    assert "child-unknown" in county.codes()
    county.commit()
    assert county.checked()[0] == []
    county.add(SECOND)
    assert "child-unknown" not in county.codes()
    shutil.rmtree(county.folder(SECOND))
    assert "child-unknown" in county.codes()


def test_what_was_recorded_is_compared_with_the_base(county: County) -> None:
    county.git("checkout", "-q", "-b", "main")
    county.git("checkout", "-q", "-b", "work")
    county.replace(f"children/zhongshan/{FIRST}/case.yml", "rating: 差", "rating: 好")
    assert "event-edited" in county.codes()
    county.commit()
    assert "event-edited" in county.codes()
    assert "event-edited" in county.codes(base="main")
    assert "event-edited" not in county.codes(base="HEAD")
    shutil.rmtree(county.folder(FOURTH))
    assert "subject-deleted" in county.codes()
    county.git("rm", "-rq", "--cached", str(county.folder(FIRST)))
    assert "event-edited" in county.codes()


# The file itself.


def spoiled(path: Path, how: str) -> None:
    raw = path.read_bytes()
    if how == "cut off":
        path.write_bytes(raw[: len(raw) // 2])
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "another thing":
        path.write_bytes(b"SQLite format 3\0 but not really")
    elif how == "one byte":
        path.write_bytes(raw[:-100] + bytes([raw[-100] ^ 1]) + raw[-99:])
    else:
        path.unlink()
        path.mkdir()


@pytest.mark.parametrize("how", ["cut off", "empty", "another thing", "one byte", "a folder"])
def test_a_spoiled_file_is_ignored(county: County, how: str) -> None:
    for path in county.stores():
        spoiled(path, how)
    assert county.asked() == ALL
    assert county.asked() == (ALL if how == "a folder" else [])


def test_a_file_of_another_version_is_ignored(county: County) -> None:
    for path in county.stores():
        found = store.load(path)
        assert found
        found.update([], [], {"about": "another"})
        store.save(path, found)
    assert county.asked() == ALL
    assert county.asked() == []


def test_the_file_is_never_committed_and_nobody_has_to_ignore_it(county: County) -> None:
    county.git("add", "-A")
    assert len(county.stores()) == 2
    assert not [path for path in county.root.rglob("*tonghu*") if ".git" not in path.parts]


@pytest.mark.parametrize("lacking", ["git", "commit", "sqlite"])
def test_without_what_it_takes_everything_is_looked_at(
    county: County, monkeypatch: pytest.MonkeyPatch, lacking: str
) -> None:
    if lacking == "git":
        monkeypatch.setenv("PATH", os.devnull)
    elif lacking == "commit":
        shutil.rmtree(county.root / ".git")
        county.git("init", "-q")
    else:
        monkeypatch.setattr("tonghu.cache.counts.possible", lambda: False)
        monkeypatch.setattr("tonghu.cache.problems.possible", lambda: False)
    county.visit()
    assert county.asked() == []  # the spies see only what the cache looks at
    monkeypatch.undo()


def test_in_a_hook_git_names_its_index_from_where_the_hook_starts(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(county.root)
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    county.visit()
    assert county.asked() == [FIRST]


def test_records_beside_each_other_do_not_disturb_each_other(county: County) -> None:
    shutil.copytree(county.records, county.root / "more/records")
    county.commit()
    first, county.records = county.records, county.root / "more/records"
    assert county.asked() == ALL
    county.records = first
    assert county.asked() == []
    assert len(county.stores()) == 4
