"""What an event must agree with beyond its schema: refs, workers, places, dates, sealing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from tonghu import period
from tonghu.entry.ground import Ground
from tonghu.entry.laying import points_to, view_of
from tonghu.record.numbers import personal_numbers
from tonghu.record.spans import END, event_ends_early
from tonghu.record.subject import CHILD, Subject, day_or_none
from tonghu.schema.view import Where

REF, WORKER, PLACE = "ref", "worker", "place"
FITTING, HOME = "x-place", "village"
MOVE = "{place} 在 {new}：请把文件夹 children/{old}/{child} 移到 children/{new}/ 下面。"
SUPERSEDES, RETRACTS = "supersedes", "retracts"
PERSONAL = "里面像是有身份证号码或电话号码，档案里不能写；请去掉，号码和姓名只记在纸质对照表里。"
ENDS_EARLY = "截止日期 {end} 早于开始的日期；请查对两个日期，改正错的一个。"
OTHER_KIND = (
    "{ref} 记的是“{kind}”，不能更正成“{other}”；"
    "请先撤回那一条（写 {kind} 和 retracts={ref} reason=…），再另记一条。"
)
FIX_FIRST = "档案里有读不懂的文件，写下的这一条没法全部核对；请运行 tonghu check 看看。"
Event = Mapping[str, Any]


def against(ground: Ground, subject: Subject, event: Event) -> Iterator[str]:
    """Why an event that satisfies its schema may not be written all the same."""
    view, where = view_of(ground.schemas, subject, event)
    for place, value in _leaves(where, event):
        key = str(next(step for step in reversed(place) if isinstance(step, str)))
        names = points_to(view, place)
        if key in ground.sealed:
            yield f"{key} 是要密封的内容，不能写进公开的一半；请去掉这一项。"
        if WORKER in names:
            yield from _known(value, ground.workers, f"{key} 写的工作人员", "team.yml")
        elif PLACE in names:
            yield from _known(value, ground.places, f"{key} 写的地点", "places/")
            yield from _fits(ground, value, key, view.first(place, FITTING))
        elif REF in names and key != REF:
            yield from _referred(subject, event, key, str(value))
    yield from _misdated(ground, event)
    if any(personal_numbers(json.dumps(event, ensure_ascii=False).encode())):
        yield PERSONAL
    born = subject.data.get("born")
    if isinstance(born, str) and str(event["date"]) < born:
        yield "日期早于这个孩子的出生日期；请查对日期，或者查对是不是这个孩子。"


def _misdated(ground: Ground, event: Event) -> Iterator[str]:
    """A last day before the first, and a withdrawal that is still to come."""
    if event_ends_early(event):
        yield ENDS_EARLY.format(end=END)
    day = day_or_none(event["date"])
    if RETRACTS in event and day is not None and day > ground.on:
        yield f"撤回的日期 {event['date']} 还没有到；请写撤回的那一天，撤回从记下时就算数。"


def doubts(ground: Ground, subject: Subject, event: Event) -> Iterator[str]:
    """What is odd about an event and yet may be so."""
    day = day_or_none(event["date"])
    if day is not None and day > ground.on:
        yield f"{event['date']} 还没有到（今天是 {period.iso(ground.on)}）；照写了，写错了请更正。"
    worker = ground.repository.team.by_code.get(event["by"]) if ground.workers else None
    if worker and day is not None and not worker.since <= day <= worker.until:
        yield f"{worker.code} 在 {event['date']} 不在岗；请查对日期和代号。"
    if ground.workers is None:
        yield "team.yml 没有或读不懂，没法核对工作人员；请运行 tonghu check 看看。"
    if subject.unreadable:
        yield FIX_FIRST
    yield from _moved(ground, subject, event)


def _moved(ground: Ground, subject: Subject, event: Event) -> Iterator[str]:
    """A child who lives in another township has a folder there."""
    view, where = view_of(ground.schemas, subject, event)
    for place, value in _leaves(where, event) if subject.kind == CHILD else ():
        homes = PLACE in points_to(view, place) and HOME in (view.first(place, FITTING) or ())
        township = ground.repository.places.township(value) if homes else None
        if township and township != subject.folder:
            yield MOVE.format(place=value, old=subject.folder, new=township, child=subject.id)


def _leaves(place: Where, value: Any) -> Iterator[tuple[Where, Any]]:
    """Every single value within an event, and where it stands."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves((*place, key), item)
    elif isinstance(value, list) and value:
        for number, item in enumerate(value):
            yield from _leaves((*place, number), item)
    else:
        yield place, value


def _fits(ground: Ground, value: Any, key: str, kinds: Any) -> Iterator[str]:
    """A place must be of a kind that the schema names, if it names any."""
    found = ground.repository.places.by_id.get(value) if ground.places else None
    if found and kinds and found.kind not in kinds:
        told = "、".join(kinds)
        yield f"{key} 写的 {value} 是 {found.kind}；这里要写 {told} 的编号。"


def _known(value: Any, names: frozenset[str] | None, what: str, file: str) -> Iterator[str]:
    if names is None or value in names:
        return
    near = get_close_matches(str(value), names, 3, 0.6)
    closest = f"最接近的是 {'、'.join(near)}" if near else f"先在 {file} 里登记"
    yield f"{what} {value} 不在 {file} 里；{closest}。"


def _referred(subject: Subject, event: Event, key: str, ref: str) -> Iterator[str]:
    """A ref must name an event of the subject, and what is corrected must still count."""
    entries = [entry for entry in subject.entries if isinstance(entry, Mapping)]
    meant = next((entry for entry in entries if entry.get(REF) == ref), None)
    if meant is None:
        yield f"{subject.id} 没有编号是 {ref} 的记录；请查对 {key} 后面的编号。"
        return
    if key == RETRACTS and meant.get("event") != event["event"]:
        yield f"{ref} 记的是“{meant.get('event')}”；撤回时写同一种事件。"
    if key == SUPERSEDES and (kind := _first(entries, meant)) != event["event"]:
        yield OTHER_KIND.format(ref=ref, kind=kind, other=event["event"])
    if key in (SUPERSEDES, RETRACTS):
        yield from _amended(entries, meant, key, ref)


def _amended(entries: Sequence[Event], meant: Event, key: str, ref: str) -> Iterator[str]:
    """What corrects must not be withdrawn, what withdraws must not be amended; each only once."""
    if key == RETRACTS and (SUPERSEDES in meant or RETRACTS in meant):
        yield f"{ref} 是一条更正或撤回，不能再撤回；请更正那条更正，或者把事情重新记一条。"
    if key == SUPERSEDES and RETRACTS in meant:
        yield f"{ref} 是一条撤回，不能更正；撤错了，请把事情重新记一条。"
    for entry in entries:
        if entry.get(SUPERSEDES) == ref:
            yield f"{ref} 已经由 {entry.get(REF)} 更正过；要再改，请更正 {entry.get(REF)}。"
        if entry.get(RETRACTS) == ref:
            yield f"{ref} 已经撤回，不用再改。"


def _first(entries: Sequence[Event], meant: Event) -> Any:
    """The kind of the event that a chain of corrections is about."""
    by_ref = {str(entry.get(REF)): entry for entry in entries}
    seen = []
    while meant not in seen and (older := by_ref.get(str(meant.get(SUPERSEDES)))) is not None:
        seen.append(meant)
        meant = older
    return meant.get("event")
