"""Laws on what would keep a child off every list without a word."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Any

from tonghu import period
from tonghu.checks.deeds import Fact
from tonghu.checks.dossier import Dossier
from tonghu.checks.ground import Ground
from tonghu.facts.predicate import Predicate, chosen, predicate
from tonghu.problem import Problem, warning
from tonghu.record.subject import birth_or_none, day_or_none

AGE = "age"
LEAP = "feb29"


def something_is_recorded(_: Ground, dossier: Dossier) -> Iterator[Problem]:
    """A child's file should have at least one event.

    timeline-empty 提醒
        一份儿童档案至少要有一条记录，没有登记的孩子不会出现在清单的任何一项工作里。
        改法：补上登记；有记录而没读到的，看看 `timeline` 写对没有、文件放对没有。
    """
    if dossier.origin and dossier.whole and not dossier.events:
        message = "这份档案一条记录也没有，孩子不会出现在任何一项工作里：请补上登记。"
        yield warning(*dossier.on_head(), "timeline-empty", message, "timeline:")


def is_registered(ground: Ground, dossier: Dossier) -> Iterator[Problem]:
    """A child who was put on a register, or taken off one, should have a registration that counts.

    never-registered 提醒
        登记都撤回了、或者只有退出没有登记的档案，如果还有别的记录，按名册的工作一项也不会列到他。
        只立案、只外出备案、只发现情形的孩子可以不登记，不提醒。
        改法：补上登记；整份建错了的档案用 tonghu forget 删掉。
    """
    every = {event.get("event", "") for event in dossier.events}
    if not (dossier.origin and dossier.whole and dossier.counting and "" not in every):
        return
    registers = {name for name, fact in ground.facts.items() if fact.each}
    entering, leaving = _kinds(ground, registers, "adds"), _kinds(ground, registers, "drops")
    if every & (entering | leaving) and not dossier.by_kind.keys() & entering:
        message = (
            "这个孩子没有一条算数的登记，按名册的工作都不会列到他："
            "请补登记；整份建错了的用 tonghu forget 删掉。"
        )
        yield warning(*dossier.on_head(), "never-registered", message)


def _kinds(ground: Ground, facts: Container[str], side: str) -> set[str]:
    """The kinds of event that change one of these facts."""
    every = ground.deeds.items()
    return {kind for kind, deed in every if any(name in facts for name, _ in getattr(deed, side))}


def registered_in_time(ground: Ground, dossier: Dossier) -> Iterator[Problem]:
    """A child should be of an age for a register on the day that it is put on it.

    register-age 提醒
        登记那天，孩子的年龄应当在这个名册的范围里（范围写在 `schemas/facts.yml` 和设置里）；
        不在范围里的登记不起作用，孩子不会出现在清单上。
        改法：多半是 `born` 或者登记的日期写错了，查对后改正；名册写错了的，更正这一条。
    """
    born = birth_or_none(dossier.head.get("born"))
    if born is None:
        return
    for fact in ground.facts.values():
        for value, test in _tests(ground, fact).items() if fact.each else ():
            for number, attribute in _adding(ground, dossier, fact.name, value):
                day = day_or_none(dossier.events[number].get("date"))
                if day is not None and not test.holds((_age(born, day, test, ground),)):
                    message = (
                        "照出生日期，登记这天已经不在这个名册的年龄里，登记不起作用："
                        "请查对 case.yml 里的 born、这里的日期和名册，改正错的一个。"
                    )
                    yield warning(*dossier.at(number, attribute), "register-age", message)


def _tests(ground: Ground, fact: Fact) -> Mapping[str, Predicate]:
    """Value → the condition on age while which it holds; none where it cannot be read."""
    found = {}
    for value, condition in fact.each.items():
        try:
            test = predicate(chosen(condition, ground.options), frozenset())
        except (AttributeError, KeyError, TypeError, ValueError):
            continue
        if test.reads == (AGE,):
            found[value] = test
    return found


def _adding(ground: Ground, dossier: Dossier, fact: str, value: Any) -> Iterator[tuple[int, str]]:
    """The events that put a child on a list, and the attribute that names it."""
    for kind, numbers in dossier.by_kind.items():
        deed = ground.deeds.get(kind)
        for name, attribute in deed.adds if deed else ():
            if name == fact:
                yield from (
                    (n, attribute) for n in numbers if dossier.events[n].get(attribute) == value
                )


def _age(born: int, day: int, test: Predicate, ground: Ground) -> int:
    """The age on a day, as far as the condition distinguishes it."""
    steps = period.ages(born, tuple(sorted(test.ages)), str(ground.options.get(LEAP)))
    return max((age for begins, age in steps if begins <= day), default=0)
