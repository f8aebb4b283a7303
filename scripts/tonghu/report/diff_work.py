"""How much work there is before and after a change, by month and by who, where and what."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from tonghu.change.model import BASE, HEAD, OPEN, OVERDUE, Load, Report
from tonghu.report.diff_section import Section, signed, tabled
from tonghu.report.words import NOWHERE, UNNAMED

BY: dict[str, Callable[[Load], str]] = {
    "role": lambda load: load.role,
    "township": lambda load: load.township,
    "worker": lambda load: load.worker,
    "duty": lambda load: load.duty,
}
HEADINGS = {"role": "角色", "township": "乡镇", "worker": "工作人员", "duty": "工作"}
UNITS = {"role": "个角色", "township": "个乡镇", "worker": "人", "duty": "件工作"}
TITLES = {
    "role": "今后十二个月，按角色",
    "township": "今后十二个月，按乡镇",
    "worker": "今后十二个月，按人",
    "duty": "今后十二个月，按工作",
}
ABOUT = "只数这次改动涉及的孩子和工作，别的两边一样。每个月数的是那个月到期、还没有做的。"


class Amount(NamedTuple):
    """Work in both states, when by when: overdue, without deadline, then the months."""

    base: tuple[int, ...]
    head: tuple[int, ...]

    def months(self, side: str) -> tuple[int, ...]:
        """The work of the months of one state."""
        return (self.base if side == BASE else self.head)[2:]

    def sum(self, side: str) -> int:
        """All the work of the months of one state."""
        return sum(self.months(side))


def amounts(found: Report, key: Callable[[Load], str]) -> dict[str, Amount]:
    """The work under each value of a key, in their order."""
    whens = (OVERDUE, OPEN, *found.months)
    place = {when: number for number, when in enumerate(whens)}
    counts: dict[str, tuple[list[int], list[int]]] = {}
    for number, side in enumerate((BASE, HEAD)):
        for load, count in found.outcome.work[side].items():
            own = counts.setdefault(key(load), ([0] * len(whens), [0] * len(whens)))
            own[number][place[load.when]] += count
    return {name: Amount(*map(tuple, counts[name])) for name in sorted(counts)}


def total(found: Report) -> Amount:
    """All the work that the change reaches."""
    none = (0,) * (len(found.months) + 2)
    return amounts(found, lambda _: "").get("", Amount(none, none))


def work_sections(found: Report) -> Iterator[Section]:
    """The months, then the work by duty, role, township and worker, where it differs."""
    every = total(found)
    if found.outcome.work[BASE] == found.outcome.work[HEAD]:
        return
    whens = ("已经逾期", "没有期限", *map(_month, found.months))
    rows = [
        (when, str(was), str(now), signed(now - was))
        for when, was, now in zip(whens, every.base, every.head, strict=True)
    ]
    rows.append(("十二个月合计", *_sums(every)))
    heads = ("到期的月份", "原来", "改后", "增减")
    yield Section("今后十二个月", (ABOUT,), (heads, *rows), "", 3)
    for by in ("duty", "role", "township", "worker"):
        told = _by(found, by)
        if told.table[1:]:
            yield told


def _by(found: Report, by: str) -> Section:
    """The rows that differ, what changes most first."""
    differ = [(k, a) for k, a in amounts(found, BY[by]).items() if a.base != a.head]
    differ.sort(key=lambda each: -abs(each[1].sum(HEAD) - each[1].sum(BASE)))
    rows = [
        (_name(found, by, key), _from_to(_now(amount)), *_sums(amount), _from_to(_busiest(amount)))
        for key, amount in differ
    ]
    heads = (HEADINGS[by], "逾期和没有期限", "原来", "改后", "增减", "最忙的一个月")
    return tabled(TITLES[by], heads, rows, UNITS[by], 5)


def _now(amount: Amount) -> tuple[int, int]:
    """What is overdue already or has no deadline."""
    return sum(amount.base[:2]), sum(amount.head[:2])


def _busiest(amount: Amount) -> tuple[int, int]:
    return max(amount.months(BASE)), max(amount.months(HEAD))


def _from_to(numbers: tuple[int, int]) -> str:
    return f"{numbers[0]} → {numbers[1]}"


def _sums(amount: Amount) -> tuple[str, str, str]:
    was, now = amount.sum(BASE), amount.sum(HEAD)
    return str(was), str(now), signed(now - was)


def _name(found: Report, by: str, key: str) -> str:
    if by == "duty":
        return found.titles.get(key, key)
    if by == "township":
        return found.places.name(key) if key else NOWHERE
    return key or UNNAMED


def _month(when: str) -> str:
    return f"{when[:4]}年{int(when[5:])}月"
