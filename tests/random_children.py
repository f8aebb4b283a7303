"""Children with random but possible histories, crowded on the days where readings differ."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from case_loader import whole_child, world
from naive.days import birthday, born_on
from naive.journal import correction_of, dated, standing

Row = dict[str, Any]

FIRST, LATE, LAST = date(2023, 7, 1), date(2025, 7, 1), date(2026, 12, 31)
VILLAGES = st.sampled_from(["helu/qiaotou", "helu/shangwan", "lanbai/shixi"])
SCHOOLS = st.sampled_from(["helu-school", "lanbai-school"])
REGISTERS = st.sampled_from(["留守儿童", "困境儿童"])
TARGETS = st.sampled_from([[], ["残疾"], ["生活困难", "残疾"]])
AWAY = st.sampled_from([[], ["父亲"], ["母亲"], ["父亲", "母亲"]])
UNTIL = st.integers(0, 500)
ROLES = {
    "role": st.sampled_from(["联络人", "责任人", "爱心家长"]),
    "worker": st.sampled_from(["W001", "W002"]),
}
WHO = {"who": st.sampled_from(["父亲", "母亲", "双方"])}
SAID = {
    "parents_away": AWAY,
    "other_capable": st.booleans(),
    "guarded": st.booleans(),
    "key_targets": TARGETS,
    "place": VILLAGES,
}
SCHOOL = {"school": SCHOOLS}
VISITOR = {"visitor_role": st.sampled_from(["镇网格长", "社工"])}
OUTCOME = st.sampled_from(["困境解除", "困境解除", "困境未解除"])

# For each kind what it must say and what it may.
KINDS: list[tuple[str, Row, Row]] = [
    ("登记", {"register": REGISTERS}, {"place": VILLAGES}),
    ("退出", {"register": REGISTERS}, {}),
    ("信息更新", {}, SAID),
    ("摸排", {}, SAID),
    ("监护评估", {"rating": st.sampled_from(["好", "一般", "差"])}, {"key_targets": TARGETS}),
    ("指定", ROLES, {"until": UNTIL}),
    ("解除指定", ROLES, {}),
    ("走访", VISITOR, {}),
    ("回访", VISITOR, {}),
    ("外出", WHO, {"other_capable": st.booleans()}),
    ("返乡", WHO, {"other_capable": st.booleans()}),
    ("外出备案", WHO, {}),
    ("委托监护协议", {"until": UNTIL}, {}),
    ("责任清单送达", {}, {}),
    ("失去监护", {}, {}),
    ("监护落实", {}, {}),
    ("帮扶方案", {}, {}),
    ("服务", {"service": st.sampled_from(["职业技能培训", "心理疏导"])}, {}),
    ("发现情形", {"finder": st.sampled_from(["学校", "医疗机构"])}, {}),
    ("强制报告", {}, {"about": st.integers(0, 9)}),
    ("入学", SCHOOL, {}),
    ("离校", SCHOOL, {}),
    ("学期核实", SCHOOL, {}),
    ("辍学", {}, {}),
    ("辍学登记", {}, {}),
    ("劝返", {}, {}),
    ("书面报告", {}, {}),
    ("复学", {}, {}),
    ("立案", {}, {}),
    ("结案", {"outcome": OUTCOME}, {}),
    ("重启", {}, {}),
    ("迁移", {"to": VILLAGES}, {}),
    ("监护人同意", {"consent": st.sampled_from(["同意", "同意", "不同意", "撤回"])}, {}),
    ("档案处置", {"decision": st.sampled_from(["继续保存", "移交"])}, {}),
]
# Kinds that act on each other: one history is made of a few such themes.
THEMES = [
    "监护评估 监护评估 监护评估 指定 解除指定 退出",
    "监护评估 监护评估 信息更新 登记 退出",
    "入学 入学 离校 学期核实 学期核实 登记 退出",
    "失去监护 监护落实 帮扶方案 监护评估 信息更新 登记 退出",
    "责任清单送达 指定 指定 解除指定 迁移 退出 登记",
    "摸排 回访 回访 走访 服务 服务 迁移 登记 退出",
    "外出 外出 返乡 外出备案 委托监护协议 信息更新 摸排",
    "立案 结案 结案 结案 重启 回访 回访 回访 回访",
    "发现情形 发现情形 强制报告 强制报告 迁移",
    "监护人同意 监护人同意 监护人同意 档案处置 登记 退出",
    "辍学 辍学登记 劝返 书面报告 复学 入学",
    " ".join(kind for kind, _, _ in KINDS),
]
ATTRIBUTES = {
    kind: st.fixed_dictionaries({"event": st.just(kind), **must}, optional=may)
    for kind, must, may in KINDS
}

OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "first_partial": st.sampled_from(["required", "exempt"]),
        "lbc_age_limit": st.sampled_from([16, 18]),
        "feb29": st.sampled_from(["feb28", "mar01"]),
        "return_year": st.sampled_from(["rolling", "calendar"]),
        "school_verify": st.sampled_from(["per_school", "per_child"]),
        "keep_closed": st.sampled_from(["P3Y", "P1Y", "P2Y"]),
    },
)
BEGINNING = st.dates(FIRST, date(2024, 6, 30))
ENTRIES = st.sampled_from([["留守儿童"], ["留守儿童"], ["留守儿童", "困境儿童"], ["困境儿童"], []])
BORN = st.one_of(
    st.dates(date(2011, 1, 1), date(2018, 12, 31)).map(date.isoformat),
    st.dates(date(2011, 1, 1), date(2018, 12, 31)).map(date.isoformat),
    st.dates(date(2005, 9, 1), date(2010, 12, 31)).map(date.isoformat),
    st.sampled_from(["2008-02-29", "2008-02", "2012-02-29", "2010-02", "2009-11", "2010-07-01"]),
)


def edges() -> list[date]:
    """First and last days of months, and of the terms."""
    firsts = [date(year, month, 1) for year in range(2023, 2027) for month in range(1, 13)]
    terms = [date.fromisoformat(term[end]) for term in world()["settings"]["terms"] for end in term
             if end != "name"]  # fmt: skip
    return [day for day in firsts + terms if FIRST <= day <= LAST]


def turning_points(born: str) -> list[date]:
    found = [birthday(born_on(born), age, "feb28") for age in (14, 16, 18)]
    return [day for day in found if FIRST <= day <= LAST]


def days_of(draw: st.DrawFn, born: str) -> st.SearchStrategy[date]:
    """A few days of a life, on or beside which nearly everything happens."""
    pool = draw(st.lists(st.dates(FIRST, LAST), min_size=1, max_size=2))
    pool += draw(st.lists(st.sampled_from(edges() + turning_points(born)), min_size=1, max_size=2))
    shifts = st.sampled_from([0] * 9 + [1, -1, 30, 90, 91, 365])
    crowded = st.builds(lambda d, shift: d + timedelta(days=shift), st.sampled_from(pool), shifts)
    return st.one_of(*[crowded] * 6, st.dates(FIRST, LAST))


@st.composite
def histories(draw: st.DrawFn) -> tuple[Row, date]:
    """A child and the day asked."""
    born = draw(BORN)
    day = days_of(draw, born)
    entries = [{"event": "登记", "register": register} for register in draw(ENTRIES)]
    timeline = [placed(draw(BEGINNING), entry) for entry in entries]
    timeline += [placed(draw(day), draw(ATTRIBUTES[kind])) for kind in draw(kinds_of())]
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2, 3]))):
        amend(draw, day, timeline)
    for number, event in enumerate(timeline, start=1):
        event["ref"] = f"e{number}"
    name_concerns(timeline)
    timeline = possible(timeline)
    child = {"born": born, "township": township_of(timeline), "timeline": timeline}
    return whole_child(1, child), draw(st.one_of(st.dates(LATE, LAST), st.dates(LATE, LAST), day))


@st.composite
def kinds_of(draw: st.DrawFn) -> list[str]:
    """Nothing stands first, so that a failing history shrinks to the events that matter."""
    themes = draw(st.lists(st.sampled_from(THEMES), min_size=2, max_size=4))
    drawn = []
    for theme in themes:
        drawn += draw(st.lists(st.sampled_from(["", *theme.split()]), min_size=6, max_size=9))
    return [kind for kind in drawn if kind]


def township_of(timeline: list[Row]) -> str:
    """The folder is that of the last place, however late."""
    places = [event.get("to", event.get("place")) for event in standing(timeline)]
    known = [place.split("/")[0] for place in places if place]
    return str(known[-1]) if known else "lanbai"


def placed(day: date, event: Row) -> Row:
    """The event on its day; `until` as so many days later."""
    until = (
        {"until": (day + timedelta(days=event["until"])).isoformat()} if "until" in event else {}
    )
    return {"date": day.isoformat(), **event, **until}


def amend(draw: st.DrawFn, day: st.SearchStrategy[date], timeline: list[Row]) -> None:
    """Correct or withdraw one event; neither corrections of one event twice, nor withdrawn ones."""
    touched = {event.get("supersedes") or event.get("retracts") for event in timeline}
    free = [n for n, event in enumerate(timeline, start=1)
            if f"e{n}" not in touched and "retracts" not in event]  # fmt: skip
    if not free:
        return
    number = draw(st.sampled_from(free))
    old, ref = timeline[number - 1], f"e{number}"
    when = draw(st.one_of(st.just(dated(old)), day))
    if draw(st.booleans()) and "supersedes" not in old:
        withdrawal = {"event": old["event"], "retracts": ref, "reason": "记错了"}
        timeline.append({"date": when.isoformat(), **withdrawal})
    else:
        new = placed(when, draw(ATTRIBUTES[old["event"]]))
        timeline.append({**new, "supersedes": ref})


def name_concerns(timeline: list[Row]) -> None:
    """A number in `about` becomes the reference of a concern, where there is one."""
    concerns = [e["ref"] for e in timeline if e["event"] == "发现情形" and "retracts" not in e]
    for event in timeline:
        if "about" in event:
            number = event.pop("about")
            if concerns:
                event["about"] = concerns[number % len(concerns)]


def possible(timeline: list[Row]) -> list[Row]:
    """Without what the check refuses: leaving and entering at once, reports of who knows what."""
    while True:
        wrong = refused(timeline)
        if not wrong:
            return timeline
        timeline = [event for event in timeline if not (wrong & references(event))]


def references(event: Row) -> set[str]:
    return {event[key] for key in ("ref", "supersedes", "retracts", "about") if key in event}


def refused(timeline: list[Row]) -> set[str]:
    events = standing(timeline)
    entered = {(e["date"], e["register"]) for e in events if e["event"] == "登记"}
    left = [e for e in events if e["event"] == "退出"]
    return {e["ref"] for e in left if (e["date"], e["register"]) in entered} | unclear(timeline)


def unclear(timeline: list[Row]) -> set[str]:
    """Reports that do not say which of several open concerns they answer (A33)."""
    events, closed, wrong = standing(timeline), set(), set()
    for report in (event for event in events if event["event"] == "强制报告"):
        seen = [
            e["ref"] for e in events if e["event"] == "发现情形" and e["date"] <= report["date"]
        ]
        still = [ref for ref in seen if ref not in closed]
        if "about" in report:
            closed |= {correction_of(timeline, report["about"])} & set(seen)
        elif len(still) > 1:
            wrong.add(report["ref"])
        else:
            closed |= set(still)
    return wrong
