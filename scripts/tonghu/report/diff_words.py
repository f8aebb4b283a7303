"""What a change does, in words and tables for people: sections that every form shows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from tonghu.change import model
from tonghu.change.model import BASE, HEAD, Altered, Key, Report, State
from tonghu.due.flag import ALERTS
from tonghu.due.obligation import DUE, LAPSED, OVERDUE, SATISFIED
from tonghu.period import iso
from tonghu.record.files import SETTINGS
from tonghu.record.subject import WORKER
from tonghu.report.diff_files import file_shown
from tonghu.report.diff_lost import lost, lost_sections
from tonghu.report.diff_section import Section, signed, tabled
from tonghu.report.diff_work import total, work_sections
from tonghu.report.words import NOWHERE, UNNAMED, day

TITLE = "这次改动以后，工作有什么不同"
SURE = "今后的件数按今天的情况推算：往后的走访、评估、搬迁都还不知道，只有年龄会长、期限会到。"
NOTHING = "谁欠什么、今后做多少，都没有变。"
NOTHING_ELSE = f"别的地方，{NOTHING}"
IN_PART = "当心：有 {} 处改以前或改以后读不全、写得不对，没有比较或者比得不全，不能当作没有变。"
WHICH = {
    model.OPENED: "新欠",
    model.REOPENED: "又欠了",
    model.SETTLED: "办完",
    model.ENDED: "不再欠",
    model.STATUS: "缓急变了",
    model.DEADLINE: "改期",
    model.OWNER: "换人",
    model.PLACE: "换地方",
}
CAME = {model.NEW: "新来", model.GONE: "不在了", model.MOVED: "搬迁"}
RULED = {model.NEW: "开始要做", model.GONE: "不再要做", model.STATUS: "随设置改了"}
STATES = {DUE: "应做", OVERDUE: "逾期", SATISFIED: "已完成", LAPSED: "已失效"}
SIDES = {model.NEW: "改以后", model.GONE: "改以前", model.SAME: "改以前改以后都是"}
LONG = 60


class Named(NamedTuple):
    """What the two states are called; `head` is None for the files as they are now."""

    base: str
    head: str | None

    def told(self) -> str:
        """Both, as people say it."""
        return f"从 {self.base} 到 {self.head or '现在的文件'}"


def sections(found: Report, named: Named) -> Iterator[Section]:
    """Everything, the most pressing first."""
    yield Section(TITLE, (f"{named.told()}，按 {iso(found.on)} 算。{SURE}", *_summary(found)))
    yield from lost_sections(found)
    yield from _alerts(found)
    yield from _changed(found)
    yield from _children(found)
    yield from _obligations(found)
    yield from work_sections(found)
    yield from _days(found)
    yield from _notes(found)
    yield from _mended(found)


def _summary(found: Report) -> Iterator[str]:
    outcome = found.outcome
    counts = Counter(each.change for each in outcome.altered)
    gone = sum(each["change"] == model.GONE for each in lost(found))
    if gone:
        yield f"当心：有 {gone} 件工作因为文件读不懂，会从所有清单上消失。"
    if doubted := _doubted(found):
        yield IN_PART.format(doubted)
    parts = [f"{WHICH[c]} {counts[c]} 件" for c in model.CHANGES if counts[c]]
    if outcome.work[BASE] != outcome.work[HEAD]:
        was, now = total(found).sum(BASE), total(found).sum(HEAD)
        parts.append(f"今后十二个月 {was} 件 → {now} 件（{signed(now - was)}）")
    if outcome.moved:
        subjects = len({(each.kind, each.subject) for each in outcome.moved})
        parts.append(f"下一次的日期变了的 {subjects} 个")
    if parts or not gone:
        yield f"{'，'.join(parts)}。" if parts else NOTHING_ELSE if doubted else NOTHING


def _doubted(found: Report) -> int:
    """How many files of either state could not be compared as they are, but for those of which
    it was said already what goes with them.
    """
    said = {each.cause.path for each in found.outcome.lost}
    flags = (each.flag for each in found.outcome.told)
    return len({flag.subject for flag in flags if flag.code in ALERTS} - said)


def _alerts(found: Report) -> Iterator[Section]:
    lines = tuple(
        f"{SIDES[each.change]}：{each.flag.subject} {each.flag.message}"
        for each in found.outcome.told
        if each.flag.code in ALERTS and each.change != model.GONE
    )
    if lines:
        yield _listed(f"读不全、写得不对的有 {len(lines)} 处，先改好", lines)


def _notes(found: Report) -> Iterator[Section]:
    lines = tuple(
        f"{SIDES[each.change]}：{each.flag.subject} {each.flag.message}"
        for each in found.outcome.told
        if each.flag.code not in ALERTS
    )
    if lines:
        yield _listed("另外请看", lines)


def _mended(found: Report) -> Iterator[Section]:
    lines = tuple(
        f"{each.flag.subject}：原来提示“{each.flag.message}”"
        for each in found.outcome.told
        if each.flag.code in ALERTS and each.change == model.GONE
    )
    if lines:
        yield _listed(f"原来读不全、写得不对，现在不再提示的有 {len(lines)} 处", lines)


def _listed(title: str, lines: tuple[str, ...]) -> Section:
    section = tabled(title, (), [(line,) for line in lines], "处")
    return Section(title, tuple(line for (line,) in section.table[1:]), (), section.more)


def _changed(found: Report) -> Iterator[Section]:
    """Which rules, settings and other files the change is about."""
    lines = [
        f"{page.title}（{page.duty}）：{'；'.join(map(_key, page.keys)) or RULED[page.change]}"
        for page in found.pages
    ]
    lines += [f"设置 {_key(key)}" for key in found.keys]
    told = {page.duty for page in found.pages} | ({SETTINGS} if found.keys else set())
    others = (name for name in found.files if not told & set(PurePosixPath(name).parts[-1:]))
    lines += [f"文件 {file_shown(name)}" for name in others if PurePosixPath(name).stem not in told]
    if lines:
        yield _listed("改了哪些规则、设置和别的文件", tuple(lines))


def _key(key: Key) -> str:
    return f"{key.name}：{_short(key.base)} → {_short(key.head)}"


def _short(value: Any) -> str:
    if value is None:
        return "（没有）"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONG else text[: LONG - 1] + "…"


def _children(found: Report) -> Iterator[Section]:
    rows = [
        (CAME[each.change], each.id, _place(found, each.base), _place(found, each.head))
        for each in found.outcome.children
    ]
    if rows:
        heads = ("变化", "编号", "原来在", "现在在")
        yield tabled("来了、走了、搬了的孩子", heads, sorted(rows), "个")


def _obligations(found: Report) -> Iterator[Section]:
    """How many by township, then the first of them one by one."""
    every = sorted(found.outcome.altered, key=lambda each: _order(found, each))
    if not every:
        return
    changes = [c for c in model.CHANGES if any(each.change == c for each in every)]
    counts = Counter((_township(found, each), each.change) for each in every)
    rows = [
        (name, *(str(counts[name, change]) for change in changes))
        for name in dict.fromkeys(name for name, _ in counts)
    ]
    heads = ("乡镇", *(WHICH[change] for change in changes))
    yield Section(f"{iso(found.on)} 欠的事，按乡镇", (), (heads, *rows), "", len(changes))
    told = [
        (
            each.subject, _where(found, each), each.title, WHICH[each.change],
            _state(found, each.base, each.opens), _state(found, each.head, each.opens),
        )
        for each in every
    ]  # fmt: skip
    heads = ("编号", "村", "事情", "变化", "原来", "改后")
    yield tabled("是哪些事", heads, told, "件")


def _order(found: Report, each: Altered) -> tuple[Any, ...]:
    kinds = model.CHANGES.index(each.change)
    return _township(found, each), kinds, each.kind, each.subject, each.duty, each.opens


def _township(found: Report, each: Altered) -> str:
    state = each.head or each.base
    place = state.place if state else None
    return found.places.name(found.places.township(place) or place) if place else NOWHERE


def _where(found: Report, each: Altered) -> str:
    state = each.head or each.base
    return "" if each.kind == WORKER else _place(found, state.place if state else None)


def _place(found: Report, identity: str | None) -> str:
    return found.places.name(identity) if identity else "—"


def _state(found: Report, state: State | None, opens: int) -> str:
    """An obligation in a few words: how it stands, until when, by whom."""
    if state is None:
        return "—"
    on = iso(found.on)
    until = f"{day(iso(opens), on)}起" if state.due is None else f"{day(iso(state.due), on)}止"
    return f"{STATES[state.status]}，{until}，{state.role} {state.worker or UNNAMED}"


def _days(found: Report) -> Iterator[Section]:
    """The next days that are others, the earliest first."""
    on = iso(found.on)

    def told(number: int | None) -> str:
        return day(iso(number), on) if number else "—"

    moved = sorted(found.outcome.moved, key=lambda m: (m.head or m.base or 0, m.subject, m.duty))
    rows = [
        (each.subject, _place(found, each.place), each.title, told(each.base), told(each.head))
        for each in moved
    ]
    if rows:
        heads = ("编号", "村", "事情", "原来最迟", "改后最迟")
        yield tabled("下一次的日期变了的", heads, rows, "个")
