"""What cannot be used, or may make the list wrong, is said first on every list.

A child whom nobody visits must never fail to show on a list: what its file says wrongly is said
in its place, and the rest is worked out.
"""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from entry_county import ELDER, PLACE, YOUNGER, County

TOWN = "children/zhongshan"
EVENT = "2026-10-01-z1z1.yml"
IN = f"ref: a1x9, date: 2026-01-12, event: 登记, register: 留守儿童, {PLACE}, by: W012"
LOST = "ref: z1z1, date: 2026-10-01, event: 失去监护, by: W012"

Case = tuple[str, str, Callable[[County], Any]]
"""What is wrong, the code of the flag, and what is done to the file of the elder child."""


def _lines(*events: str, head: str = "born: 2015-03\nsex: 女\n") -> Callable[[County], Any]:
    """A case file with these events."""
    text = "".join(f"  - {{{event}}}\n" for event in events)
    return _case(f"id: {ELDER}\n{head}timeline:\n{text}")


def _case(text: str) -> Callable[[County], Any]:
    return lambda county: county.child(ELDER).write_text(text, encoding="utf-8")


def _beside(text: str, name: str = EVENT) -> Callable[[County], Any]:
    return lambda county: county.child(ELDER, name).write_text(text, encoding="utf-8")


def _replaced(old: str, new: str) -> Callable[[County], Any]:
    def change(county: County) -> None:
        text = county.child(ELDER).read_text("utf-8")
        assert old in text
        county.child(ELDER).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def _moved(to: str) -> Callable[[County], Any]:
    """The child's folder, or where a name ends like a file's only its case file, is moved."""

    def change(county: County) -> None:
        folder, target = county.child(ELDER).parent, county.records / to
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.name == ELDER and target.parent != folder.parent:
            shutil.move(folder, target)
            return
        shutil.move(folder / "case.yml", county.records / "moved")
        if not list(folder.iterdir()):
            folder.rmdir()
        shutil.move(county.records / "moved", target)

    return change


def _dangling(county: County) -> None:
    shutil.rmtree(county.child(ELDER).parent)
    county.child(ELDER).parent.symlink_to("nowhere")


SAYS_WRONG: list[Case] = [
    ("名册写错", "invalid", _replaced("register: 留守儿童", "register: 留守")),
    ("登记没有写名册", "invalid", _replaced("register: 留守儿童, ", "")),
    ("经过一栏的名称写错", "invalid", _replaced("timeline:", "timelin:")),
    ("经过是空的", "invalid", _lines()),
    ("没有经过这一栏", "invalid", _case(f"id: {ELDER}\nborn: 2015-03\nsex: 女\n")),
    ("地点写成数字", "invalid", _replaced(PLACE, "place: 5")),
    ("更正的是自己", "invalid", _lines(IN + ", supersedes: a1x9, reason: x")),
    ("撤回的是自己", "invalid", _lines(IN[:45] + ", by: W012, retracts: a1x9, reason: x")),
    (
        "两条互相更正",
        "invalid",
        _lines(
            IN + ", supersedes: b1x9, reason: x",
            IN.replace("a1x9", "b1x9") + ", supersedes: a1x9, reason: x",
        ),
    ),
    ("撤回的那一条找不到", "invalid", _lines(IN, LOST + ", retracts: q1q1, reason: x")),
    (
        "一条更正了两次",
        "invalid",
        _lines(
            IN, *(f"{LOST.replace('z1z1', r)}, supersedes: a1x9, reason: x" for r in ("b", "c"))
        ),
    ),
    (
        "一条更正又被撤回",
        "invalid",
        _lines(
            IN,
            IN.replace("a1x9", "b1x9") + ", supersedes: a1x9, reason: x",
            "ref: c1, date: 2026-02-01, event: 登记, by: W012, retracts: b1x9, reason: x",
        ),
    ),
    ("两条记录同一个 ref", "invalid", _lines(IN, LOST.replace("z1z1", "a1x9"))),
    (
        "两条同一个 ref，更正把登记也带走了",
        "invalid",
        _lines(
            IN,
            LOST.replace("z1z1", "a1x9"),
            LOST.replace("z1z1", "c1x9") + ", supersedes: a1x9, reason: x",
        ),
    ),
    (
        "同一天又登记又退出",
        "invalid",
        _lines(IN, "ref: b2, date: 2026-01-12, event: 退出, register: 留守儿童, by: W012"),
    ),
    (
        "退出的那天又登记",
        "invalid",
        _lines(
            IN,
            "ref: b2, date: 2026-03-11, event: 退出, register: 留守儿童, by: W012",
            IN.replace("a1x9", "c1").replace("2026-01-12", "2026-03-11"),
        ),
    ),
    *(
        (f"出生写成 {born}，登记时早过了年龄", "invalid", _lines(IN, head=f"born: {born}\n"))
        for born in ("1911-05", "1990-05-01", "0001-01-01")
    ),
    ("出生在记录以后", "invalid", _lines(IN, head="born: 2030-05-01\n")),
    ("出生写成不存在的月", "unreadable", _lines(IN, head="born: 2011-13\n")),
    ("没有出生日期", "unreadable", _lines(IN, head="")),
    ("里面的编号是别人的", "invalid", _replaced(ELDER, YOUNGER)),
    ("事件写错", "unreadable", _replaced("event: 登记", "event: 登 记")),
    ("日期写错", "unreadable", _replaced("date: 2026-01-12", "date: 2026-1-12")),
    ("一条新记录的文件是一个词", "unreadable", _beside("走访\n")),
    ("一条新记录的文件是空的", "unreadable", _beside("")),
    ("一条新记录的文件是空列表", "invalid", _beside("[]\n")),
    ("一条新记录没有写成列表", "unreadable", _beside(f"{{{LOST}}}\n")),
    ("新记录里写的是另一份档案", "unreadable", _beside(f"id: {YOUNGER}\nborn: 1990-01\n")),
    ("新记录里有不该有的栏目", "invalid", _beside(f"- {{{LOST}, colour: red}}\n")),
    ("新记录里有不是记录的", "unreadable", _beside("- \n- 1\n- [a]\n- {}\n")),
    ("case.yml 写成了列表", "unreadable", _case(f"- {{{IN}}}\n")),
]

LIES_WRONG: list[Case] = [
    ("少了乡镇一层", "unreadable", _moved(f"children/{ELDER}")),
    ("多了村一层", "unreadable", _moved(f"{TOWN}/shuishi/{ELDER}")),
    ("档案直接放在乡镇下", "unreadable", _moved(f"{TOWN}/{ELDER}.yml")),
    ("档案直接放在 children 下", "unreadable", _moved(f"children/{ELDER}.yml")),
    ("放在 children 外面", "unreadable", _moved(f"kids/{ELDER}")),
    ("文件夹成了一个文件", "unreadable", _moved(f"{TOWN}/{ELDER}")),
    ("case.yml 写成 case.yaml", "unreadable", _moved(f"{TOWN}/{ELDER}/case.yaml")),
    ("case.yml 后面多了 .txt", "unreadable", _moved(f"{TOWN}/{ELDER}/case.yml.txt")),
    ("case.yml 在再下一层", "unreadable", _moved(f"{TOWN}/{ELDER}/x/case.yml")),
    ("没有 case.yml", "unreadable", lambda county: county.child(ELDER).unlink()),
    ("新记录写成 .yaml", "unreadable", _beside(f"- {{{LOST}}}\n", "2026-10-01-z1z1.yaml")),
    ("文件夹是通到别处的链接", "unreadable", _dangling),
]

EVERY = [*SAYS_WRONG, *LIES_WRONG]


@pytest.fixture
def county(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> County:
    return County(tmp_path, capsys)


def _due(county: County) -> dict[str, Any]:
    answer = county.run("due", "--format", "json")
    assert answer.code == 0, answer.err
    found: dict[str, Any] = json.loads(answer.out)
    return found


def _unread(found: dict[str, Any]) -> set[str]:
    return {flag["subject"] for flag in found["flags"] if flag["code"] == "unreadable"}


def test_everything_can_be_read(county: County) -> None:
    assert _unread(_due(county)) == set()


@pytest.mark.parametrize(
    "raw", [b"", b"id: [", b"\xff\xfe\x00", b"- a\n", b"x" * 2_000_000, "姓名：某".encode("gbk")]
)
def test_a_child_s_file_that_cannot_be_read_is_flagged_by_its_folder(
    county: County, raw: bytes
) -> None:
    county.child(ELDER).write_bytes(raw)
    found = _due(county)
    assert _unread(found) == {ELDER}
    assert {item["subject"] for item in found["items"] if item["kind"] == "child"} == {YOUNGER}


@pytest.mark.parametrize("name", ["settings.yml", "team.yml"])
def test_settings_or_team_that_cannot_be_read_are_flagged(county: County, name: str) -> None:
    county.write(name, "adopts: [")
    found = _due(county)
    assert _unread(found) == {f"records/{name}"}
    assert {item["subject"] for item in found["items"]} >= {ELDER, YOUNGER}


def test_records_without_settings_are_flagged_and_worked_out(county: County) -> None:
    (county.records / "settings.yml").unlink()
    found = _due(county)
    assert _unread(found) == {"records/settings.yml"}
    assert found["items"]


def test_a_pipe_or_a_folder_in_place_of_a_file_is_flagged_and_not_waited_for(
    county: County,
) -> None:
    county.child(ELDER).unlink()
    if hasattr(os, "mkfifo"):
        os.mkfifo(county.child(ELDER))
    county.child(YOUNGER).unlink()
    county.child(YOUNGER).mkdir()
    assert _unread(_due(county)) == {ELDER, YOUNGER}


def test_a_text_list_says_it_before_all_else(county: County) -> None:
    county.child(ELDER).write_bytes(b"id: [")
    lines = county.run("due").out.splitlines()
    assert any(ELDER in line for line in lines[:8])


@pytest.mark.parametrize(("what", "code", "change"), EVERY, ids=[case[0] for case in EVERY])
def test_a_child_is_flagged_when_its_file(
    county: County, what: str, code: str, change: Callable[[County], Any]
) -> None:
    change(county)
    found = _due(county)
    flags = [flag for flag in found["flags"] if flag["subject"] == ELDER]
    assert [flag["code"] for flag in flags] == [code], (what, found["flags"])
    assert flags[0] in found["flags"][:2], "first of all"
    assert YOUNGER in {item["subject"] for item in found["items"]}, "the rest is worked out"
    assert not any(flag["subject"] == YOUNGER for flag in found["flags"])
    text = county.run("due").out
    assert ELDER in text.partition("◆")[0]
    counted = json.loads(county.run("due", "--count", "--format", "json").out)
    assert counted["total"]["unreadable"] == len(
        [flag for flag in found["flags"] if flag["code"] in ("unreadable", "invalid")]
    )


@pytest.mark.parametrize(("what", "code", "change"), EVERY, ids=[case[0] for case in EVERY])
def test_and_the_check_says_so_too_and_never_to_delete_it_when_its_file(
    county: County, what: str, code: str, change: Callable[[County], Any]
) -> None:
    change(county)
    told = json.loads(county.run("check", "--format", "json").out)
    own = [problem for problem in told if ELDER in problem["path"] or "kids" in problem["path"]]
    assert own, (what, code)
    if code == "unreadable":
        assert any(problem["severity"] == "error" for problem in own)
    for problem in own:
        if problem["code"] in ("case-missing", "file-unread", "file-stray"):
            assert "删掉" not in problem["message"].replace("不要删掉", "")
