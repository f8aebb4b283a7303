"""Laws on corrections and withdrawals (A34, A49)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tonghu.checks.dossier import AMENDS, Dossier
from tonghu.checks.ground import Ground
from tonghu.problem import Problem, error

SUPERSEDES, RETRACTS = AMENDS


def withdrawal_repeats_the_kind(ground: Ground, dossier: Dossier) -> Iterator[Problem]:
    """A withdrawal must be of the kind of what it withdraws.

    retract-kind 错误
        撤回一条记录，`event` 必须和被撤回的那一条相同。
        改法：照抄被撤回那一条的 `event`；写错了 `retracts` 的改正 `retracts`。
    """
    for number, target in _amending(dossier, RETRACTS):
        kind, other = dossier.events[number].get("event"), dossier.events[target].get("event")
        if kind and other and kind != other:
            message = "撤回的事件与被撤回的那一条不同：请照抄那一条的事件，或者改正 retracts。"
            hint = f"event: {other}" if other in ground.schemas.vocabulary else ""
            yield error(*dossier.at(number, "event"), "retract-kind", message, hint)


def correction_keeps_the_kind(_: Ground, dossier: Dossier) -> Iterator[Problem]:
    """A correction must be of the kind of what it corrects.

    supersede-kind 错误
        更正一条记录，`event` 必须和被更正的那一条相同；一条接一条更正的，和最早的那一条相同。
        换了种类，原来的登记、情形就不声不响地没有了。
        改法：还没有提交的，删掉这一条，先撤回那一条，再另记；提交了的，再写一条更正，`supersedes`
        写这一条的 `ref`，`event` 和内容照抄最早的那一条，再另记。
    """
    following = dict(_amending(dossier, SUPERSEDES))
    for number in following.keys() - set(following.values()):
        kind = dossier.events[number].get("event")
        other = dossier.events[_root(following, number)].get("event")
        if kind and other and kind != other:
            message = (
                "更正不能换成另一种事件，原来的那一条会不声不响地没有了："
                "请先撤回那一条，再另记一条。"
            )
            yield error(*dossier.at(number, "event"), "supersede-kind", message, f"event: {other}")


def _root(following: Mapping[int, int], number: int) -> int:
    """The event that a chain of corrections is about; circles, which have no first, never come."""
    at, seen = number, {number}
    while (target := following.get(at)) is not None and target not in seen:
        seen.add(target)
        at = target
    return at


def only_facts_are_amended(_: Ground, dossier: Dossier) -> Iterator[Problem]:
    """What withdraws must not be amended, and what corrects must not be withdrawn.

    retract-correction 错误
        更正和撤回不能再撤回。
        改法：更正写错了，再写一条更正，`supersedes` 写那条更正的 `ref`；撤错了，把事情重新记一条。
    supersede-withdrawal 错误
        撤回不能更正。
        改法：撤错了，把事情重新记一条。
    """
    for number, target in _amending(dossier, RETRACTS):
        if any(key in dossier.events[target] for key in AMENDS):
            message = (
                "这里撤回的是一条更正或撤回，不能这样做：请改为更正那条更正，或者把事情重新记一条。"
            )
            yield error(*dossier.at(number, RETRACTS), "retract-correction", message)
    for number, target in _amending(dossier, SUPERSEDES):
        if RETRACTS in dossier.events[target]:
            message = "这里更正的是一条撤回，不能这样做：撤错了，请把事情重新记一条。"
            yield error(*dossier.at(number, SUPERSEDES), "supersede-withdrawal", message)


def amended_once(_: Ground, dossier: Dossier) -> Iterator[Problem]:
    """No event must be corrected or withdrawn by two others.

    corrected-twice 错误
        一条记录只能更正一次或者撤回一次。
        改法：更正写错了，再写一条更正，`supersedes` 写上一条更正的 `ref`，一条接一条。
    """
    first: dict[int, int] = {}
    for key in AMENDS:
        for number, target in _amending(dossier, key):
            if first.setdefault(target, number) != number:
                message = "被指的那一条已经有一条更正或撤回：请改为更正那条更正。"
                yield error(*dossier.at(number, key), "corrected-twice", message)


def corrections_end(_: Ground, dossier: Dossier) -> Iterator[Problem]:
    """Corrections must not run in a circle.

    correction-circle 错误
        更正不能互相更正，绕成一圈，那样一条也不算数。
        改法：从最后写的那一条里删掉 `supersedes`，或者改成它真正要更正的那一条。
    """
    following = dict(_amending(dossier, SUPERSEDES))
    for number in following:
        at = following[number]
        seen = {number}
        while at in following and at not in seen:
            seen.add(at)
            at = following[at]
        if at == number:
            message = "这几条更正绕成了一圈，一条也不算数：请改正其中一条的 supersedes。"
            yield error(*dossier.at(number, SUPERSEDES), "correction-circle", message)


def _amending(dossier: Dossier, key: str) -> Iterator[tuple[int, int]]:
    """(event, the other event it amends) in the order of the files."""
    if not dossier.amended:
        return
    for number, event in enumerate(dossier.events):
        target = dossier.numbers.get(event.get(key, ""))
        if target is not None and target != number:
            yield number, target
