"""Laws on days: what cannot have been yet, and what ends before it begins."""

from __future__ import annotations

from collections.abc import Iterator

from tonghu.checks.dossier import Dossier
from tonghu.checks.ground import Ground
from tonghu.problem import Problem, error, warning
from tonghu.record.spans import START, ends_early, event_ends_early, event_starts_late

MONTH = len("2015-03")


def not_before_birth(_: Ground, dossier: Dossier) -> Iterator[Problem]:
    """No event of a child must lie before its birth.

    date-before-birth 错误
        记录的日期不能早于孩子的出生日期；只写出生年月的，不能早于那个月。
        改法：查对 `date` 和 `born`，改正错的一个。
    """
    born = dossier.head.get("born")
    if not isinstance(born, str):
        return
    first = f"{born}-01" if len(born) == MONTH else born
    for number in dossier.standing:
        event = dossier.events[number]
        if event.get("date", first) < first:
            yield error(
                *dossier.at(number, "date"),
                "date-before-birth",
                "这一天孩子还没有出生：请查对这里的日期和 case.yml 里的 born，改正错的一个。",
            )


def not_after_today(ground: Ground, dossier: Dossier) -> Iterator[Problem]:
    """No event should lie after the day of the check, and a withdrawal must not.

    date-future 提醒
        记录的是做过的事，日期一般不晚于今天（`--on` 指定的那天）；那天以前不算数。
        改法：写错的改正日期；还没有做的，做了再记。
    retract-future 错误
        撤回从记下那一刻起就算数，日期不能写到将来。
        改法：把 `date` 写成撤回的那一天。
    """
    born = dossier.head.get("born")
    if isinstance(born, str) and born > ground.on:
        yield _future(dossier.on_head("born"))
    for number in dossier.standing:
        event = dossier.events[number]
        if event.get("date", "") > ground.on:
            if "retracts" not in event:
                yield _future(dossier.at(number, "date"))
                continue
            message = "撤回的日期在将来：请写撤回的那一天，撤回从记下时就算数。"
            yield error(*dossier.at(number, "date"), "retract-future", message)


def _future(spot: tuple[str, tuple[int, int]]) -> Problem:
    message = "这个日期在将来，到那天以前不算数：写错的请改正，还没有做的请做了再记。"
    return warning(*spot, "date-future", message)


def not_ended_before_begun(_: Ground, dossier: Dossier) -> Iterator[Problem]:
    """What has a last day must not end before it begins.

    end-before-start 错误
        截止日期不能早于开始的日期：记录的 `until` 不早于 `date` 和 `from`，人员和地点的
        `until` 不早于 `since`，学期的 `end` 不早于 `start`。
        改法：查对两个日期，改正错的一个。
    """
    head = dossier.head
    if ends_early(head, "since", "until"):
        yield ended_early(dossier.on_head("until"))
    for number in dossier.standing:
        event = dossier.events[number]
        if event_ends_early(event):
            yield ended_early(dossier.at(number, "until"))


def not_recorded_before_begun(ground: Ground, dossier: Dossier) -> Iterator[Problem]:
    """What counts from the day of its record should have begun by then (A26).

    start-after-date 提醒
        协议、待遇从记录的 `date` 那天起就算有，`from` 写得比 `date` 晚的，也不等到那一天。
        改法：到开始那天再记：撤回这一条，到了那天另记一条；还没有提交的，改正 `date`。
    """
    for number in dossier.counting:
        event = dossier.events[number]
        deed = ground.deeds.get(event.get("event", ""))
        if deed and deed.begins and event_starts_late(event):
            message = (
                "开始的日期晚于记录的日期，可是从记录那天起就算有了："
                "请到开始那天再记，写错的改正日期。"
            )
            yield warning(*dossier.at(number, START), "start-after-date", message)


def ended_early(spot: tuple[str, tuple[int, int]]) -> Problem:
    """The problem of a last day that lies before the first."""
    message = "截止的日期早于开始的日期：请查对两个日期，改正错的一个。"
    return error(*spot, "end-before-start", message)
