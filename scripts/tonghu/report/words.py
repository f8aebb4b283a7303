"""The words of due lists: for whom, which month, how pressing, until when, by which clause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tonghu.due.flag import INVALID, MISSING, UNREADABLE, Flag
from tonghu.due.item import Item
from tonghu.record.openly import Openly
from tonghu.record.places import Places
from tonghu.record.subject import WORKER
from tonghu.record.team import Team
from tonghu.report import listing
from tonghu.report.listing import Entry, Judged, Line, Listing, Page

STAGES = {
    listing.LATE: "逾期",
    listing.MONTH: "本月",
    listing.OPEN: "做完为止",
    listing.EARLY: "可提前",
    listing.DONE: "已完成",
    listing.ENDED: "已失效",
}
ALERTS = {UNREADABLE: "读不全", INVALID: "要核对", MISSING: "有缺"}
NEVER = "从未走访"
OWN = "本单位的事"
NOTHING = "没有要做的事。"
CATCH_UP = "逾期的，当时做过没记的补报日期；没做的补不回来，现在做算本期。"
UNNAMED = "未指定"
NOWHERE = "地点不明"
MANY = 3
"""So many clauses in a row are told as the first and the last."""
COUNTED = {2: "两", 3: "三"}
"""So many windows that were missed are told one by one."""


class Names(NamedTuple):
    """Where names of places and roles of workers are found; the force of what the team set.

    `openly` is what of a record may be shown.
    `children` are the names of children by id, only where somebody with a key asked for them.
    """

    places: Places
    team: Team
    local: str
    openly: Openly
    children: Mapping[str, str] = {}

    def own(self, identity: str | None) -> str:
        """A place's own name; of one that nobody knows its id, where that may be shown."""
        name = self.places.name(identity)
        return name if name != identity else self.openly.code("place", name)

    def child(self, identity: str) -> str:
        """A child's id, with the name where it was opened."""
        name = self.children.get(identity)
        return f"{identity} {name}" if name else identity

    def place(self, identity: str | None) -> str:
        """A village with its township; other places by their own name."""
        if identity is None:
            return NOWHERE
        township = self.places.township(identity)
        name = self.own(identity)
        return name if township in (None, identity) else f"{self.own(township)} {name}"

    def subject(self, entry: Entry) -> str:
        """How a subject that is no child is called."""
        return entry.subject if entry.kind == WORKER else self.place(entry.subject)


def alerts(found: Sequence[Flag]) -> str:
    """How many files may keep something from the list, and why."""
    kinds = "、".join(told for code, told in ALERTS.items() if any(f.code == code for f in found))
    return f"{kinds}的有 {len(found)} 份"


def month(on: str) -> str:
    """The month of a day."""
    return f"{on[:4]}年{int(on[5:7])}月"


def for_whom(page: Page, by: str, names: Names) -> str:
    """A worker with roles and place, or a place; without either what to do about it."""
    if not page.key:
        return NOWHERE if by != listing.WORKER else "未指定（还没有人负责，请先定人）"
    if by != listing.WORKER:
        return names.place(page.key)
    worker = names.team.by_code.get(page.key)
    own = map(names.openly.value, worker.roles if worker else ())
    roles = dict.fromkeys([*own, *page.roles()])
    where = f"（{names.place(worker.works_at)}）" if worker else "（不在 team.yml 里）"
    return f"{page.key} {'、'.join(roles)}".strip() + where


def counts(page: Page) -> str:
    """How much there is of what."""
    shown = [
        f"{STAGES[stage]} {page.counts.get(stage, 0)}"
        for stage in (listing.LATE, listing.MONTH, listing.OPEN, listing.EARLY)
        if stage != listing.OPEN or page.counts.get(stage)
    ]
    return "，".join(shown)


def roles(page: Page) -> str:
    """On the page of what nobody owes yet: which roles are missing."""
    found = sorted(page.roles().items(), key=lambda role: (-role[1], role[0]))
    return "，".join(f"{role} {count} 件" for role, count in found)


def made_from(found: Listing) -> str:
    """From which day's records, and what was left out."""
    since = f"，只列 {found.since} 以后到期的" if found.since else ""
    return f"按 {found.on} 的记录{since}"


def day(iso: str, on: str) -> str:
    """A day as people say it; the year only where it is another one."""
    said = f"{int(iso[5:7])}月{int(iso[8:])}日"
    return said if iso[:4] == on[:4] else f"{iso[:4]}年{said}"


def until(item: Item, on: str) -> str:
    """The deadline; without one, since when."""
    if item.due is None:
        return f"{day(item.opens, on)}起"
    return day(item.due, on) + ("当天" if item.due == item.opens else "止")


def state(line: Line) -> str:
    """How pressing a line is, and how many times over."""
    return "、".join(
        STAGES[stage] + (f" {len(items)} 次" if len(items) > 1 else "")
        for stage, items in line.parts
    )


def deadline(line: Line, on: str) -> str:
    """Until when to do it next, and from when to when it was missed."""
    stage, missed = line.parts[0]
    told = until(line.item, on)
    if stage != listing.LATE or len(line.items()) == 1:
        return told
    past = _past([item.due or "" for item in missed], on)
    return past if len(line.parts) == 1 else f"{told}，{past}"


def _past(days: list[str], on: str) -> str:
    """The windows that were missed, each by its last day where they are few; a year told once."""
    ends = list(dict.fromkeys(days))
    if len(ends) not in COUNTED:
        ends = list(dict.fromkeys((ends[0], ends[-1])))
    told = [day(end, before) for before, end in zip([on, *ends], ends, strict=False)]
    if len(told) == len(set(days)) > 1:
        return f"{'、'.join(told)}{COUNTED[len(told)]}期已过"
    return f"{'至'.join(told)}已过期"


def clauses(item: Item, names: Names) -> str:
    """The ids of the clauses, three or more in a row as from and to; whether it is the team's."""
    runs: list[list[str]] = []
    for cited in item.cites:
        if runs and _next(runs[-1][-1]) == cited:
            runs[-1].append(cited)
        else:
            runs.append([cited])
    told = [f"{r[0]}至{r[-1]}" if len(r) >= MANY else "、".join(r) for r in runs]
    return "、".join(told) + (f"，{item.force}" if item.force == names.local else "")


def _next(clause: str) -> str:
    series, _, number = clause.rpartition("-")
    return f"{series}-{int(number) + 1:0{len(number)}}" if number.isdecimal() else ""


def who(item: Item, by: str) -> str:
    """Who owes it, where the page does not say it."""
    if by == listing.WORKER:
        return "" if item.worker else f"归{item.role}"
    return f"{item.role} {item.worker or UNNAMED}"


def details(line: Line, entry: Entry, found: Listing, names: Names) -> str:
    """Deadline, what was done already, clauses, who, and which of several it is."""
    item = line.item
    done = "、".join(day(each["date"], found.on) for each in item.evidence)
    parts = [deadline(line, found.on), f"已做 {done}" if done else ""]
    parts += [clauses(item, names), who(item, found.by)]
    if sum(other.item.duty == item.duty for other in entry.lines) > 1:
        parts += [f"指记录 {value}" for _, value in item.given]
    return "，".join(part for part in parts if part)


def outcome(each: Judged) -> str:
    """How an obligation ended: done on which days, late, or lapsed."""
    days = "、".join(found["date"] for found in each.item.evidence)
    late = "，迟了" if each.item.late else ""
    return STAGES[each.stage] + (f" {days}" if days else "") + late
