"""What cannot be used, or may make the list wrong, is said first on every list.

A child whom nobody visits must never fail to show on a list: what its file says wrongly is said
in its place, and the rest is worked out.
"""

import csv
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from checked_county import problems
from entry_county import ELDER, PLACE, ROOT, YOUNGER, County
from tonghu import period
from tonghu.cli import main
from tonghu.due.flag import Flag
from tonghu.due.lines import Asked
from tonghu.due.rules import rules
from tonghu.duty.home import Home, load_home
from tonghu.record.repository import Repository
from tonghu.sweep import Sweep, parts

ON = "2026-10-31"
TOWN = "children/zhongshan"
EVENT = "2026-10-01-z1z1.yml"
IN = f"ref: a1x9, date: 2026-01-12, event: 登记, register: 留守儿童, {PLACE}, by: W012"
VISIT = "ref: z1z1, date: 2026-02-06, event: 走访, visitor_role: 儿童主任, by: W012"
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
        if target.name == ELDER and target.parent != folder.parent:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(folder, target)
            return
        shutil.move(folder / "case.yml", county.records / "moved")
        folder.rmdir()
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(county.records / "moved", target)

    return change


def _dangling(to: str) -> Callable[[County], Any]:
    def change(county: County) -> None:
        shutil.rmtree(county.child(ELDER).parent)
        county.child(ELDER).parent.symlink_to(to)

    return change


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
    (
        "登记更正成了走访",
        "invalid",
        _lines(IN, f"{VISIT}, supersedes: a1x9, reason: x"),
    ),
    (
        "情形更正成了走访",
        "invalid",
        _lines(
            IN,
            "ref: b1x9, date: 2026-02-01, event: 发现情形, finder: 学校, by: W012",
            f"{VISIT}, supersedes: b1x9, reason: x",
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
    ("文件夹是通到别处的链接", "unreadable", _dangling("nowhere")),
    ("文件夹是通到自己的链接", "unreadable", _dangling(ELDER)),
]

EVERY = [*SAYS_WRONG, *LIES_WRONG]


@pytest.fixture(scope="module")
def home() -> Home:
    return load_home(ROOT)


@pytest.fixture
def county(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> County:
    return County(tmp_path, capsys)


def _due(county: County) -> dict[str, Any]:
    answer = county.run("due", "--format", "json")
    assert answer.code == 0, answer.err
    found: dict[str, Any] = json.loads(answer.out)
    return found


def _rows(county: County) -> list[dict[str, str]]:
    """The list as a table."""
    text = county.run("due", "--format", "csv").out.removeprefix("\ufeff")
    return list(csv.DictReader(text.splitlines()))


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


def _swept(county: County, home: Home) -> tuple[set[str], list[Flag]]:
    """Who has a line on the list, and all flags."""
    repository, on = Repository(county.records, home.schemas.valid), period.day(ON)
    found = Sweep(repository, home, rules(home, repository, on), Asked(on), {})
    every = list(parts(found, lambda _done, _total: None))
    return {item.subject for part in every for item in part.items}, [
        flag for part in every for flag in part.flags
    ]


@pytest.mark.parametrize(("what", "code", "change"), EVERY, ids=[case[0] for case in EVERY])
def test_a_child_is_flagged_and_the_check_never_says_to_delete_it_when(
    county: County, home: Home, what: str, code: str, change: Callable[[County], Any]
) -> None:
    change(county)
    listed, flags = _swept(county, home)
    assert {(flag.subject, flag.code) for flag in flags if flag.subject == ELDER} == {(ELDER, code)}
    assert not any(flag.subject == YOUNGER for flag in flags)
    assert YOUNGER in listed, "the rest is worked out"
    told = problems(county.records, ON)
    own = [one for one in told if ELDER in one.path or "kids" in one.path]
    assert own and (code == "invalid" or any(one.severity == "error" for one in own)), what
    lies = [one.message for one in own if one.code in ("case-missing", "file-unread", "file-stray")]
    assert not any("删掉" in message for message in lies)


@pytest.mark.parametrize("change", [SAYS_WRONG[0][2], LIES_WRONG[3][2]])
def test_every_form_of_the_list_says_it_first(
    county: County, change: Callable[[County], Any]
) -> None:
    change(county)
    assert ELDER in county.run("due").out.partition("◆")[0]
    assert ELDER in county.run("due", "--format", "md").out.partition("|")[0]
    assert ELDER in county.run("due", "--format", "csv").out.splitlines()[1]
    assert ELDER in county.run("due", "--format", "ics").out.partition("BEGIN:VEVENT")[0]
    counted = json.loads(county.run("due", "--count", "--format", "json").out)
    assert counted["total"]["unreadable"] == 1


def test_a_day_thousands_of_years_away_is_refused_and_not_counted_to(county: County) -> None:
    where = ["--records", str(county.records), "--home", str(ROOT)]
    assert main(["due", *where, "--on", "9999-12-31", "--all", "--since", "0001-01-01"]) == 2
    said = county.capsys.readouterr()
    assert "2199-12-31" in said.err and not said.out
    assert main(["due", *where, "--on", "2199-12-31", "--since", "0001-01-01"]) == 0


def test_events_after_the_day_asked_are_one_flag_that_says_they_are_later_than_the_list(
    county: County,
) -> None:
    where = ["--records", str(county.records), "--home", str(ROOT), "--on", "2026-01-15"]
    assert main(["due", *where, "--format", "json"]) == 0
    (flag,) = json.loads(county.capsys.readouterr().out)["flags"]
    assert (flag["subject"], flag["code"]) == (ELDER, "future_dated")
    assert "2026-01-20 的监护评估晚于这份清单的日期（2026-01-15）" in flag["message"]
    _beside(f"- {{{LOST}}}\n")(county)
    assert main(["due", *where, "--format", "json"]) == 0
    (flag,) = json.loads(county.capsys.readouterr().out)["flags"]
    assert "2026-01-20 的监护评估等 2 条记录晚于" in flag["message"]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("settings.yml", "adopts:", "adopt:"),
        ("team.yml", "roles: [儿童主任]", "role: 儿童主任"),
        ("places/heping.yml", "kind: township", "kind: 镇"),
    ],
)
def test_settings_team_and_places_that_are_refused_are_flagged(
    county: County, name: str, old: str, new: str
) -> None:
    text = (county.records / name).read_text("utf-8")
    assert old in text
    county.write(name, text.replace(old, new))
    (flag,) = _due(county)["flags"]
    assert flag["code"] in ("invalid", "unreadable")
    assert flag["subject"] in (f"records/{name}", "heping")


def test_one_file_number_in_two_townships_is_flagged_once(county: County) -> None:
    folder = county.child(ELDER).parent
    shutil.copytree(folder, county.records / "children/heping" / ELDER)
    flags = [(flag["subject"], flag["code"]) for flag in _due(county)["flags"]]
    assert flags == [(ELDER, "invalid")]


def test_no_message_repeats_a_name_that_a_file_was_given(county: County) -> None:
    _beside("- [", "某某某.yml")(county)
    _beside("- {}", "某某某.yaml")(county)
    found = _due(county)
    assert _unread(found) == {ELDER}
    assert "某某某" not in json.dumps(found, ensure_ascii=False)


def test_the_same_events_in_two_files_as_when_folding_was_interrupted_are_no_riddle(
    county: County,
) -> None:
    _beside(f"- {{{LOST}}}\n")(county)
    _beside(f"- {{{LOST}}}\n", "2026-10-01-z1z2.yml")(county)
    assert _due(county)["flags"] == []


def test_a_correction_of_a_correction_and_a_withdrawal_are_no_riddle(county: County) -> None:
    _lines(
        IN,
        IN.replace("a1x9", "b1") + ", supersedes: a1x9, reason: x",
        IN.replace("a1x9", "c1") + ", supersedes: b1, reason: x",
        LOST,
        f"{LOST.replace('z1z1', 'd1')}, retracts: z1z1, reason: x",
    )(county)
    assert _due(county)["flags"] == []


def test_what_lies_among_the_records_and_is_not_a_child_s_is_not_flagged(county: County) -> None:
    county.write("README.md", "说明")
    county.write("access/K7Q2M48.yml", "a: b")
    county.write("children/zhongshan/README.md", "说明")
    county.write("children/.keep.yml", "")
    county.write(f"{TOWN}/{ELDER}/photo.jpg", b"x")
    assert _due(county)["flags"] == []


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        ("", "没有学期"),
        ("terms: [{name: 2026春, start: 2026-02-20, end: 2026-07-05}]\n", "只到 2026-07-05"),
        ("terms: [{name: 2026秋, start: 2026-09-01, end: 2027-01-15}]\n", None),
        ("terms: [{name: 2026秋, start: 2026-12-01, end: 2027-01-15}]\n", None),
    ],
)
def test_who_is_at_school_when_no_term_is_known_any_more_is_told_of_once(
    county: County, terms: str, told: str | None
) -> None:
    school = "ref: z1z1, date: 2026-01-13, event: 入学, school: zhongshan/xuexiao, by: W012"
    county.write(
        "places/xuexiao.yml", "id: zhongshan/xuexiao\nkind: school\nname: 学堂\nwithin: zhongshan\n"
    )
    county.write("settings.yml", (county.records / "settings.yml").read_text("utf-8") + terms)
    assert "terms" not in county.run("due", "--format", "csv").out
    for child in (ELDER, YOUNGER):
        county.child(child, EVENT.replace("10-01", "01-13")).write_text(
            f"- {{{school}}}\n", "utf-8"
        )
    rows = [row for row in _rows(county) if "terms" in row["要做的事"]]
    assert [(row["编号"], row["状态"]) for row in rows] == (
        [("records/settings.yml", "有缺")] if told else []
    )
    assert all(told in row["要做的事"] for row in rows if told)
    assert not [flag for flag in _due(county)["flags"] if "terms" in flag["message"]]


OPENED = "ref: z1z1, date: 2024-01-26, event: 立案, source: 走访发现, by: W012"
CLOSED = "ref: z2z2, date: 2024-04-04, event: 结案, outcome: 转介, report: true, by: W012"


@pytest.mark.parametrize(
    ("events", "told"),
    [
        ((VISIT,), True),
        ((IN, VISIT), False),
        (("ref: z1z1, date: 2026-10-01, event: 发现情形, finder: 村居委会, by: W012",), False),
        ((VISIT, f"{IN.replace('2026-01-12', '2026-11-12')}"), False),
    ],
)
def test_a_child_with_records_whom_nothing_puts_on_a_list_is_told_of(
    county: County, events: tuple[str, ...], told: bool
) -> None:
    _lines(*events)(county)
    rows = [row for row in _rows(county) if row["状态"] == "有缺"]
    assert [row["编号"] for row in rows] == ([ELDER] if told else [])
    assert all("请补上登记" in row["要做的事"] for row in rows)
    assert not [flag for flag in _due(county)["flags"] if flag["code"] == "missing"]
