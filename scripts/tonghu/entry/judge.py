"""Why events may not be written: the words of a check, with what to type instead."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from tonghu.entry.ground import Ground
from tonghu.entry.law import against
from tonghu.entry.laying import listed, missing, problems, view_of
from tonghu.entry.meant import misnamed
from tonghu.problem import Problem
from tonghu.record.subject import Subject

Event = Mapping[str, Any]
KIND = "event"
OPTIONS = ("date", "by")
MISSING = "schema-required"
MANY = 20


def refusals(
    ground: Ground,
    subject: Subject,
    events: Sequence[Event],
    options: Container[str] = OPTIONS,
) -> list[str]:
    """What the schema has against events of a subject, else what the records have.

    `options` are the keys that are typed as `--key value`.
    """
    wrong = problems(ground.schemas, subject, events) if events else []
    if wrong:
        kinds = [kind for event in events if (kind := _unknown(ground, subject, event))]
        names = [text for e in events for text in misnamed(ground, subject, e, options)]
        if kinds or names:
            return list(dict.fromkeys(kinds or names))
        told = (_said(ground, subject, events, each, options) for each in wrong)
        return list(dict.fromkeys(told))
    return [text for event in events for text in against(ground, subject, event)]


def typed(problem: Problem, options: Container[str]) -> str:
    """A problem with its example as one types it."""
    key, _, example = problem.hint.partition(": ")
    return f"{problem.message}例如：{_pair(key, example, options)}" if example else problem.message


def _pair(key: str, example: str, options: Container[str]) -> str:
    return f"--{key} {example}" if key in options else f"{key}={example}"


def _said(
    ground: Ground,
    subject: Subject,
    events: Sequence[Event],
    problem: Problem,
    options: Container[str],
) -> str:
    """A problem with all values that may be typed, where the schema lists them."""
    key = problem.hint.partition(": ")[0]
    for event in events:
        view, where = view_of(ground.schemas, subject, event)
        words = missing(view, where).get(key)
        if words and problem.code == MISSING:
            shown = "、".join(map(str, words[:MANY])) + ("……" if len(words) > MANY else "")
            return f"{problem.message}可以写：{_pair(key, shown, options)}"
    return typed(problem, options)


def _unknown(ground: Ground, subject: Subject, event: Event) -> str:
    """What to say of a kind of event that there is not; empty where there is."""
    view, where = view_of(ground.schemas, subject, event)
    kind, kinds = str(event[KIND]), listed(view, (*where, KIND))
    if kind in kinds:
        return ""
    near = get_close_matches(kind, kinds, 3, 0.4)
    closest = f"最接近的是 {'、'.join(near)}；" if near else ""
    return f"没有“{kind[:20]}”这种事件；{closest}可以写：{'、'.join(kinds)}。"
