"""Whatever stands in a file, the check answers, and what it says of other files stays the same."""

import os
import shutil
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from checked_county import CASE, FILES, FOLDER, ROOT, case, lay, problems, quiet, told
from tonghu import period
from tonghu.checks import Asked, check
from tonghu.source import dump

EVENT_FILE = f"{FOLDER}/2026-03-01-b1.yml"
REGISTERED = (
    "ref: a1, date: 2026-01-05, event: 登记, register: 留守儿童, place: zhongshan/shuishi, by: W003"
)
VISITED = "ref: a2, date: 2026-02-05, event: 走访, visitor_role: 社工, by: W003"
CORRECTED = "ref: a3, date: 2026-02-06, event: 走访, visitor_role: 社工, supersedes: a2, by: W003"
RECORDS = {
    CASE: case(REGISTERED, VISITED, CORRECTED),
    EVENT_FILE: "- {ref: b1, date: 2026-03-01, event: 监护评估, rating: 好, by: W003}\n",
}
PLACES = [*FILES, *RECORDS]

KEY_WORDS = """
    id born sex household distinct_from timeline ref date event by register place worker role
    supersedes retracts reason about steps owner due until workers code works_at roles since area
    adopts options cadences terms start end seal kind within name facts events sets adds drops
    sole each while title cites subject among when do holds before per every requirements
"""
VALUE_WORDS = """
    登记 退出 走访 强制报告 发现情形 迁移 指定 解除指定 留守儿童 好 a1 a2 b1 W003 K7Q2M48 sops month
    zhongshan zhongshan/shuishi 2026-02-30 2026-03-01 2015-03 village QJ-033 present option
"""
KEYS, WORDS = st.sampled_from(KEY_WORDS.split()), st.sampled_from(VALUE_WORDS.split())
LEAVES = WORDS | st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5) | st.just(0.5)
DATA = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | WORDS, inner, max_size=6),
    max_leaves=25,
)


def written(data: Any) -> str:
    return dump(data)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay(tmp_path_factory.mktemp("county"), RECORDS)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(PLACES), data=DATA)
@example(name="places/gaotan.yml", data={"id": "x", "works_at": "y", "born": None})
@example(name=CASE, data={"id": [], "born": 0, "distinct_from": 5, "timeline": [{"event": []}]})
def test_any_data_in_place_of_any_record(name: str, data: Any, county: Path) -> None:
    path = county / name
    before = path.read_bytes()
    try:
        path.write_text(written(data), encoding="utf-8")
        found = problems(county)
        assert {one.severity for one in found} <= {"error", "warning"}
        assert problems(county, "2026-10-31", "", path) is not None
    finally:
        path.write_bytes(before)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_record_with_one_value_replaced(data: st.DataObject, county: Path) -> None:
    """Nearer to what people write: one value of a sound file is something else."""
    name = data.draw(st.sampled_from(PLACES))
    path = county / name
    before = path.read_text(encoding="utf-8")
    words = [word for word in before.replace("{", " ").replace("}", " ").split() if word[-1] != ":"]
    old = data.draw(st.sampled_from(words)).strip(",")
    new = written(data.draw(DATA)).strip().replace("\n", " ")
    try:
        path.write_text(before.replace(old, new, 1), encoding="utf-8")
        problems(county)
    finally:
        path.write_text(before, encoding="utf-8")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    for name in ("schemas", "docs"):
        shutil.copytree(ROOT / name, folder / name)
    lay(folder, {})
    return folder


PAGES = (
    "docs/handbook/guardianship/care-agreement.md",
    "docs/handbook/protection/report-police.md",
    "docs/sources/town-2022.md",
    "schemas/facts.yml",
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(PAGES), data=DATA)
def test_any_data_in_place_of_any_definition(name: str, data: Any, home: Path) -> None:
    path = home / name
    before = path.read_bytes()
    text = written(data)
    try:
        path.write_text(f"---\n{text}---\n" if name.endswith(".md") else text, encoding="utf-8")
        check(Asked(home / "records", home, period.day("2026-10-31"), "", True), quiet)
    finally:
        path.write_bytes(before)


@pytest.mark.parametrize("name", [*PLACES, "children/zhongshan"])
def test_nothing_is_where_a_file_should_be(name: str, tmp_path: Path) -> None:
    records = lay(tmp_path, RECORDS)
    path = records / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    path.mkdir()
    (path / "inside").write_text("x", encoding="utf-8")
    found = told(problems(records))
    assert any(one.startswith(name) for one in found)


@pytest.mark.parametrize("name", PLACES)
def test_a_link_that_leads_nowhere_or_in_a_circle(name: str, tmp_path: Path) -> None:
    records = lay(tmp_path, RECORDS)
    for target in ("nowhere", Path(name).name):
        (records / name).unlink()
        (records / name).symlink_to(target)
        assert f"{name}:1:1 file-unreadable" in told(problems(records))


def test_a_link_to_another_folder_is_followed_once(tmp_path: Path) -> None:
    records = lay(tmp_path, RECORDS)
    (records / "children/heping").symlink_to(records / "children/zhongshan")
    (records / "places/again").symlink_to(records / "places")
    assert {one.code for one in problems(records)} >= {"id-twice", "folder-township"}


def test_files_without_permission_do_not_hide_others(tmp_path: Path) -> None:
    records = lay(tmp_path, {**RECORDS, EVENT_FILE: "- {ref: B1}\n"})
    others = [one for one in told(problems(records)) if EVENT_FILE in one]
    (records / "team.yml").chmod(0)
    (records / CASE).chmod(0)
    if os.access(records / CASE, os.R_OK):
        for name in ("team.yml", CASE):
            (records / name).unlink()
            (records / name).mkdir()
    found = told(problems(records))
    assert {f"{CASE}:1:1 file-unreadable", "team.yml:1:1 file-unreadable", *others} <= set(found)


def test_names_that_no_terminal_can_show(tmp_path: Path) -> None:
    if sys.platform != "linux":
        return
    records = lay(tmp_path, RECORDS)
    for raw in (b"\xff\xfe.yml", b"a\nb.yml", b"\x1b[31m.yml"):
        Path(os.fsdecode(os.fsencode(records / FOLDER) + b"/" + raw)).write_text("- 1\n")
        Path(os.fsdecode(os.fsencode(records / "children") + b"/" + raw)).mkdir()
    found = problems(records)
    assert all(one.path.isprintable() for one in found)
    assert {"file-name", "township-unknown"} <= {one.code for one in found}


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        return
    records = lay(tmp_path, RECORDS)
    for name in (CASE, EVENT_FILE, "team.yml"):
        (records / name).unlink()
        os.mkfifo(records / name)
        assert stat.S_ISFIFO((records / name).stat().st_mode)
    assert f"{CASE}:1:1 file-unreadable" in told(problems(records))


def test_a_very_large_file_is_told_without_reading_it(tmp_path: Path) -> None:
    records = lay(tmp_path, RECORDS)
    with (records / CASE).open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    assert f"{CASE}:1:1 file-too-large" in told(problems(records))


def test_a_broken_file_hides_nothing_of_another(tmp_path: Path) -> None:
    records = lay(tmp_path, {**RECORDS, EVENT_FILE: "- {ref: B1, date: 2026-02-30}\n"})
    expected = [one for one in told(problems(records)) if one.startswith(EVENT_FILE)]
    assert len(expected) > 2
    (records / CASE).write_bytes(b"\xff\xfe\x00")
    assert [one for one in told(problems(records)) if one.startswith(EVENT_FILE)] == expected
