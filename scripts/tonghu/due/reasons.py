"""Why an obligation is there: clause, facts and since when, window, evidence, who and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tonghu import period
from tonghu.due.obligation import DUE, LAPSED, OVERDUE, Obligation
from tonghu.due.view import View
from tonghu.facts.predicate import Predicate
from tonghu.period import iso
from tonghu.record.openly import Openly

NONE_YET, NONE_THEN = "还没有记录", "这一期里没有记录"


def reasons(
    found: Obligation, view: View, titles: Mapping[str, str], openly: Openly
) -> tuple[str, ...]:
    """One plain Chinese sentence for each thing that the obligation rests on."""
    return (
        f"依据：{'、'.join(found.duty.cites)}（{found.duty.force}）",
        *_facts(found, view, titles, openly),
        *_trigger(found, openly),
        _window(found),
        _evidence(found, openly),
        _owed(found, openly),
    )


def _facts(
    found: Obligation, view: View, titles: Mapping[str, str], openly: Openly
) -> Iterator[str]:
    end = found.due if found.due is not None and found.due < view.on else view.on
    names = [*_reads(found.duty.among), *_reads(found.duty.when)]
    for name in dict.fromkeys(names):
        day = min(max(found.opening.opens, _change(view, name, end)), end)
        value = view.value(name, day)
        if name == "age" or value is None or value == ():
            continue
        since = _change(view, name, day)
        when = f"，{iso(since)} 起" if since > period.FIRST else ""
        yield f"{titles.get(name, name)}：{shown(openly.value(value))}{when}"


def _reads(test: Predicate | None) -> tuple[str, ...]:
    return test.reads if test else ()


def _change(view: View, name: str, day: int) -> int:
    """The first day of the step that a fact is in on a day."""
    steps = view.facts.steps.get(name, [])
    return max((first for first, _ in steps if first <= day), default=period.FIRST)


def shown(value: Any) -> str:
    """A fact's value as people read it."""
    if isinstance(value, tuple):
        return "、".join(shown(each) for each in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return "（无）" if value is None else str(value)


def _trigger(found: Obligation, openly: Openly) -> Iterator[str]:
    trigger = found.opening.trigger
    if trigger:
        yield f"起因：{iso(trigger.day)} {trigger.kind}（{openly.code('ref', trigger.ref)}）"


def _window(found: Obligation) -> str:
    opens = iso(found.opening.opens)
    if found.due is None:
        return f"期限：{opens} 起，文件没有写最后期限，做完为止"
    if found.due == found.opening.opens:
        return f"期限：{opens} 当天"
    times = f"，至少 {found.duty.times} 次" if found.duty.times > 1 else ""
    return f"期限：{opens} 至 {iso(found.due)}{times}"


def _evidence(found: Obligation, openly: Openly) -> str:
    done = "、".join(
        f"{iso(e.day)} {e.kind}（{openly.code('ref', e.ref)}）" for e in found.evidence
    )
    if found.status == DUE or found.status == OVERDUE:
        late = found.status == OVERDUE
        missing = f"已有 {done}，还不够" if done else NONE_THEN if late else NONE_YET
        return f"记录：{missing}" + ("，已逾期" if late else "")
    if found.status == LAPSED:
        return "记录：没有，不再属于这个范围，已失效"
    return f"记录：{done or '一直成立'}" + ("，迟了" if found.late else "")


def _owed(found: Obligation, openly: Openly) -> str:
    role = openly.value(found.by.role)
    if found.by.worker is None:
        return f"由谁：{role}（未指定）"
    via = found.by.via
    how = f"，{iso(via.day)} 指定" if via else ""
    return f"由谁：{role} {openly.code('worker', found.by.worker)}{how}"
