"""What a change alters in what is owed: of records, of rules, of settings, of who works where."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from case_loader import child_id
from county_lists import as_golden
from diffed_county import (
    ELDER,
    ELDER_CASE,
    FAIR,
    NEW,
    REGISTERED,
    YOUNGER,
    Repository,
    Row,
    case,
    flags,
    told,
)  # fmt: skip
from tonghu import period, pool
from tonghu.change.sides import Where, sides
from tonghu.cli import diff_command
from tonghu.cli.diff_command import ASIDE
from tonghu.duty.model import Of
from tonghu.report.cut import COMMENT, SUMMARY, cut, octets, units

RATE = "rate-half-yearly"
FAIRLY = "assess-fair-quarterly"
TITLE = "监护情况一般的，每季度评估一次"


@pytest.fixture
def county(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Repository:
    return Repository(tmp_path, capsys)


def months(found: Row, side: str) -> dict[str, int]:
    """How much is to be done in which month."""
    return dict(zip(found["months"], found["work"][side]["months"], strict=True))


# A change of records.


def test_nothing_changed_says_nothing(county: Repository) -> None:
    found = county.diff()
    assert all(not found[name] for name in ("rules", "settings", "files", "children", "items"))
    assert all(not found[name] for name in ("moves", "flags", "by_worker"))
    assert "都没有变" in county.answer("diff", county.base).out


def test_a_recorded_rating_settles_what_was_owed(county: Repository) -> None:
    county.event(ELDER, "z1", "2026-10-10", "event: 监护评估, rating: 一般")
    found = county.diff()
    assert told(found["items"]) == [
        ("settled", ELDER, FAIRLY),
        ("settled", ELDER, RATE),
    ]
    (item, _) = found["items"]
    assert (item["base"]["status"], item["head"]["status"]) == ("due", "satisfied")
    moves = {move["duty"]: (move["base"], move["head"]) for move in found["moves"]}
    assert moves == {
        FAIRLY: ("2026-12-31", "2027-03-31"),
        RATE: ("2026-12-31", "2027-06-30"),
    }


def test_a_worse_rating_opens_what_is_owed_from_now_on(county: Repository) -> None:
    county.event(YOUNGER, "z1", "2026-10-10", "event: 监护评估, rating: 差")
    found = county.diff()
    assert told(found["items"]) == [
        ("opened", YOUNGER, "name-responsible"),
        ("settled", YOUNGER, RATE),
    ]
    assert found["items"][0]["head"]["by"] == {"role": "儿童督导员", "worker": "W003"}
    (monthly,) = [row for row in found["by_duty"] if row["duty"] == "assess-poor-monthly"]
    assert monthly["base"]["months"] == [0] * 12
    assert monthly["head"]["months"] == [0] + [1] * 11


def test_a_correction_takes_back_what_seemed_done(county: Repository) -> None:
    county.event(ELDER, "z1", "2026-10-10", "event: 监护评估, rating: 一般")
    before = county.commit()
    county.event(ELDER, "z2", "2026-09-10", "event: 监护评估, rating: 一般, supersedes: z1")
    found = county.diff(before)
    assert ("reopened", ELDER, FAIRLY) in told(found["items"])
    assert ("settled", ELDER, FAIRLY) in told(found["items"])


def test_only_children_whose_files_changed_are_looked_at(
    county: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    county.event(ELDER, "z1", "2026-10-10", "event: 监护评估, rating: 一般")
    seen = []

    def mapped(*given: Any) -> list[Row]:
        seen.extend(given[-1])
        return []

    monkeypatch.setattr(pool, "mapped", mapped)
    county.diff()
    assert [piece.id for piece in seen] == [ELDER]


def test_a_child_who_moves_is_one_child(county: Repository) -> None:
    folder = county.root / f"records/children/zhongshan/{ELDER}"
    county.event(ELDER, "z1", "2026-10-10", "event: 迁移, to: heping")
    (county.root / "records/children/heping").mkdir()
    folder.rename(county.root / f"records/children/heping/{ELDER}")
    found = county.diff()
    place = {"base": "zhongshan/shuishi", "head": "heping"}
    assert found["children"] == [{"change": "moved", "id": ELDER, **place}]
    assert {item["change"] for item in found["items"]} == {"by", "place"}
    assert all(item["head"]["by"]["worker"] is None for item in found["items"])


def test_a_new_child_owes_everything_and_one_that_is_gone_nothing(county: Repository) -> None:
    shutil.rmtree(county.root / f"records/children/zhongshan/{YOUNGER}")
    county.write(f"records/children/zhongshan/{NEW}/case.yml", case(NEW, REGISTERED))
    found = county.diff()
    assert [(child["change"], child["id"]) for child in found["children"]] == [
        ("gone", YOUNGER),
        ("new", NEW),
    ]
    assert {item["change"] for item in found["items"] if item["subject"] == NEW} == {"opened"}
    assert {item["change"] for item in found["items"] if item["subject"] == YOUNGER} == {"ended"}
    assert found["moves"] == []


def test_two_commits_are_compared_as_each_was(county: Repository) -> None:
    county.event(ELDER, "z1", "2026-10-10", "event: 监护评估, rating: 一般")
    then = county.commit()
    county.event(YOUNGER, "z2", "2026-10-10", "event: 监护评估, rating: 差")
    now = county.commit()
    shutil.rmtree(county.root / "records/children")
    assert {item["subject"] for item in county.diff(county.base, then)["items"]} == {ELDER}
    assert {item["subject"] for item in county.diff(then, now)["items"]} == {YOUNGER}
    back = county.diff(then, county.base)["items"]
    assert told(back) == [("reopened", ELDER, FAIRLY), ("reopened", ELDER, RATE)]


def test_a_day_stands_for_the_last_commit_of_that_day(county: Repository) -> None:
    county.event(ELDER, "z1", "2026-10-10", "event: 监护评估, rating: 一般")
    assert county.diff("2099-12-31")["items"] == county.diff()["items"]


def test_what_git_ignores_is_in_the_work_tree_all_the_same(county: Repository) -> None:
    county.write(".gitignore", "*-z1.yml\n")
    base = county.commit()
    county.event(ELDER, "z1", "2026-10-10", "event: 监护评估, rating: 一般")
    assert len(county.diff(base)["items"]) == 2


def test_an_event_of_a_village_settles_what_the_village_owes(county: Repository) -> None:
    county.set("cadences: {village-activity: {every: month}}")
    base = county.commit()
    line = "  - {ref: p4w2, date: 2026-10-02, event: 活动, topic: 公益活动, by: W012}\n"
    county.replace("records/places/shuishi.yml", "  # 以下待补\n", line)
    found = county.diff(base)
    assert {item["kind"] for item in found["items"]} <= {"village"}


# A change of rules, settings, and who works where.


def test_a_rule_that_asks_more_often_tells_how_much_more(county: Repository) -> None:
    county.replace(FAIR, "every: quarter", "every: month")
    found = county.diff()
    (rule,) = found["rules"]
    assert rule["duty"] == FAIRLY and rule["change"] == "status"
    assert rule["keys"] == [{"name": "every", "base": "quarter", "head": "month"}]
    assert months(found, "base") == {
        month: int(month[5:] in ("03", "06", "09", "12")) for month in found["months"]
    }
    assert set(months(found, "head").values()) == {1}
    (by_role,) = found["by_role"]
    assert by_role["role"] == "联络人"
    (move,) = found["moves"]
    assert (move["base"], move["head"]) == ("2026-12-31", "2026-10-31")
    assert {item["duty"] for item in found["items"]} == {FAIRLY}


def test_what_was_in_force_before_stays_and_only_the_future_changes(county: Repository) -> None:
    county.replace(FAIR, "every: quarter\n", "every: month\n")
    old = "before:\n- {among: {registers: 留守儿童}, when: {rating: 一般}, do: 监护评估, "
    old += "every: quarter, by: 联络人, force: 法定, since: 2016-07-01}\n"
    county.replace(FAIR, "since: 2016-07-01\nbefore: []\n", f"since: 2027-01-01\n{old}")
    found = county.diff()
    assert found["items"] == []
    assert months(found, "head")["2026-12"] == months(found, "base")["2026-12"] == 1
    assert months(found, "head")["2027-01"] == 1
    assert found["moves"] == []


def test_a_page_whose_text_alone_changed_changes_nothing(county: Repository) -> None:
    county.replace(FAIR, "## 要做什么", "## 做什么")
    found = county.diff()
    assert found["rules"] == found["items"] == []
    assert found["files"] == [FAIR]


def test_a_cadence_that_the_team_sets_opens_work(county: Repository) -> None:
    county.set("cadences: {village-visit: {every: month, since: 2026-12-01}}")
    found = county.diff()
    assert [(rule["duty"], rule["change"]) for rule in found["rules"]] == [("village-visit", "new")]
    assert [key["name"] for key in found["settings"]] == ["cadences"]
    assert found["items"] == []
    assert months(found, "head") == {m: 2 * (m >= "2026-12") for m in found["months"]}
    assert [(move["base"], move["head"]) for move in found["moves"]] == [(None, "2026-12-31")] * 2


def test_a_setting_that_begins_later_is_seen_in_its_months(county: Repository) -> None:
    born = "born: 2015-03"
    county.replace(ELDER_CASE, born, "born: 2011-03")
    base = county.commit()
    before = "before: [{value: 16, since: 2016-01-01}]"
    county.set(f"options: {{lbc_age_limit: {{value: 18, since: 2027-01-01, {before}}}}}")
    found = county.diff(base)
    assert found["items"] == []
    assert months(found, "base")["2026-12"] == months(found, "head")["2026-12"]
    assert months(found, "base")["2027-06"] < months(found, "head")["2027-06"]


def test_an_age_that_will_be_reached_ends_and_opens_work(county: Repository) -> None:
    county.replace(ELDER_CASE, "born: 2015-03", "born: 2011-03")
    found = county.diff()
    assert months(found, "head")["2027-09"] < months(found, "base")["2027-09"]


def test_a_term_that_is_added_is_work_for_the_school(county: Repository) -> None:
    county.event(ELDER, "z1", "2026-02-10", "event: 入学, school: heping-school")
    base = county.commit()
    county.set("terms: [{name: 2027春, start: 2027-02-20, end: 2027-07-05}]")
    found = county.diff(base)
    assert [(move["duty"], move["head"]) for move in found["moves"]] == [
        ("school-verify", "2027-07-05")
    ]


def test_a_worker_who_leaves_leaves_the_work_to_somebody_else(county: Repository) -> None:
    team = "records/team.yml"
    county.replace(team, "since: 2025-03-01}", "since: 2025-03-01, until: 2026-09-30}")
    line = "  - {code: W004, works_at: zhongshan, roles: [儿童督导员], since: 2026-10-01}\n"
    county.write(team, (county.root / team).read_text(encoding="utf-8") + line)
    found = county.diff()
    assert {item["change"] for item in found["items"]} == {"by"}
    assert {item["head"]["by"]["worker"] for item in found["items"]} >= {"W004"}
    workers = {row["worker"]: row for row in found["by_worker"]}
    assert not any(workers["W003"]["head"]["months"])
    assert workers["W004"]["head"]["months"] == workers["W003"]["base"]["months"]


def test_a_change_of_one_role_is_asked_of_its_duties_alone(county: Repository) -> None:
    """Who leaves may be named for anything; whoever only works elsewhere has left a post."""
    county.replace("records/team.yml", "works_at: zhongshan/shuishi", "works_at: heping")
    where = Where(county.root / "records", county.root)
    county.git("worktree", "add", "-q", "old", county.base)
    base = Where(county.root / "old/records", county.root / "old")
    found = sides(base, where, period.day("2026-10-15"))
    owed = {duty.id: duty.by for duty in found.base.rules.duties}
    assert found.codes == frozenset() and RATE not in found.wide
    named = {duty for duty, by in owed.items() if any(isinstance(role, Of) for role in by)}
    assert found.wide == {duty for duty, by in owed.items() if "儿童主任" in by} | named


def test_who_leaves_is_missed_wherever_a_record_names_them(county: Repository) -> None:
    """A code that the team does not list holds; once it is listed as gone, the role is open."""
    county.event(ELDER, "z1", "2026-02-01", "event: 指定, role: 联络人, worker: W009")
    base = county.commit()
    text = (county.root / "records/team.yml").read_text(encoding="utf-8")
    line = "  - {code: W009, works_at: heping, roles: [社工], until: 2026-09-30}\n"
    county.write("records/team.yml", text + line)
    found = county.diff(base)
    assert {(item["subject"], item["change"]) for item in found["items"]} == {(ELDER, "by")}
    workers = {item["base"]["by"]["worker"] for item in found["items"]}
    assert workers == {"W009"}


def test_a_document_that_is_no_longer_adopted_takes_its_work_with_it(county: Repository) -> None:
    county.replace("records/settings.yml", "[qianjiang-2016]", "[town-2022]")
    found = county.diff()
    assert {item["change"] for item in found["items"]} == {"ended"}
    assert {"gone"} <= {rule["change"] for rule in found["rules"]}


# What cannot be read is said, and never a traceback.


def test_a_page_that_cannot_be_read_is_what_the_preview_says_first(county: Repository) -> None:
    """Its duty goes from every list, and that is never mixed with what a change means."""
    owed = [line for line in county.due(None) if line["duty"] == FAIRLY and line["status"] == "due"]
    county.replace(FAIR, "every: quarter", "every: [")
    found = county.diff()
    assert flags(found) == [("new", FAIR, "unreadable")]
    assert found["items"] == found["rules"] == found["moves"] == found["by_duty"] == []
    assert len(owed) == 1
    counts = {"overdue": 2, "open": 0, "months": 4, "subjects": 1}
    gone = {"change": "gone", "duty": FAIRLY, "title": TITLE, "file": FAIR, **counts}
    assert found["lost"] == [gone]
    for form in ("text", "md"):
        out = county.answer("diff", county.base, "--format", form).out
        summary, section = out.split("\n\n")[2 if form == "md" else 0 :][:2]
        assert "1 件工作因为文件读不懂，会从所有清单上消失" in summary
        assert "从所有清单上消失" in section and "都没有变" not in out
        assert f"{TITLE}（{FAIRLY}）" in out


def test_a_page_that_can_be_read_again_brings_its_duty_back(county: Repository) -> None:
    county.replace(FAIR, "every: quarter", "every: [")
    broken = county.commit()
    county.replace(FAIR, "every: [", "every: quarter")
    found = county.diff(broken)
    assert flags(found) == [("gone", FAIR, "unreadable")]
    assert [(each["change"], each["duty"]) for each in found["lost"]] == [("new", FAIRLY)]
    out = county.answer("diff", broken).out
    assert "回到清单上" in out and "不再提示" in out and "先改好" not in out


def test_a_page_that_is_broken_in_both_is_said_and_loses_nothing(county: Repository) -> None:
    county.replace(FAIR, "every: quarter", "every: [")
    broken = county.commit()
    county.event(ELDER, "z1", "2026-10-10", "event: 监护评估, rating: 一般")
    found = county.diff(broken)
    assert flags(found) == [("same", FAIR, "unreadable")]
    assert found["lost"] == []
    assert told(found["items"]) == [("settled", ELDER, RATE)]


def _renamed(county: Repository) -> None:
    (county.root / FAIR).rename(county.root / f"{FAIR}.bak")


def _source(county: Repository) -> None:
    county.write("docs/sources/qianjiang-2016.md", "---\nid: [\n---\n")


@pytest.mark.parametrize(
    ("spoil", "file"),
    [(_renamed, f"{FAIR}.bak"), (_source, "docs/sources/qianjiang-2016.md")],
)
def test_a_duty_that_goes_with_another_file_is_lost_too(
    county: Repository, spoil: Callable[[Repository], None], file: str
) -> None:
    spoil(county)
    found = county.diff()
    assert (FAIRLY, file) in {(each["duty"], each["file"]) for each in found["lost"]}
    assert file in {flag["subject"] for flag in found["flags"]}
    assert found["items"] == found["rules"] == []


def test_settings_that_break_take_local_duties_with_them(county: Repository) -> None:
    county.set("cadences: {village-visit: {every: month}}")
    base = county.commit()
    county.write("records/settings.yml", "area: [")
    found = county.diff(base)
    (lost,) = found["lost"]
    assert (lost["duty"], lost["file"]) == ("village-visit", "records/settings.yml")
    assert lost["subjects"] == 2 and lost["months"] == 24
    assert found["items"] == found["settings"] == []


def test_what_a_place_owes_is_lost_with_its_page(county: Repository) -> None:
    county.set("cadences: {village-activity: {every: month}}")
    county.replace("records/settings.yml", "[qianjiang-2016]", "[qianjiang-2016, county-exchange]")
    base = county.commit()
    county.write("records/places/shuishi.yml", "id: [")
    found = county.diff(base)
    (lost,) = [each for each in found["lost"] if each["duty"] == "village-activity"]
    assert lost["file"] == "records/places/shuishi.yml" and lost["subjects"] == 1
    assert not any(item["kind"] == "village" for item in found["items"])


def test_what_a_worker_owes_is_lost_with_the_team(county: Repository) -> None:
    county.replace("records/settings.yml", "qianjiang-2016", "national-law")
    base = county.commit()
    county.write("records/team.yml", "workers: [")
    found = county.diff(base)
    (lost,) = [each for each in found["lost"] if each["duty"] == "staff-check"]
    assert (lost["file"], lost["subjects"]) == ("records/team.yml", 2)


def test_a_duty_that_the_team_ends_is_not_lost(county: Repository) -> None:
    (county.root / FAIR).unlink()
    found = county.diff()
    assert found["lost"] == []
    assert [(rule["duty"], rule["change"]) for rule in found["rules"]] == [(FAIRLY, "gone")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("x: {", "unreadable"),
        ("area: lanshan\ncadences: {village-visit: {every: soon}}\n", "invalid"),
        ("[]\n", "unreadable"),
    ],
)
def test_settings_that_cannot_be_used_are_said(county: Repository, text: str, code: str) -> None:
    county.write("records/settings.yml", text)
    county.event(ELDER, "z1", "2026-10-10", "event: 监护评估, rating: 一般")
    found = county.diff()
    assert set(flags(found)) == {("new", "records/settings.yml", code)}
    assert "没写错的那一份" in found["flags"][0]["message"]
    assert len(found["items"]) == 2


def test_a_team_that_cannot_be_read_does_not_seem_to_be_gone(county: Repository) -> None:
    county.write("records/team.yml", "workers: [")
    found = county.diff()
    assert flags(found) == [("new", "records/team.yml", "unreadable")]
    assert found["items"] == []


def test_a_child_that_cannot_be_read_is_said_and_not_compared(county: Repository) -> None:
    county.write(ELDER_CASE, "id: [")
    assert flags(county.diff()) == [("new", ELDER, "unreadable")]
    broken = county.commit()
    county.git("checkout", "-q", county.base)
    found = county.diff(broken)
    assert flags(found) == [("gone", ELDER, "unreadable")]
    assert found["items"] == []


@pytest.mark.parametrize(
    ("name", "text"),
    [("facts.yml", "{"), ("facts.yml", ""), ("duty.schema.json", "{"), ("duty.schema.json", "[]")],
)
def test_definitions_that_cannot_be_used_are_said(county: Repository, name: str, text: str) -> None:
    county.write(f"schemas/{name}", text)
    answer = county.answer("diff", county.base)
    assert answer.code == 2 and "改以后" in answer.err


@pytest.mark.parametrize("words", [("no-such-branch",), ("HEAD~99",), ("HEAD", "1999-01-01")])
def test_a_revision_that_is_not_there_is_said(county: Repository, words: tuple[str, ...]) -> None:
    answer = county.answer("diff", *words)
    assert answer.code == 2 and "没有" in answer.err and words[-1] in answer.err


def test_records_that_were_not_there_yet_are_all_new(county: Repository) -> None:
    county.git("rm", "-rq", "--cached", "records")
    county.git("commit", "-q", "-m", "x")
    found = county.diff("HEAD")
    assert {child["change"] for child in found["children"]} == {"new"}
    assert {item["change"] for item in found["items"]} == {"opened"}
    assert flags(found) == [("gone", "records/", "no-records")] and found["rules"] == []
    assert "还没有档案" in county.answer("diff", "HEAD").out


def test_without_git_nothing_can_be_compared(
    county: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(county.root.parent))
    shutil.rmtree(county.root / ".git")
    answer = county.answer("diff", "HEAD")
    assert answer.code == 2 and "Git" in answer.err


def test_records_may_be_a_repository_of_their_own(county: Repository) -> None:
    """The handbook is then the same in both states, whatever is done to it."""
    county.root = county.root / "records"
    county.git("init", "-q", "-b", "main")
    base = county.commit()
    county.root = county.root.parent
    county.event(ELDER, "z1", "2026-10-10", "event: 监护评估, rating: 一般")
    county.replace(FAIR, "every: quarter", "every: month")
    found = county.diff(base)
    assert told(found["items"]) == [("settled", ELDER, FAIRLY), ("settled", ELDER, RATE)]
    assert found["rules"] == []


def test_a_date_in_the_future_is_told(county: Repository) -> None:
    county.event(ELDER, "z1", "2026-11-10", "event: 监护评估, rating: 一般")
    found = county.diff()
    assert flags(found) == [("new", ELDER, "future_dated")]
    assert found["items"] == []


def test_links_and_names_that_lead_outside_do_nothing(county: Repository) -> None:
    (county.root / f"records/children/zhongshan/{ELDER}/2026-10-10-z1.yml").symlink_to(
        "/etc/passwd"
    )
    county.write("records/children/zhongshan/$(touch x)\n/case.yml", "{}")
    now = county.commit()
    found = county.diff(county.base, now)
    assert {flag["code"] for flag in found["flags"]} == {"unreadable"}
    assert not (county.root / "x").exists()


def test_names_where_ids_belong_are_not_repeated(county: Repository) -> None:
    """Whoever writes a name into a folder or a record should not find it in a comment."""
    events = (REGISTERED, "ref: a2, date: 2026-02-01, event: 监护评估, rating: 一般",
              "ref: a3, date: 2026-02-02, event: 指定, role: 联络人, worker: 张三丰",
              "ref: a4, date: 2026-02-03, event: 迁移, to: 张三丰家")  # fmt: skip
    county.write("records/children/zhongshan/张三丰/case.yml", case(NEW, *events))
    county.write("records/children/张三丰.yml", "{}\n")
    for form in ("text", "md", "json"):
        assert "张三" not in county.answer("diff", county.base, "--format", form).out


def test_several_processes_give_the_same_bytes(
    county: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    county.replace(FAIR, "every: quarter", "every: month")
    county.event(ELDER, "z1", "2026-10-10", "event: 监护评估, rating: 一般")
    alone = county.diff()
    monkeypatch.setattr(pool, "PAYS_FROM", 1)
    monkeypatch.setattr(pool, "CHUNK", 1)
    assert county.diff() == alone


# For people.

FORMS = {"diff-rule.txt": "text", "diff-rule.md": "md", "diff-rule.json": "json"}


@pytest.fixture
def everything(county: Repository) -> Repository:
    """A change of a rule, of a setting and of records at once."""
    county.replace(FAIR, "every: quarter", "every: month")
    county.set("cadences: {village-visit: {every: month, since: 2026-12-01}}")
    county.event(YOUNGER, "z1", "2026-10-10", "event: 监护评估, rating: 差")
    county.write(f"records/children/zhongshan/{NEW}/case.yml", case(NEW, REGISTERED))
    county.event(ELDER, "z2", "2026-11-10", "event: 走访, visitor_role: 儿童主任")
    county.replace("docs/handbook/school/school-verify.md", "every: term", "every: [")
    return county


@pytest.mark.parametrize("name", FORMS)
def test_a_change_reads_as_it_should(name: str, everything: Repository) -> None:
    answer = everything.answer("diff", "main", "--format", FORMS[name])
    assert (answer.code, answer.err) == (0, "")
    as_golden(name, answer.out)


def test_people_see_the_first_of_many_and_how_many_more(county: Repository) -> None:
    for number in range(30):
        child = child_id(number)
        county.write(f"records/children/zhongshan/{child}/case.yml", case(child, REGISTERED))
    base = county.commit()
    county.set("cadences: {village-visit: {every: month, since: 2026-12-01}}")
    for form in ("md", "text"):
        assert "还有 12 个" in county.answer("diff", base, "--format", form).out
    assert len(county.diff(base)["moves"]) == 32


def test_a_comment_is_cut_at_a_line_and_says_where_the_rest_is(
    county: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is lost stands first, so that nothing pressing is ever cut."""
    county.replace(FAIR, "every: quarter", "every: [")
    county.set("cadences: {village-visit: {every: month}}")
    short = [each._replace(most=2000 if each.name == "comment" else 4000) for each in ASIDE]
    monkeypatch.setattr(diff_command, "ASIDE", short)
    paths = [county.root / f"{name}.md" for name in ("whole", "summary", "comment")]
    names = ("--output", "--summary", "--comment")
    asked = [word for pair in zip(names, map(str, paths), strict=True) for word in pair]
    assert county.answer("diff", county.base, "--format", "md", *asked).out == ""
    whole, summary, comment = (path.read_text(encoding="utf-8") for path in paths)
    assert len(summary.encode()) <= 4000 and len(comment) <= 2000
    for text, where in ((summary, "附件里"), (comment, "摘要和附件里")):
        shown, _, told = text.rpartition("\n\n")
        assert whole.startswith(f"{shown}\n") and "从所有清单上消失" in shown
        left = len(whole.splitlines()) - len(shown.splitlines())
        assert told == f"还有 {left} 行没有写在这里：全部在这次运行的{where}。\n"


def test_a_text_that_fits_is_not_cut() -> None:
    assert cut("一\n𠀀\n", 5, units, "x") == "一\n𠀀\n"
    assert units("一\n𠀀\n") == 5 and octets("一\n") == 4
    assert COMMENT < 65_536 and SUMMARY < 1_048_576


def test_a_line_that_is_too_long_for_a_comment_is_left_out() -> None:
    assert cut("x" * 100, 50, units, "那里") == "\n还有 1 行没有写在这里：那里。\n"


def test_what_stands_in_a_page_is_no_markdown(county: Repository) -> None:
    county.replace(
        FAIR, "title: 监护情况一般的", 'title: "<img src=x>[一](http://x.invalid)|`"\nx: 1 #'
    )
    county.replace(FAIR, "every: quarter", "every: month")
    county.replace(FAIR, "x: 1 #", "# ")
    out = county.answer("diff", county.base, "--format", "md").out
    assert "<img" not in out and "[一](" not in out


def test_the_help_says_how_the_months_are_counted(county: Repository) -> None:
    assert "按今天的情况推算" in county.answer("diff", "--help").out
