"""Laws on what events do to facts, whatever facts.yml says that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tonghu import period
from tonghu.checks.deeds import Fact
from tonghu.checks.dossier import Dossier
from tonghu.checks.ground import Ground
from tonghu.problem import Problem, error, warning
from tonghu.record.openly import latin

ADDS, DROPS = "adds", "drops"


class Change(NamedTuple):
    """An event that adds or drops an element of a fact, and the attribute that names it."""

    number: int
    attribute: str
    element: Any


def not_entered_and_left(ground: Ground, dossier: Dossier) -> Iterator[Problem]:
    """No child must enter and leave one register on one day (A28).

    enter-and-leave 错误
        同一天不能对同一个名册既登记又退出，先后说不清。
        改法：改正写错的日期；其中一条写错了的，撤回它。
    """
    for fact in ground.facts.values():
        drops = _changes(ground, dossier, fact.name, DROPS) if fact.each else []
        adds = _changes(ground, dossier, fact.name, ADDS) if drops else []
        entered = {(_day(dossier, each), each.element) for each in adds}
        for change in drops:
            if (_day(dossier, change), change.element) in entered:
                message = (
                    f"同一天对同一个{fact.title}既有登记又有退出，先后说不清："
                    "请改正其中一条的日期，或者撤回写错的一条。"
                )
                spot = dossier.at(change.number, change.attribute)
                yield error(*spot, "enter-and-leave", message)


def only_what_holds_ends(ground: Ground, dossier: Dossier) -> Iterator[Problem]:
    """What leaves a register or a role should be in it.

    nothing-to-end 提醒
        退出的名册、解除的指定，在那以前应当有过登记、指定，而且还没有结束。
        改法：补上漏记的登记或指定；写错了名册、角色、人或日期的，改正。
    """
    for fact in ground.facts.values():
        drops = _changes(ground, dossier, fact.name, DROPS) if fact.each or fact.held_by else []
        if drops:
            adds = _changes(ground, dossier, fact.name, ADDS)
            for change in _idle(dossier, fact, adds, drops):
                message = "在这以前没有它可以结束的登记或指定：请查对，漏记的补上，写错的改正。"
                spot = dossier.at(change.number, change.attribute)
                yield warning(*spot, "nothing-to-end", message)


def _idle(
    dossier: Dossier, fact: Fact, adds: list[Change], drops: list[Change]
) -> Iterator[Change]:
    """The drops that find nothing to drop."""
    held: set[tuple[Any, Any]] = set()
    for change in sorted(adds + drops, key=lambda each: dossier.order(each.number)):
        holder = dossier.events[change.number].get(fact.held_by)
        if change in adds:
            held.add((change.element, holder))
            continue
        ended = {each for each in held if each[0] == change.element and holder in (None, each[1])}
        if not ended:
            yield change
        held -= ended


def answers_fit(ground: Ground, dossier: Dossier) -> Iterator[Problem]:
    """What answers one of several must say which, and name what can be answered (A33).

    about-kind 错误
        `about` 必须写它所回应的那种记录的 `ref`，例如强制报告写所报告的发现情形。
        改法：找到那条记录，照抄它的 `ref`。
    about-missing 错误
        同时有几件没有报告的情形时，报告必须写明报的是哪一件。
        改法：加上 `about`，写那一件的 `ref`；一次报了几件的，每件记一条。
    """
    for kind in dossier.by_kind.keys() & _answering(ground):
        for name, attribute in ground.deeds[kind].drops:
            adds = _changes(ground, dossier, name, ADDS)
            yield from _wrong_kind(ground, dossier, kind, name, attribute)
            yield from _unsaid(dossier, dossier.by_kind[kind], attribute, adds)


def _answering(ground: Ground) -> set[str]:
    return {kind for kind, deed in ground.deeds.items() if deed.sole}


def _wrong_kind(
    ground: Ground, dossier: Dossier, kind: str, fact: str, attribute: str
) -> Iterator[Problem]:
    adding = {each for each, deed in ground.deeds.items() if fact in dict(deed.adds)}
    for number in dossier.by_kind[kind]:
        target = dossier.numbers.get(dossier.events[number].get(attribute, ""))
        if target is not None and dossier.events[target].get("event") not in adding:
            message = "所指的那一条不是它能回应的记录：请照抄它所回应的那一条的 ref。"
            yield error(*dossier.at(number, attribute), "about-kind", message)


def _unsaid(
    dossier: Dossier, answers: list[int], attribute: str, adds: list[Change]
) -> Iterator[Problem]:
    corrected = _corrected(dossier)
    open_ones: set[str] = set()
    adding = {change.number: str(change.element) for change in adds}
    for number in sorted([*adding, *answers], key=dossier.order):
        if number in adding:
            open_ones.add(adding[number])
        elif about := dossier.events[number].get(attribute):
            open_ones.discard(corrected.get(about, about))
        elif len(open_ones) > 1:
            message = "这时有几件还没有报告，看不出报的是哪一件：请写明那一件的 ref。"
            hint = f"{attribute}: {latin(min(open_ones))}"
            yield error(*dossier.at(number), "about-missing", message, hint)
        else:
            open_ones.clear()


def _corrected(dossier: Dossier) -> Mapping[str, str]:
    """Old ref → the newest of its corrections."""
    if not dossier.amended:
        return {}
    from tonghu.record.timeline import timeline

    return timeline(dossier.events, dossier.kind.shape.kinds, period.LAST).corrected


def _changes(ground: Ground, dossier: Dossier, fact: str, side: str) -> list[Change]:
    """The events that count and add or drop elements of a list fact."""
    found = []
    for kind, numbers in dossier.by_kind.items():
        for name, attribute in getattr(ground.deeds.get(kind), side, ()):
            if name == fact:
                values = [(n, dossier.events[n].get(attribute)) for n in numbers]
                found += [Change(n, attribute, v) for n, v in values if isinstance(v, str)]
    return found


def _day(dossier: Dossier, change: Change) -> Any:
    return dossier.events[change.number].get("date")
