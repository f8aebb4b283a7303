"""The law on one child with two files, found without names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from tonghu.checks.dossier import Dossier
from tonghu.checks.folders import present_place
from tonghu.checks.ground import Ground
from tonghu.checks.reading import opened
from tonghu.problem import Problem, warning
from tonghu.record.openly import latin

MONTH = len("2015-03")


class Trait(NamedTuple):
    """What is kept of a child until all have been read."""

    id: str
    path: str
    born: str
    sex: str
    household: str
    village: str
    distinct_from: tuple[str, ...]


def trait(ground: Ground, dossier: Dossier) -> Trait | None:
    """What may tell a child from another, None where too little is known."""
    head = dossier.head
    born, sex, household = (head.get(key, "") for key in ("born", "sex", "household"))
    if dossier.folder is None or dossier.origin is None or not (born and sex):
        return None
    if not all(isinstance(each, str) for each in (born, sex, household)):
        return None
    found = present_place(ground, dossier)
    village = dossier.events[found[0]][found[1]] if found else ""
    distinct = head.get("distinct_from")
    listed = distinct if isinstance(distinct, list) else []
    others = tuple(each for each in listed if isinstance(each, str))
    path = dossier.origin[0].path
    return Trait(dossier.folder.id, path, born, sex, household, village, others)


def no_child_twice(ground: Ground, traits: Iterable[Trait]) -> Iterator[Problem]:
    """No two children should look like one and the same.

    child-twice 提醒
        两份档案出生日期和性别相同，户编号也相同（有一份没写户编号的，看村），多半是同一个孩子，
        或者双胞胎。
        改法：同一个孩子的，合并档案；双胞胎的，在其中一份写 `distinct_from: [另一份的编号]`。
    """
    for one, other in sorted(set(alike(traits))):
        for each, twin in ((one, other), (other, one)):
            mark = opened(each.path, ground.records.parent / each.path).mark(("born",))
            message = (
                "有一份档案的出生日期、性别和户（或村）与这份相同：同一个孩子的请合并，"
                "双胞胎的请写 distinct_from。"
            )
            hint = f"distinct_from: [{latin(twin.id)}]"
            yield warning(each.path, mark, "child-twice", message, hint)


def keys(each: Trait) -> Iterator[tuple[str, ...]]:
    """What two children must have in common to look alike: one of these."""
    if each.household:
        yield "household", each.household, each.sex, each.born[:MONTH]
    if each.village and len(each.born) > MONTH:
        yield "village", each.village, each.sex, each.born


def alike(traits: Iterable[Trait]) -> Iterator[tuple[Trait, Trait]]:
    """The pairs that look like one and the same child, some perhaps told twice."""
    groups: dict[tuple[str, ...], list[Trait]] = {}
    for each in traits:
        for key in keys(each):
            groups.setdefault(key, []).append(each)
    for (by, *_), same in groups.items():
        for one, other in combinations(same, 2):
            if (by == "household" or not (one.household and other.household)) and _may_be(
                one, other
            ):
                yield min(one, other), max(one, other)


def _may_be(one: Trait, other: Trait) -> bool:
    """Whether two may be one: not said to be distinct, and born on the same day or month."""
    if one.id == other.id or other.id in one.distinct_from or one.id in other.distinct_from:
        return False
    return one.born.startswith(other.born) or other.born.startswith(one.born)
