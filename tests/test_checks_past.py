"""What was recorded stays, and what was once in force stays: compared with a real Git."""

import shutil
import subprocess
from pathlib import Path

import pytest

from checked_county import CASE, FOLDER, ID, ROOT, case, lay, problems, quiet, told
from tonghu import period
from tonghu.checks import Asked, check
from tonghu.history.changes import base_of

REGISTERED = "ref: a1, date: 2026-01-05, event: 登记, register: 留守儿童, by: W003"
VISITED = "ref: a2, date: 2026-02-05, event: 走访, visitor_role: 社工, by: W003"
RATED = "ref: a3, date: 2026-03-05, event: 监护评估, rating: 好, note: 见到了, by: W003"
HEAD = f"id: {ID}\nborn: 2015-03\n"
WHO = ("-c", "user.name=nobody", "-c", "user.email=nobody@example.org")
PLACE = """\
id: zhongshan/shuishi
kind: village
name: 水石村
timeline:
  - {ref: p1, date: 2026-01-05, event: 宣传, by: W003}
"""
TEAM = """\
workers:
  - code: W003
    works_at: zhongshan
    roles: [儿童督导员]
    timeline:
      - {ref: t1, date: 2026-01-05, event: 培训, by: W003}
"""


def git(folder: Path, *arguments: str) -> None:
    command = ["git", *WHO, *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def committed(root: Path, files: dict[str, str | bytes]) -> Path:
    """Records with some files, committed on main."""
    records = lay(root, files)
    git(root, "init", "-q", "-b", "main")
    commit(root)
    return records


def commit(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "records")


def since(records: Path, *paths: Path) -> list[str]:
    """What the check says, compared with the base that it finds by itself."""
    return told(problems(records, "2026-10-31", base_of(records), *paths))


def sound(root: Path) -> Path:
    return committed(root, {CASE: case(REGISTERED, VISITED, RATED)})


def test_new_events_corrections_and_the_head_of_a_case_may_be_written(tmp_path: Path) -> None:
    records = sound(tmp_path)
    again = "ref: a4, date: 2026-03-06, event: 监护评估, rating: 差, supersedes: a3, by: W003"
    head = HEAD.replace("2015-03", "2015-04")
    lay(tmp_path, {CASE: case(REGISTERED, VISITED, RATED, again, head=head)})
    new = VISITED.replace("a2", "a5").replace("02-05", "04-01")
    lay(tmp_path, {f"{FOLDER}/2026-04-01-a5.yml": f"- {{{new}}}\n"})
    assert since(records) == []


def test_an_event_that_says_something_else_is_told_at_the_value(tmp_path: Path) -> None:
    records = sound(tmp_path)
    lay(tmp_path, {CASE: case(REGISTERED, VISITED.replace("社工", "网格员"), RATED)})
    assert since(records) == [f"{CASE}:5:58 event-edited"]


def test_an_attribute_that_is_gone_is_told_at_the_event(tmp_path: Path) -> None:
    records = sound(tmp_path)
    lay(tmp_path, {CASE: case(REGISTERED, VISITED, RATED.replace(", note: 见到了", ""))})
    assert since(records) == [f"{CASE}:6:5 event-edited"]


def test_an_event_that_is_gone_is_told_of_its_file(tmp_path: Path) -> None:
    records = sound(tmp_path)
    lay(tmp_path, {CASE: case(REGISTERED, RATED)})
    assert since(records) == [f"{CASE}:1:1 event-deleted"]


def test_the_same_event_written_otherwise_is_the_same(tmp_path: Path) -> None:
    records = sound(tmp_path)
    text = HEAD + "timeline:\n" + f"- {{{RATED}}}\n- {{{VISITED}}}\n"
    block = "- ref: a1\n  event: 登记\n  date: 2026-01-05\n  register: 留守儿童\n  by: W003\n"
    lay(tmp_path, {CASE: text + block})
    assert since(records) == []


def test_folding_an_event_file_into_the_case_deletes_nothing(tmp_path: Path) -> None:
    name = f"{FOLDER}/2026-02-05-a2.yml"
    records = committed(tmp_path, {CASE: case(REGISTERED), name: f"- {{{VISITED}}}\n"})
    (records / name).unlink()
    assert since(records) == [f"{CASE}:1:1 event-deleted"]
    lay(tmp_path, {CASE: case(REGISTERED, VISITED)})
    assert since(records) == []


def test_moving_the_folder_to_another_township_deletes_nothing(tmp_path: Path) -> None:
    records = sound(tmp_path)
    (records / "children/heping").mkdir()
    (records / FOLDER).rename(records / f"children/heping/{ID}")
    assert since(records) == []
    case_file = records / f"children/heping/{ID}/case.yml"
    case_file.write_text(case(REGISTERED, RATED), encoding="utf-8")
    assert since(records) == [f"children/heping/{ID}/case.yml:1:1 event-deleted"]


def test_a_whole_child_that_is_gone_is_told_once(tmp_path: Path) -> None:
    records = sound(tmp_path)
    shutil.rmtree(records / FOLDER)
    assert since(records) == [f"{CASE}:1:1 subject-deleted"]


def test_events_that_broke_the_schema_may_be_mended(tmp_path: Path) -> None:
    wrong = VISITED.replace("社工", "邻居")
    records = committed(tmp_path, {CASE: case(REGISTERED, wrong, RATED)})
    lay(tmp_path, {CASE: case(REGISTERED, VISITED, RATED)})
    assert since(records) == []
    lay(tmp_path, {CASE: case(REGISTERED, VISITED, RATED.replace("好", "差"))})
    assert since(records) == [f"{CASE}:6:54 event-edited"]


def test_events_of_places_and_workers_stay_too(tmp_path: Path) -> None:
    name = "places/shuishi.yml"
    records = committed(tmp_path, {name: PLACE, "team.yml": TEAM})
    lay(tmp_path, {name: PLACE.replace("-05", "-06"), "team.yml": TEAM.replace("-05", "-06")})
    found = [f"{name}:5:21 event-edited", "team.yml:6:25 event-edited"]
    assert since(records) == found
    lay(tmp_path, {name: PLACE, "team.yml": TEAM.partition("    timeline")[0]})
    assert since(records) == ["team.yml:1:1 event-deleted"]
    lay(tmp_path, {name: PLACE, "team.yml": "workers: []\n"})
    assert "team.yml:1:1 subject-deleted" in since(records)


def test_the_file_of_a_place_may_have_another_name(tmp_path: Path) -> None:
    records = committed(tmp_path, {"places/shuishi.yml": PLACE})
    (records / "places/shuishi.yml").rename(records / "places/village.yml")
    assert since(records) == []


def test_with_sealed_halves_what_moves_there_has_not_changed(tmp_path: Path) -> None:
    settings = "area: lanshan\nadopts: [qianjiang-2016]\nseal: sops\n"
    records = committed(tmp_path, {CASE: case(REGISTERED, RATED), "settings.yml": settings})
    lay(
        tmp_path,
        {
            CASE: case(REGISTERED, RATED.replace(", note: 见到了", "")),
            "settings.yml": settings,
        },
    )
    assert since(records) == []


def test_the_base_is_where_main_was_left(tmp_path: Path) -> None:
    records = sound(tmp_path)
    git(tmp_path, "switch", "-q", "-c", "visit")
    lay(tmp_path, {CASE: case(REGISTERED, RATED)})
    commit(tmp_path)
    assert since(records) == [f"{CASE}:1:1 event-deleted"]
    assert told(problems(records, "2026-10-31", base_of(records, "HEAD"))) == []


def test_origin_main_comes_before_main(tmp_path: Path) -> None:
    records = sound(tmp_path)
    git(tmp_path, "update-ref", "refs/remotes/origin/main", "HEAD")
    lay(tmp_path, {CASE: case(REGISTERED, RATED)})
    commit(tmp_path)
    assert since(records) == [f"{CASE}:1:1 event-deleted"]


def test_a_branch_without_main_is_compared_with_its_last_commit(tmp_path: Path) -> None:
    records = sound(tmp_path)
    git(tmp_path, "branch", "-m", "trunk")
    lay(tmp_path, {CASE: case(REGISTERED, RATED)})
    assert since(records) == [f"{CASE}:1:1 event-deleted"]


@pytest.mark.parametrize("begun", [False, True])
def test_without_git_or_a_first_commit_it_is_said_once(begun: bool, tmp_path: Path) -> None:
    records = lay(tmp_path, {CASE: case(REGISTERED)})
    if begun:
        git(tmp_path, "init", "-q")
    assert [one.code for one in problems(records, base=base_of(records))] == ["history-unknown"]


def test_one_file_is_compared_by_itself(tmp_path: Path) -> None:
    name = f"{FOLDER}/2026-02-05-a2.yml"
    records = committed(tmp_path, {CASE: case(REGISTERED), name: f"- {{{VISITED}}}\n"})
    lay(tmp_path, {CASE: case(REGISTERED.replace("留守", "困境")), name: "- {}\n"})
    assert since(records, records / CASE) == [f"{CASE}:4:54 event-edited"]
    found = since(records, records / name)
    assert found and all(one.startswith(name) for one in found)
    (records / name).unlink()
    assert since(records, records / name) == []


# The definitions of duties.

PAGE = "docs/handbook/guardianship/assess-poor-monthly.md"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Records and definitions in one repository, committed."""
    for name in ("schemas", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    committed(tmp_path, {CASE: case(REGISTERED)})
    return tmp_path


def rewritten(home: Path, old: str, new: str) -> list[str]:
    """What the check says of the past when one thing on the page is replaced."""
    page = home / PAGE
    text = page.read_text(encoding="utf-8")
    assert old in text
    page.write_text(text.replace(old, new, 1), encoding="utf-8")
    return _of_the_past(home)


def _of_the_past(home: Path) -> list[str]:
    records = home / "records"
    asked = Asked(records, home, period.day("2026-10-31"), base_of(records))
    return [each for each in told(check(asked, quiet)) if "duty-" in each]


def test_the_words_of_a_page_may_be_changed(home: Path) -> None:
    assert rewritten(home, "title: 监护情况差的", "title: 监护差的") == []
    assert rewritten(home, "最需要有人常去看", "最需要常去看") == []


def test_a_definition_in_force_may_not_be_changed(home: Path) -> None:
    assert rewritten(home, "every: month", "every: quarter") == [f"{PAGE}:8:8 duty-altered"]


def test_nor_may_its_first_day(home: Path) -> None:
    assert rewritten(home, "since: 2016-07-01", "since: 2017-07-01") == [
        f"{PAGE}:11:8 duty-altered"
    ]


def test_a_new_definition_is_written_above_the_old_one(home: Path) -> None:
    old = (
        "{among: {registers: 留守儿童}, when: {rating: 差}, do: 监护评估, every: month, "
        "by: 责任人, force: 法定, since: 2016-07-01}"
    )
    changed = f"every: quarter\nby: 责任人\nforce: 法定\nsince: 2027-01-01\nbefore:\n  - {old}\n---"
    before = "every: month\nby: 责任人\nforce: 法定\nsince: 2016-07-01\nbefore: []\n---"
    assert rewritten(home, before, changed) == []
    assert rewritten(home, "every: month", "every: week") == [f"{PAGE}:13:68 duty-altered"]


def test_a_definition_that_is_not_yet_in_force_may_be_changed(home: Path) -> None:
    assert rewritten(home, "since: 2016-07-01", "since: 2027-01-01") != []
    commit(home)
    assert rewritten(home, "every: month", "every: quarter") == []


def test_a_page_may_move_to_another_theme_and_not_away(home: Path) -> None:
    page = home / PAGE
    moved = home / "docs/handbook/school" / page.name
    page.rename(moved)
    assert _of_the_past(home) == []
    moved.unlink()
    assert _of_the_past(home) == [f"{PAGE}:1:1 duty-deleted"]


def test_invented_records_may_be_made_anew(tmp_path: Path) -> None:
    """On both sides: marking real records as invented hides nothing."""
    invented = "area: lanshan\nadopts: [qianjiang-2016]\nseal: none\ninvented: true\n"
    records = committed(
        tmp_path, {"settings.yml": invented, CASE: case(REGISTERED, VISITED, RATED)}
    )
    lay(tmp_path, {"settings.yml": invented, CASE: case(REGISTERED)})
    assert since(records) == []
    lay(tmp_path, {CASE: case(REGISTERED)})
    assert since(records) == [f"{CASE}:1:1 event-deleted"] * 2


def test_records_that_are_only_now_called_invented_stay(tmp_path: Path) -> None:
    records = sound(tmp_path)
    settings = (records / "settings.yml").read_text(encoding="utf-8")
    lay(tmp_path, {"settings.yml": f"{settings}invented: true\n", CASE: case(REGISTERED)})
    assert since(records) == [*[f"{CASE}:1:1 event-deleted"] * 2, "settings.yml:4:1 seal-off"]
