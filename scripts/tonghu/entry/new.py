"""A new child's case file: an id that nobody has, and the registration as its first event."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from tonghu.entry.add import events, reserved
from tonghu.entry.canonical import CASE, TIMELINE, canonical
from tonghu.entry.change import Change
from tonghu.entry.ground import Ground
from tonghu.entry.identity import Draw, child_id, ref
from tonghu.entry.judge import refusals, typed
from tonghu.entry.law import PERSONAL, REF, doubts
from tonghu.entry.meant import named_place
from tonghu.entry.target import Target
from tonghu.entry.value import value
from tonghu.entry.words import Act
from tonghu.record import files
from tonghu.record.numbers import personal_numbers
from tonghu.record.subject import CHILD, Subject
from tonghu.schema.view import View
from tonghu.source import read

MADE = ("id", "household", TIMELINE)
OPTIONS = ("born", "sex", "register", "place", "date", "by")
MONTH = 7  # characters of YYYY-MM
SEALED_BIRTH = "这里的档案要密封，公开的一半只写出生年月，例如：--born 2015-03"
NO_TOWNSHIP = "看不出属于哪个乡镇：请写 --township，或者先在 places/ 里登记 {place}。"
OTHER_TOWNSHIP = "{place} 属于 {theirs}，不属于 {township}；请改正 --township 或 --place。"
UNKNOWN_TOWNSHIP = "places/ 里没有 {township}；请先登记这个乡镇，或者改正 --township。"
NO_CHILD = "没有编号是 {child} 的儿童档案；请查对 --sibling-of。"
NO_HOUSEHOLD = "{child} 的 case.yml 里没有 household；请先给它加上一行，例如：household: {such}"
MADE_ALREADY = "{key} 由工具填写，请去掉“{key}=…”。"
ALIKE = "同户的 {child} 出生年月和性别都一样；如果是双胞胎，请写 distinct_from={child}。"


class Asked(NamedTuple):
    """What is known of the child, as typed."""

    born: str
    sex: str
    register: str
    place: str
    date: str
    by: str
    township: str = ""
    household: str = ""
    sibling: str = ""
    pairs: tuple[tuple[str, str], ...] = ()


class Created(NamedTuple):
    """The new case file, or why there is none."""

    id: str = ""
    change: Change | None = None
    doubts: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def created(ground: Ground, asked: Asked, draw: Draw) -> Created:
    """The case file of a new child, judged as a whole."""
    township = asked.township or ground.repository.places.township(asked.place) or ""
    shared = _household(ground, asked, draw)
    if why := [*_misplaced(ground, asked, township), *shared.refused]:
        return Created(refused=tuple(why))
    identity = child_id(draw)
    while ground.folder(identity):
        identity = child_id(draw)
    own = {"id": identity, "born": asked.born, "sex": asked.sex, "household": shared.name}
    case = {key: item for key, item in own.items() if item} | _own(ground, asked)
    subject = Subject(CHILD, identity, (), folder=township, data=case)
    event = {REF: ref(draw, ()), **_registration(ground, asked, subject)}
    text = canonical(ground.schemas, CASE, {**case, TIMELINE: [event]})
    if why := [*refusals(ground, subject, [event], OPTIONS), *_wrong(ground, case, text)]:
        return Created(refused=tuple(dict.fromkeys(why)))
    path = ground.repository.records / files.CHILDREN / township / identity / files.CASE
    told = (*doubts(ground, subject, event), *_alike(ground, case, shared.members))
    return Created(identity, Change(path, text), told)


class _Household(NamedTuple):
    name: str = ""
    members: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def _household(ground: Ground, asked: Asked, draw: Draw) -> _Household:
    """The household named, that of the sibling, or one that nobody has."""
    everybody = ground.households()
    name = asked.household
    if asked.sibling:
        child = asked.sibling.upper()
        folder = ground.folder(child)
        if folder is None:
            return _Household(refused=(NO_CHILD.format(child=asked.sibling[:20]),))
        name = str(ground.case(folder).get("household") or "")
        if not name:
            told = NO_HOUSEHOLD.format(child=child, such=ref(draw, everybody))
            return _Household(refused=(told,))
    name = name or ref(draw, everybody)
    return _Household(name, tuple(everybody.get(name, ())))


def _misplaced(ground: Ground, asked: Asked, township: str) -> Iterator[str]:
    places = ground.repository.places
    for option, text in (("place", asked.place), ("township", asked.township)):
        if told := named_place(places, text):
            yield f"--{option} 写错了：{told}"
            return
    theirs = places.township(asked.place)
    if not township:
        yield NO_TOWNSHIP.format(place=asked.place)
    elif ground.places and township not in ground.places:
        yield UNKNOWN_TOWNSHIP.format(township=township)
    elif asked.place and theirs != township:
        yield OTHER_TOWNSHIP.format(place=asked.place, theirs=theirs, township=township)


def _own(ground: Ground, asked: Asked) -> dict[str, Any]:
    """The pairs that belong to the child's own keys."""
    view = View(ground.schemas, CASE, {})
    keys = set(ground.schemas.key_order(CASE)) - set(MADE)
    return {key: value(view, (key,), text) for key, text in asked.pairs if key in keys}


def _registration(ground: Ground, asked: Asked, subject: Subject) -> dict[str, Any]:
    """The event that opens every file: the kind that the schema lists first."""
    kind = next(iter(ground.schemas.kinds()))
    given = [("register", asked.register), ("place", asked.place)]
    pairs = [pair for pair in (*given, *asked.pairs) if pair[1] and pair[0] not in subject.data]
    day = {"date": asked.date, "by": asked.by}
    return dict(events(ground, Target(subject, None), [Act(kind, tuple(pairs))], day)[0])


def _wrong(ground: Ground, case: dict[str, Any], text: str) -> Iterator[str]:
    """What is wrong with the child's own keys, or with the file as a whole."""
    document = read("", text.encode())
    if ground.sealed and len(str(case["born"])) > MONTH:
        yield SEALED_BIRTH
    yield from (f"{key} 是要密封的内容，请去掉这一项。" for key in case if key in ground.sealed)
    if any(personal_numbers(text.encode())):
        yield PERSONAL
    for problem in (*document.problems, *ground.schemas.problems(CASE, document)):
        yield typed(problem, OPTIONS)


def _alike(ground: Ground, case: dict[str, Any], members: tuple[str, ...]) -> Iterator[str]:
    for child in members:
        folder = ground.folder(child)
        other = ground.case(folder) if folder else {}
        alike = all(other.get(key) == case.get(key) for key in ("born", "sex"))
        if alike and child not in case.get("distinct_from", ()):
            yield ALIKE.format(child=child)


def kept(asked: Asked) -> str:
    """Why a key may not be typed, empty where all may."""
    keys = (key for key, _ in asked.pairs if key in MADE)
    told = next((MADE_ALREADY.format(key=key) for key in keys), "")
    return told or reserved([Act("", asked.pairs)])
