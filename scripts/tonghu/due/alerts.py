"""Why the lines of a subject may be missing or wrong, whatever its records seem to say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tonghu.due.flag import INVALID, UNREADABLE, Flag
from tonghu.due.view import View
from tonghu.facts.spec import Pairs, Spec
from tonghu.period import iso
from tonghu.record.openly import path as shown
from tonghu.record.subject import CHILD, Subject

MEND = "先运行 tonghu check 改好，免得漏掉。"
ELSEWHERE = "这份档案放的地方不对，里面的没有算进去；请移到 children/乡镇/编号/ 里，先不要删。"
TWICE = "这个编号在几个乡镇下各有一个文件夹，各算各的，可能有漏；请合并，或者给一个换编号。"
TANGLED = "更正、撤回或者 ref 互相对不上，说不清哪些记录算数，算出来的可能有漏；"
OTHER_ID = "文件夹的名称和里面的档案编号不一样，可能放错了孩子；"
EMPTY = "档案里一条记录也没有，什么也推算不出来；请补上登记，或者看看经过那一栏的名称写对没有；"
UNBORN = "有的记录早于出生日期，年龄和名册可能算错；"
BOTH = "同一天对同一个名册又登记又退出，先后说不清，现在按退出算；"
NEVER = "登记了名册，可是照出生日期，一天也不在这个名册的年龄里，所以没有列出来；"
USUAL = re.compile(r"case\.yml|\d{4}-\d\d-\d\d-[a-z][a-z0-9]*\.ya?ml", re.ASCII)


def alerts(subject: Subject, seen: View, spec: Spec) -> Iterator[Flag]:
    """What could not be used, or else what was and may be wrong: the first that is found."""
    if told := _unreadable(subject, seen.timeline.broken):
        yield Flag(subject.id, UNREADABLE, told + MEND)
    elif told := _invalid(subject, seen, spec):
        yield Flag(subject.id, INVALID, told + MEND)
    for child in subject.inner:
        yield Flag(child, UNREADABLE, ELSEWHERE)


def _unreadable(subject: Subject, broken: int) -> str:
    if subject.unreadable:
        return f"文件读不全：{_named(subject, subject.unreadable)}；"
    if subject.strays:
        return f"旁边有读不到的：{_named(subject, subject.strays)}；请改成规定的名称，先不要删；"
    if broken:
        return f"有 {broken} 条记录的日期或种类读不出，没有算进去；"
    if subject.kind == CHILD and subject.born is None:
        return "出生日期读不出，按未满年龄计算；"
    return ""


def _invalid(subject: Subject, seen: View, spec: Spec) -> str:
    if subject.refused:
        return f"文件里有写得不对的地方：{_named(subject, subject.refused)}，算出来的可能有漏；"
    if seen.timeline.tangled:
        return TANGLED
    if subject.kind != CHILD:
        return ""
    return _unlikely(subject, seen) or _registered(seen, spec)


def _unlikely(subject: Subject, seen: View) -> str:
    """What the records of a child cannot be."""
    born, events = subject.data.get("born"), seen.timeline.events
    if subject.data.get("id", subject.id) != subject.id:
        return OTHER_ID
    if not subject.entries:
        return EMPTY
    if isinstance(born, str) and events and iso(events[0].day) < born:
        return UNBORN
    return ""


def _registered(seen: View, spec: Spec) -> str:
    """Whether a child was put on a list that it has never been on, or on and off in a day."""
    for membership in spec.memberships:
        added = set(_changes(seen, membership.added))
        if added and not added.isdisjoint(_changes(seen, membership.dropped)):
            return BOTH
        if added and not seen.facts.holdings.get(membership.fact):
            return NEVER
    return ""


def _changes(seen: View, pairs: Pairs) -> Iterator[tuple[int, str]]:
    """The days on which elements come or go, and which."""
    for kind, attribute in pairs:
        for event in seen.of_kind(kind):
            yield event.day, str(event.entry.get(attribute))


def _named(subject: Subject, paths: Sequence[str]) -> str:
    """Paths, but for those names in children's folders that may be the names of people."""
    usual = subject.kind != CHILD
    return "、".join(dict.fromkeys(shown(path if usual else _shown(path)) for path in paths))


def _shown(path: str) -> str:
    folder, _, name = path.rpartition("/")
    return path if USUAL.fullmatch(name) else f"{folder}/…"
