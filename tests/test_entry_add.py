"""One visit, one command: what `tonghu add` writes, and what it refuses to write."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entry_county import ELDER, ROOT, YOUNGER, County
from tonghu import source
from tonghu.entry import change
from tonghu.entry.laying import view_of
from tonghu.entry.value import value
from tonghu.record.subject import CHILD, Subject
from tonghu.schema import load_schemas

VISIT = ("走访", "--date", "2026-10-12", "--by", "W012", "visitor_role=儿童主任", "saw_child=true")
SCHEMAS = load_schemas(ROOT)


@pytest.fixture
def county(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> County:
    return County(tmp_path, capsys)


def new_files(county: County, before: dict[str, bytes]) -> dict[str, str]:
    assert {name: raw for name, raw in county.files().items() if name in before} == before
    return {n: raw.decode() for n, raw in county.files().items() if n not in before}


def test_a_visit_is_one_new_file_beside_the_case_file(county: County) -> None:
    before = county.files()
    answer = county.run("add", ELDER, *VISIT)
    assert (answer.code, answer.err) == (0, "")
    ((name, text),) = new_files(county, before).items()
    ref = Path(name).stem.removeprefix("2026-10-12-")
    assert name == f"children/zhongshan/{ELDER}/2026-10-12-{ref}.yml"
    assert text == (
        f"- {{ref: {ref}, date: 2026-10-12, event: 走访, visitor_role: 儿童主任, "
        "saw_child: true, by: W012}\n"
    )
    assert f"{ELDER} 走访，ref {ref}" in answer.out and name in answer.out


def test_after_it_the_record_has_exactly_one_event_more(county: County) -> None:
    before = county.events(ELDER)
    county.run("add", ELDER, *VISIT)
    assert len(county.events(ELDER)) == len(before) + 1
    assert [event for event in county.events(ELDER) if event in before] == before


def test_three_siblings_are_one_command_and_so_are_two_events(county: County) -> None:
    words = [*VISIT, "+", "信息更新", "unchanged=true"]
    assert county.run("add", ELDER, YOUNGER, *words).code == 0
    for child in (ELDER, YOUNGER):
        kinds = [event["event"] for event in county.events(child)]
        assert kinds.count("走访") == kinds.count("信息更新") == 1
        assert len(list(county.child(child).parent.iterdir())) == 2


def test_a_household_is_named_once(county: County) -> None:
    assert county.run("add", "--household", "hm3k", *VISIT).code == 0
    assert all("走访" in str(county.events(child)) for child in (ELDER, YOUNGER))
    answer = county.run("add", "--household", "zz99", *VISIT)
    assert answer.code == 2 and "户编号是 zz99" in answer.err


def test_options_may_stand_anywhere(county: County) -> None:
    words = ["--by", "W003", ELDER, "监护评估", "rating=好", "--date", "2026-10-12", "method=入户"]
    assert county.run("add", *words).code == 0
    assert county.events(ELDER)[-1]["rating"] == "好"


def test_a_list_is_written_with_commas_of_either_width(county: County) -> None:
    words = ["信息更新", "--date", "2026-10-12", "--by", "W012"]
    county.run("add", ELDER, *words, "parents_away=父亲、母亲", "family_size=5", "guarded=是")
    event = county.events(ELDER)[-1]
    found = event["parents_away"], event["family_size"], event["guarded"]
    assert found == (["父亲", "母亲"], 5, True)
    county.run("add", YOUNGER, *words, "parents_away=双方", "key_targets=", "types=")
    event = county.events(YOUNGER)[-1]
    assert (event["parents_away"], event["key_targets"]) == ("双方", [])


def test_full_width_signs_of_an_input_method_are_understood(county: County) -> None:
    words = ["亲情联系", "--date", "2026-10-12", "--by", "W012", "visitor_role＝儿童主任"]
    assert county.run("add", "Ｋ７Ｑ２Ｍ４８", *words).code == 0
    assert county.run("add", YOUNGER.lower(), *words, "＋", "信息更新", "unchanged=TRUE").code == 0


def test_a_dry_run_shows_the_file_and_writes_nothing(county: County) -> None:
    before = county.files()
    answer = county.run("add", ELDER, *VISIT, "--dry-run")
    assert answer.code == 0 and "visitor_role: 儿童主任" in answer.out
    assert county.files() == before


REFUSED = {
    "an event that does not exist": (
        [ELDER, "探望", "--date", "2026-10-12", "--by", "W012"],
        ["没有“＊＊”这种事件", "可以写：登记、退出"],
    ),
    "an event with a slip in its name": (
        [ELDER, "监护评价", "--date", "2026-10-12", "--by", "W012"],
        ["最接近的是 监护评估"],
    ),
    "an attribute that is missing, with what may be written": (
        [ELDER, "监护评估", "--date", "2026-10-12", "--by", "W003"],
        ["“监护评估”缺少 rating（监护情况）", "可以写：rating=好、一般、差"],
    ),
    "a word that no list has": (
        [ELDER, "监护评估", "--date", "2026-10-12", "--by", "W003", "rating=中"],
        ["rating（监护情况）", "好、一般、差"],
    ),
    "an attribute with a slip in its name": (
        [ELDER, *VISIT[:-1], "saw_chid=true"],
        ["没有“saw_chid”这一项：请改成 saw_child"],
    ),
    "no day and nobody who did it": ([ELDER, "信息更新"], ["--date 2026-01-12", "缺少 by"]),
    "a day that the calendar lacks": (
        [ELDER, "信息更新", "--date", "2026-02-30", "--by", "W012"],
        ["日历上没有这一天"],
    ),
    "a day before the child was born": (
        [YOUNGER, "信息更新", "--date", "2017-06-10", "--by", "W012"],
        ["早于这个孩子的出生日期"],
    ),
    "a worker whom nobody knows": (
        [ELDER, "信息更新", "--date", "2026-10-12", "--by", "W013"],
        ["by 写的工作人员 W013 不在 team.yml 里", "W012"],
    ),
    "a place that nobody knows": (
        [ELDER, "入学", "--date", "2026-10-12", "--by", "W012", "school=shuishi-school"],
        ["school 写的地点 shuishi-school 不在 places/ 里"],
    ),
    "a place of another kind": (
        [ELDER, "入学", "--date", "2026-10-12", "--by", "W012", "school=zhongshan"],
        ["school 写的 zhongshan 是 township；这里要写 school 的编号"],
    ),
    "an unknown worker within a plan": (
        [ELDER, "帮扶方案", *VISIT[1:5], "steps=[{step: 转介, owner: W099, due: 2026-12-01}]"],
        ["owner 写的工作人员 W099"],
    ),
    "a ref that the child does not have": (
        [ELDER, *VISIT, "supersedes=zzzz"],
        [f"{ELDER} 没有编号是 zzzz 的记录"],
    ),
    "a withdrawal of another kind of event": (
        [ELDER, "走访", "--date", "2026-10-12", "--by", "W012", "retracts=k03d", "reason=记错人"],
        ["k03d 记的是“监护评估”"],
    ),
    "an id with a slip of the pen": (
        ["K7Q2M84", *VISIT],
        ["没有编号是 K7Q2M84 的儿童档案，校验字符也不对", f"最接近的是 {ELDER}"],
    ),
    "an id of nobody": (["H0000008", *VISIT], ["没有“H0000008”"]),
    "no child": (["走访", "--date", "2026-10-12"], ["还没写是谁的事"]),
    "no event": ([ELDER], ["还没写是什么事"]),
    "a list that the shell took apart": (
        [ELDER, "信息更新", "parents_away=父亲", "母亲"],
        ["“母亲”放错了位置", "用顿号隔开"],
    ),
    "a key twice": ([ELDER, *VISIT, "saw_child=false"], ["saw_child 写了两次"]),
    "nothing after a plus": ([ELDER, *VISIT, "+"], ["加号后面要写一件事"]),
    "a ref of one's own": ([ELDER, *VISIT, "ref=a111"], ["ref 由工具填写"]),
    "a last day before the first": (
        [ELDER, "委托监护协议", "--date", "2026-10-12", "--by", "W012", "until=2026-10-11"],
        ["截止日期 until 早于开始的日期"],
    ),
    "a telephone number": (
        [ELDER, *VISIT[:5], "retracts=a1x9", "reason=电话13800000000"],
        ["像是有身份证号码或电话号码", "纸质对照表"],
    ),
    "an identity number in wide digits": (
        [ELDER, *VISIT, "note=１１０１０１２０１５０３０９０００１"],
        ["像是有身份证号码或电话号码"],
    ),
    "a withdrawal of tomorrow": (
        [ELDER, "登记", "--date", "2026-11-01", "--by", "W012", "retracts=a1x9", "reason=记错"],
        ["撤回的日期 2026-11-01 还没有到"],
    ),
    "a key by its Chinese title": (
        [ELDER, *VISIT[:5], "身份=儿童主任"],
        ["没有“＊＊”这一项", "最接近的是 visitor_role（走访人身份），写成 visitor_role=…"],
    ),
    "a Chinese key that is like none": (
        [ELDER, *VISIT, "天气=晴"],
        ["没有“＊＊”这一项；可以写：", "saw_child（"],
    ),
    "the event before the child": (
        ["走访", ELDER, *VISIT[1:]],
        [f"先写编号，再写事件：tonghu add {ELDER} 走访"],
    ),
    "ids with a comma between": (
        [f"{ELDER}，{YOUNGER}", *VISIT],
        [f"几个编号之间用空格隔开：{ELDER} {YOUNGER}"],
    ),
    "a place by its name": (
        [ELDER, "登记", *VISIT[1:5], "register=困境儿童", "place=水石村"],
        ["place 写错了：“水石村”是地点的名字，这里要写编号 zhongshan/shuishi"],
    ),
    "an event of a place by its name": (
        ["钟山镇", "宣传", *VISIT[1:5]],
        ["“钟山镇”是地点的名字，这里要写编号 zhongshan"],
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_refuses(county: County, case: str) -> None:
    words, told = REFUSED[case]
    before = county.files()
    answer = county.run("add", *words)
    assert (answer.code, answer.out) == (2, "")
    assert not [part for part in ["什么也没有写", *told] if part not in answer.err], answer.err
    assert county.files() == before


def test_one_child_in_the_wrong_refuses_all(county: County) -> None:
    before = county.files()
    answer = county.run("add", ELDER, YOUNGER, *VISIT, "supersedes=k03d")
    assert answer.code == 2 and f"{YOUNGER} 没有编号是 k03d" in answer.err
    assert county.files() == before


def test_a_correction_and_a_withdrawal_name_what_they_are_about(county: County) -> None:
    own = ["--date", "2026-10-12", "--by", "W003"]
    assert county.run("add", ELDER, "监护评估", *own, "rating=差", "supersedes=k03d").code == 0
    corrected = county.events(ELDER)[-1]["ref"]
    again = county.run("add", ELDER, "监护评估", *own, "rating=好", "supersedes=k03d")
    assert again.code == 2 and f"已经由 {corrected} 更正过" in again.err
    withdrawal = ["监护评估", *own, f"retracts={corrected}", "reason=记错人"]
    refused = county.run("add", ELDER, *withdrawal)
    assert refused.code == 2 and f"{corrected} 是一条更正或撤回，不能再撤回" in refused.err


def test_what_was_withdrawn_is_neither_corrected_nor_withdrawn_again(county: County) -> None:
    own = ["--date", "2026-10-12", "--by", "W003"]
    withdrawal = ["监护评估", *own, "reason=记错人"]
    assert county.run("add", ELDER, *withdrawal, "retracts=k03d").code == 0
    gone = county.run("add", ELDER, "监护评估", *own, "rating=好", "supersedes=k03d")
    assert gone.code == 2 and "已经撤回" in gone.err
    withdrawn = county.events(ELDER)[-1]["ref"]
    again = county.run("add", ELDER, *withdrawal, f"retracts={withdrawn}")
    assert again.code == 2 and "不能再撤回" in again.err
    amended = county.run("add", ELDER, "监护评估", *own, "rating=好", f"supersedes={withdrawn}")
    assert amended.code == 2 and "是一条撤回，不能更正" in amended.err


def test_a_correction_stays_of_one_kind_so_that_no_child_vanishes(county: County) -> None:
    registered = next(e["ref"] for e in county.events(ELDER) if e["event"] == "登记")
    before = county.files()
    answer = county.run("add", ELDER, *VISIT, f"supersedes={registered}", "reason=记错了")
    assert answer.code == 2 and county.files() == before
    assert "不能更正成“走访”" in answer.err and f"retracts={registered}" in answer.err


@pytest.mark.parametrize(
    "day", ["2026.10.12", "2026年10月12日", "２０２６－１０－１２", "20261012"]
)
def test_an_unmistakable_day_is_written_as_files_have_it(county: County, day: str) -> None:
    words = ("走访", "--by", "W012", "visitor_role=儿童主任")
    assert county.run("add", ELDER, *words, "--date", day).code == 0
    assert county.events(ELDER)[-1]["date"] == "2026-10-12"
    assert county.run("add", ELDER, *words, "--date", "12/10").code == 2


def test_the_same_event_is_recorded_once(county: County) -> None:
    county.run("add", ELDER, *VISIT)
    before = county.files()
    answer = county.run("add", ELDER, *VISIT)
    assert answer.code == 0 and "已经记过" in answer.err
    assert county.files() == before


def test_what_was_withdrawn_may_be_recorded_anew(county: County) -> None:
    county.run("add", ELDER, *VISIT)
    ref = county.events(ELDER)[-1]["ref"]
    county.run("add", ELDER, *VISIT[:5], f"retracts={ref}", "reason=记错人")
    assert county.run("add", ELDER, *VISIT).code == 0
    assert sum(event["event"] == "走访" for event in county.events(ELDER)) == 3


def test_a_day_to_come_and_a_worker_who_left_are_doubts(county: County) -> None:
    answer = county.run("add", ELDER, "信息更新", "--date", "2027-02-01", "--by", "W012")
    assert answer.code == 0
    assert "还没有到（今天是 2026-10-31）" in answer.err and "不在岗" in answer.err


def test_who_moves_to_another_township_is_told_to_move_the_folder(county: County) -> None:
    text = "id: heping/liushu\nkind: village\nname: 柳树村\nwithin: heping\n"
    county.write("places/liushu.yml", text)
    answer = county.run("add", ELDER, "迁移", *VISIT[1:5], "to=heping/liushu")
    assert answer.code == 0 and "移到 children/heping/ 下面" in answer.err
    assert county.run("add", ELDER, "迁移", *VISIT[1:5], "to=zhongshan/shuishi").err == ""


def test_a_record_with_a_broken_file_takes_new_events_all_the_same(county: County) -> None:
    county.write(f"children/zhongshan/{ELDER}/2026-09-01-x1y2.yml", "- {ref: [")
    answer = county.run("add", ELDER, *VISIT)
    assert answer.code == 0 and "tonghu check" in answer.err
    assert len(list(county.child(ELDER).parent.iterdir())) == 3


def test_sealed_attributes_stay_out_of_open_files(county: County) -> None:
    county.write("settings.yml", "area: lanshan\nadopts: [qianjiang-2016]\nseal: sops\n")
    answer = county.run("add", ELDER, "信息更新", *VISIT[1:5], "illness=某病")
    assert answer.code == 2 and "illness 是要密封的内容" in answer.err
    assert county.run("add", ELDER, *VISIT).code == 0


def test_places_and_workers_have_timelines_too(county: County) -> None:
    words = ["宣传", "--date", "2026-10-12", "--by", "W003", "topic=防溺水"]
    assert county.run("add", "zhongshan/shuishi", *words).code == 0
    text = (county.records / "places/shuishi.yml").read_text("utf-8")
    lines = text.splitlines()
    assert lines[5:7] == [
        "  # 每月一次",
        "  - {ref: p3w1, date: 2026-01-05, event: 宣传, by: W012}",
    ]
    assert lines[8].startswith("  - {ref: ") and lines[7] == "  # 以下待补"
    words = ["培训", "--date", "2026-10-12", "--by", "W003", "topic=政策", "hours=8"]
    assert county.run("add", "W003", "W012", *words).code == 0
    team = county.data("team.yml")["workers"]
    assert [worker["timeline"][0]["hours"] for worker in team] == [8, 8]


def test_a_first_event_begins_the_timeline_and_keeps_the_comments(county: County) -> None:
    words = ["会议", "--date", "2026-10-12", "--by", "W003", "topic=联席会议"]
    before = (county.records / "places/zhongshan.yml").read_text("utf-8")
    assert county.run("add", "zhongshan", *words).code == 0
    after = (county.records / "places/zhongshan.yml").read_text("utf-8")
    assert after.startswith(before) and "topic: 联席会议" in after


def test_a_file_that_cannot_be_changed_safely_is_left_to_people(county: County) -> None:
    text = "{id: heping, kind: township, name: 禾坪镇, # 新\n timeline: []}\n"
    path = county.write("places/heping.yml", text)
    answer = county.run("add", "heping", "会议", "--date", "2026-10-12", "--by", "W003")
    assert answer.code == 2 and "自己在 timeline 里加上：- {ref: " in answer.err
    assert path.read_text("utf-8") == text


Replace = Callable[[Path, str], None]


def failing_at(number: int, error: BaseException) -> Replace:
    calls: list[Path] = []

    def replace(path: Path, text: str) -> None:
        calls.append(path)
        if len(calls) == number:
            raise error
        source.replace(path, text)

    return replace


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_full_disk_takes_back_what_was_written(
    county: County, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    team, visit = county.records / "team.yml", "2026-10-12-x1y2.yml"
    changes = [
        change.Change(county.child(ELDER, visit), "- {}\n"),
        change.Change(team, "workers: []\n", team.read_bytes()),
        change.Change(county.records / "children/heping/H000000/case.yml", "{}\n"),
    ]
    before = county.files()
    monkeypatch.setattr(change, "replace", failing_at(number, OSError(28, "full", "x")))
    with pytest.raises(OSError, match="full"):
        change.apply(changes)
    assert county.files() == before
    assert not (county.records / "children/heping").exists()


def test_a_folder_that_may_not_be_written_is_told(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = county.files()
    monkeypatch.setattr(change, "replace", failing_at(2, PermissionError(13, "no", "x")))
    answer = county.run("add", ELDER, YOUNGER, *VISIT)
    assert answer.code == 2 and "没有权限" in answer.err
    assert county.files() == before


def test_an_interruption_takes_back_what_was_written(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = county.files()
    monkeypatch.setattr(change, "replace", failing_at(2, KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        county.run("add", ELDER, YOUNGER, *VISIT)
    assert county.files() == before


def test_a_file_that_changed_meanwhile_is_not_written_over(county: County) -> None:
    path = county.records / "team.yml"
    stale = change.Change(path, "workers: []\n", b"something else")
    with pytest.raises(OSError, match="刚刚被别的程序改过"):
        change.apply([stale])
    assert path.read_bytes() != b"workers: []\n"


def test_two_people_who_add_at_once_have_two_files(county: County) -> None:
    county.run("add", ELDER, *VISIT)
    county.run("add", ELDER, *VISIT[:4], "W003", *VISIT[5:])
    assert len(list(county.child(ELDER).parent.glob("2026-10-12-*.yml"))) == 2


LISTED = st.sampled_from(["走访", "监护评估", "信息更新", "待遇", "指定", "服务", "帮扶方案"])


@given(event=LISTED, key=st.sampled_from(SCHEMAS.event_keys()), text=st.text(max_size=20))
def test_any_text_becomes_some_value_and_the_schema_judges_it(
    event: str, key: str, text: str
) -> None:
    subject = Subject(CHILD, ELDER, ())
    view, where = view_of(SCHEMAS, subject, {"event": event})
    found: Any = value(view, (*where, key), text)
    assert found is None or isinstance(found, str | bool | int | float | list | dict)
    assert isinstance(SCHEMAS.valid("events", [{"event": event, key: found}]), bool)


def test_ids_and_codes_in_small_letters_are_understood(county: County) -> None:
    words = ["宣传", "--date", "2026-10-12", "--by", "w003", "topic=防溺水"]
    assert county.run("add", ELDER.lower(), *VISIT[:3], "--by", "w012", *VISIT[5:]).code == 0
    assert county.events(ELDER)[-1]["by"] == "W012"
    assert county.run("add", "ZHONGSHAN", *words).code == 0
    assert county.run("add", "w012", "培训", *words[1:5], "topic=政策", "hours=8").code == 0
    assert county.data("team.yml")["workers"][1]["timeline"][0]["by"] == "W003"


def test_the_only_role_of_who_was_there_need_not_be_typed(county: County) -> None:
    answer = county.run("add", ELDER, *VISIT[:5], "saw_child=true")
    assert answer.code == 0 and "visitor_role 没有写，按 W012 的角色记作 儿童主任" in answer.out
    assert county.events(ELDER)[-1]["visitor_role"] == "儿童主任"
    assert "没有写" not in county.run("add", YOUNGER, *VISIT).out


def test_a_role_that_is_given_to_somebody_is_not_guessed(county: County) -> None:
    answer = county.run("add", ELDER, "指定", *VISIT[1:5], "worker=w003")
    assert answer.code == 2 and "缺少 role" in answer.err
    team = "workers:\n  - {code: W012, works_at: zhongshan/shuishi, roles: [儿童主任, 网格员]}\n"
    county.write("team.yml", team)
    answer = county.run("add", ELDER, *VISIT[:5])
    assert answer.code == 2 and "缺少 visitor_role" in answer.err
