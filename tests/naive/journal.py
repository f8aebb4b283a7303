"""The events of a child that count: after corrections and withdrawals, in order, up to a day."""

from datetime import date
from typing import Any

Event = dict[str, Any]

# A50: the order of kinds on one day.
KINDS = tuple(
    kind
    for row in (
        "登记 退出",
        "信息更新 摸排",
        "监护评估",
        "指定 解除指定",
        "走访 回访 亲情联系",
        "外出 返乡 外出备案",
        "委托监护协议 责任清单送达",
        "失去监护 监护落实",
        "帮扶方案 服务 待遇",
        "发现情形 强制报告 接警处置 通报乡镇",
        "入学 离校 学期核实 学籍标识 成长记录",
        "辍学 辍学登记 劝返 书面报告 复学",
        "立案 再评估 干预 安置 结案 重启",
        "迁移",
        "监护人同意 档案处置",
    )
    for kind in row.split()
)


def dated(event: Event) -> date:
    return date.fromisoformat(event["date"])


def place_in_line(event: Event) -> tuple[date, int, str]:
    return dated(event), KINDS.index(event["event"]), event["ref"]


def removed(timeline: list[Event]) -> set[str]:
    """A34: corrected or withdrawn, whatever the dates."""
    gone = set()
    for event in timeline:
        gone |= {event.get("supersedes"), event.get("retracts")}
    return {ref for ref in gone if ref}


def standing(timeline: list[Event]) -> list[Event]:
    gone = removed(timeline)
    left = [e for e in timeline if e["ref"] not in gone and "retracts" not in e]
    return sorted(left, key=place_in_line)


def known(timeline: list[Event], on: date) -> list[Event]:
    """A03: what is dated after the day asked is ignored."""
    return [event for event in standing(timeline) if dated(event) <= on]


def correction_of(timeline: list[Event], ref: str) -> str:
    """A48: what a reference means after corrections."""
    for event in timeline:
        if event.get("supersedes") == ref:
            return correction_of(timeline, event["ref"])
    return ref


def flags(timeline: list[Event], on: date) -> set[str]:
    """A03, A45: later than the day asked; two ratings on one day that differ."""
    codes = set()
    if len(known(timeline, on)) < len(standing(timeline)):
        codes.add("future_dated")
    rated: dict[date, set[str]] = {}
    for event in known(timeline, on):
        if event["event"] == "监护评估":
            rated.setdefault(dated(event), set()).add(event["rating"])
    if any(len(ratings) > 1 for ratings in rated.values()):
        codes.add("rating_conflict")
    answers = [e for e in known(timeline, on) if e["event"] == "监护人同意"]
    if len({(e["date"], e["consent"]) for e in answers}) > len({e["date"] for e in answers}):
        codes.add("consent_conflict")
    return codes
