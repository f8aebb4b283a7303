"""Laws on values: what the schema warns of, and what was entered twice."""

from __future__ import annotations

from collections.abc import Iterator

from tonghu.checks.dossier import Dossier
from tonghu.checks.ground import Ground
from tonghu.problem import Problem, warning


def values_are_usual(_: Ground, dossier: Dossier) -> Iterator[Problem]:
    """A value that the schema warns of should be looked at again.

    value-unusual 提醒
        有的值可以写，但不常见，写错的可能大，例如困境没有解除就结案。
        改法：查对；确实如此的，不必改。
    """
    shape = dossier.kind.shape
    for number in dossier.standing:
        event = dossier.events[number]
        if shape.warned.isdisjoint(event):
            continue
        for key in shape.warned & event.keys():
            warns = shape.attribute(event.get("event", ""), key).warns
            value = event[key]
            if isinstance(value, str) and value in warns:
                yield warning(*dossier.at(number, key), "value-unusual", warns[value])


def entered_once(_: Ground, dossier: Dossier) -> Iterator[Problem]:
    """No event should be entered in two files.

    event-twice 提醒
        两个文件里有完全相同的记录（只有 `ref` 不同），多半是一件事记了两遍。
        改法：撤回其中一条；确实是两件事的，不必改。
    """
    files = {document.path for document, _ in dossier.spots}
    if len(files) <= 1:
        return
    first: dict[tuple[str, str], list[int]] = {}
    for number in dossier.counting:
        event = dossier.events[number]
        same_day = first.setdefault((event.get("date", ""), event.get("event", "")), [])
        if any(_same(dossier, number, other) for other in same_day):
            message = "另一个文件里有一条除 ref 外完全相同的记录：记了两遍的，请撤回其中一条。"
            yield warning(*dossier.at(number), "event-twice", message)
        same_day.append(number)


def _same(dossier: Dossier, number: int, other: int) -> bool:
    if dossier.spots[number][0] is dossier.spots[other][0]:
        return False
    one, two = dossier.events[number], dossier.events[other]
    return {**one, "ref": ""} == {**two, "ref": ""}
