"""Laws on names of other things: whoever or whatever a record names must exist and fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

from tonghu.checks.dossier import Dossier, Spot
from tonghu.checks.ground import Ground
from tonghu.checks.identity import is_checked
from tonghu.checks.known import EVER, Stay
from tonghu.checks.shape import PLACE, REF, WORKER, Attribute
from tonghu.problem import Problem, error, warning
from tonghu.record.files import CHILDREN

BY = "by"
NOBODY = Stay(EVER, "")


class Name(NamedTuple):
    """One name of another thing: its key, what it names, where it stands, and on which day.

    `spot` is asked only of a wrong name: to know where a value stands its file is read again.
    Whoever only `leaves` may have left: that is when it is recorded.
    """

    key: str
    value: str
    attribute: Attribute
    spot: Callable[[], Spot]
    day: str | None = None
    leaves: bool = False


def recorder_is_known(ground: Ground, dossier: Dossier) -> Iterator[Problem]:
    """Whoever recorded an event must be in the team, and should be there on its day.

    worker-unknown 错误
        记录里写的工作人员代号必须在 team.yml 里。
        改法：改正代号；新来的人先写进 team.yml。
    worker-away 提醒
        记录那天，所写的人应当已经到岗、还没有离岗。（解除一个人担任的事，在离岗以后也可以记。）
        改法：改正代号或日期；是 team.yml 里的 `since`、`until` 写错的，改正那里。
    """
    for number in dossier.standing:
        event = dossier.events[number]
        since, until = ground.known.stay(event.get(BY, "")) or NOBODY
        if not since <= event.get("date", since) <= until and BY in event:
            attribute = dossier.kind.shape.attributes[BY]
            spot = partial(dossier.at, number, BY)
            name = Name(BY, event[BY], attribute, spot, event.get("date"))
            yield from worker_fits(ground, name)


def named_are_known(ground: Ground, dossier: Dossier) -> Iterator[Problem]:
    """A place that a record names must exist and be of a kind that fits; so must a worker.

    place-unknown 错误
        写到的地点编号必须在 places/ 里有一个文件。
        改法：改正编号；新的地点先在 places/ 里建文件。
    place-kind 错误
        地点的种类必须合适：居住地和迁往写村，学校写学校，通报写乡镇，`area` 写县。
        改法：换成那个种类的地点的编号；地点的种类看它文件里的 `kind`。
    """
    shape = dossier.kind.shape
    for number in dossier.standing:
        event = dossier.events[number]
        if shape.naming.isdisjoint(event):
            continue
        for key in event:
            if key in shape.naming and key != BY:
                attribute = shape.attribute(event.get("event", ""), key)
                for path, part, value in _values(attribute, event[key]):
                    spot = partial(dossier.at, number, key, *path)
                    last = str(path[-1]) if path else key
                    leaves = key in _left(ground, event.get("event", ""))
                    name = Name(last, value, part, spot, event.get("date"), leaves)
                    yield from fits(ground, name)


def _left(ground: Ground, kind: str) -> set[str]:
    """The attributes that say who no longer holds what an event of this kind ends."""
    deed = ground.deeds.get(kind)
    held = [ground.facts.get(fact) for fact, _ in deed.drops] if deed else []
    return {fact.held_by for fact in held if fact}


def head_names_are_known(ground: Ground, dossier: Dossier) -> Iterator[Problem]:
    """Where a place lies and where somebody works must be known places."""
    for key in ("within", "works_at"):
        if key in dossier.head:
            attribute = dossier.kind.head[key]
            spot = partial(dossier.on_head, key)
            yield from fits(ground, Name(key, dossier.head[key], attribute, spot))


def places_do_not_circle(ground: Ground, dossier: Dossier) -> Iterator[Problem]:
    """No place must lie within itself, however many lie between.

    within-circle 错误
        地点不能属于它自己，几个地点也不能互相属于、绕成一圈。
        改法：改正 `within`：村属于乡镇，乡镇属于县，学校和场所属于所在的村、乡镇或县。
    """
    places = ground.known.places
    identity, above = dossier.head.get("id"), dossier.head.get("within")
    seen: set[str] = set()
    while above is not None and above != identity and above not in seen:
        seen.add(above)
        above = places.within(above)
    if identity is not None and above == identity:
        message = "照这样，这个地点属于它自己：请改正上级地点。"
        yield error(*dossier.on_head("within"), "within-circle", message)


def _values(attribute: Attribute, value: Any) -> Iterator[tuple[tuple[Any, ...], Attribute, str]]:
    """(path below the attribute, what it names, value) of every name in a value."""
    if attribute.sort:
        yield (), attribute, value
    for number, item in enumerate(value if attribute.parts and isinstance(value, list) else ()):
        for key, part in attribute.parts.items():
            if isinstance(item, dict) and isinstance(item.get(key), str):
                yield (number, key), part, item[key]


def fits(ground: Ground, name: Name) -> Iterator[Problem]:
    """What is wrong with the name of a worker or a place."""
    if name.attribute.sort == WORKER:
        yield from worker_fits(ground, name)
    elif name.attribute.sort == PLACE:
        yield from place_fits(ground, name)


def worker_fits(ground: Ground, name: Name) -> Iterator[Problem]:
    """What is wrong with the code of a worker on a day."""
    stay = ground.known.stay(name.value)
    if stay and _is_there(stay, name.day):
        return
    if ground.known.workers is None:
        return
    if stay is None:
        near = ground.known.near_worker(name.value)
        message = "team.yml 里没有这个代号：请改正，或者先把这个人写进 team.yml。"
        yield error(*name.spot(), "worker-unknown", message, f"{name.key}: {near}" if near else "")
    elif name.day:
        early = name.day < stay.since
        if name.leaves and not early:
            return
        when = "还没有到岗" if early else "已经离岗"
        message = f"这个人在这一天{when}：请查对代号、日期和 team.yml 里的起止日期。"
        yield warning(*name.spot(), "worker-away", message)


def _is_there(stay: Stay, day: str | None) -> bool:
    return not day or stay.since <= day <= stay.until


def place_fits(ground: Ground, name: Name) -> Iterator[Problem]:
    """What is wrong with the id of a place."""
    found = ground.known.places.by_id.get(name.value)
    if found is None:
        near = ground.known.near_place(name.value, name.attribute.places)
        message = "places/ 里没有这个地点：请改正编号，或者先给这个地点建一个文件。"
        yield error(*name.spot(), "place-unknown", message, f"{name.key}: {near}" if near else "")
    elif name.attribute.places and found.kind not in ("", *name.attribute.places):
        kinds = "、".join(name.attribute.places)
        message = f"这里要写 kind 是 {kinds} 的地点，所写的是另一种：请换一个编号。"
        yield error(*name.spot(), "place-kind", message)


def refs_are_known(_: Ground, dossier: Dossier) -> Iterator[Problem]:
    """What an event corrects, withdraws or is about must be an event of the same file.

    ref-unknown 错误
        `supersedes`、`retracts`、`about` 必须写同一份档案里另一条记录的 `ref`。
        改法：打开这份档案找到那一条，照抄它的 `ref`。
    """
    pointing = [key for key, each in dossier.kind.shape.attributes.items() if each.sort == REF]
    for number in dossier.standing:
        event = dossier.events[number]
        for key in pointing:
            if key != "ref" and key in event and _is_astray(dossier, event, event[key]):
                yield error(
                    *dossier.at(number, key),
                    "ref-unknown",
                    "这份档案里没有另一条记录用这个 ref：请照抄要指的那一条的 ref。",
                )


def _is_astray(dossier: Dossier, event: Any, ref: str) -> bool:
    return ref not in dossier.numbers or ref == event.get("ref")


def children_are_known(ground: Ground, dossier: Dossier) -> Iterator[Problem]:
    """A child that a file names must have a folder of its own.

    child-unknown 错误
        `distinct_from` 必须写别的孩子的档案编号。
        改法：改正编号，那个孩子的文件夹就叫这个名称。
    """
    others = dossier.head.get("distinct_from", [])
    for number, other in enumerate(others if isinstance(others, list) else ()):
        if isinstance(other, str) and not _has_folder(ground, dossier, other):
            yield error(
                *dossier.on_head("distinct_from", number),
                "child-unknown",
                "没有这个编号的另一份档案：请改正编号，不需要了就删掉。",
            )


def _has_folder(ground: Ground, dossier: Dossier, identity: str) -> bool:
    if not is_checked(identity) or identity == dossier.head.get("id"):
        return False
    return any((ground.records / CHILDREN).glob(f"*/{identity}/"))
