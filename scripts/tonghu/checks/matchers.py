"""Laws on what duties say of events: attributes, values, and whose role it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tonghu.checks.conditions import Part, definitions
from tonghu.checks.ground import Ground
from tonghu.checks.handbook import Handbook
from tonghu.checks.known import nearest
from tonghu.facts.words import Words
from tonghu.problem import Problem
from tonghu.record.subject import CHILD, WORKER
from tonghu.schema.node import Node, words

MATCHERS = ("do", "after", "ended_by")
EVENT = "event"
OF = "of"
ANSWERS = "answers"


def attributes_are_known(ground: Ground, handbook: Handbook) -> Iterator[Problem]:
    """What a duty asks of an event must be an attribute and a value that such an event can have.

    attribute-unknown 错误
        `{event: …, 属性: 值}` 里的属性必须是那种记录可以有的；`answers` 和 `of` 所写的也是。
        改法：照 schemas/ 里那种记录的栏目改正。
    attribute-value 错误
        属性的值必须是那一栏可以写的，否则没有记录算得上。
        改法：照 schemas/ 里列的值改正。
    """
    known = handbook.words
    for definition, subject in definitions(handbook):
        for key in MATCHERS:
            for part, kind in events(definition, key, ground, subject):
                if isinstance(part.value, Mapping):
                    yield from attributes(part, known, subject, kind)


def events(definition: Part, key: str, ground: Ground, subject: str) -> Iterator[tuple[Part, str]]:
    """(what is said, kind) of every event that a key of a definition names."""
    kinds = _shape(ground, subject)
    value = definition.value.get(key)
    each = value if isinstance(value, list) else [value]
    for number, one in enumerate(each):
        kind = one.get(EVENT) if isinstance(one, Mapping) else one
        if isinstance(kind, str) and kind in kinds:
            part = definition.below(key)
            yield (part.below(number) if isinstance(value, list) else part), kind


def _shape(ground: Ground, subject: str) -> Mapping[str, int]:
    kinds = {CHILD: ground.child, WORKER: ground.worker}
    return kinds.get(subject, ground.place).shape.kinds


def attributes(part: Part, known: Words, subject: str, kind: str) -> Iterator[Problem]:
    """The attributes and values that events of this kind cannot have."""
    every = known.attributes(subject, kind)
    for name in part.value:
        if name == EVENT:
            continue
        if name not in every:
            message = "这种记录没有这一栏：请改正名称，或者换一种记录。"
            yield part.below(name).problem(
                "attribute-unknown", message, nearest(name, every), key=True
            )
            continue
        listed = known.values(subject, kind, name)
        for each in _values(part.below(name)):
            if listed and not _is_in(each.value, listed):
                near = nearest(each.value, [v for v in listed if isinstance(v, str)])
                message = "这一栏不能写这个值，没有记录算得上：请改正。"
                yield each.problem("attribute-value", message, near)


def _values(part: Part) -> Iterator[Part]:
    if isinstance(part.value, list):
        yield from (part.below(number) for number in range(len(part.value)))
    elif not isinstance(part.value, Mapping):
        yield part


def _is_in(value: Any, listed: tuple[Any, ...]) -> bool:
    return any(type(value) is type(each) and value == each for each in listed)


def answers_are_there(ground: Ground, handbook: Handbook) -> Iterator[Problem]:
    """The attribute that says which trigger is answered must be one of the evidence."""
    known = handbook.words
    for definition, subject in definitions(handbook):
        name = definition.value.get(ANSWERS)
        for _, kind in events(definition, "do", ground, subject) if name else ():
            if name not in known.attributes(subject, kind):
                message = "算做到的记录里没有这一栏：请改正名称。"
                yield definition.below(ANSWERS).problem("attribute-unknown", message)


def roles_are_named(ground: Ground, handbook: Handbook) -> Iterator[Problem]:
    """A role that is taken from the trigger must stand there, whatever its value.

    role-unnamed 错误
        `by: {of: 属性}` 的属性必须是 `after` 那种记录里写着由谁做的一栏，每个值都是一个角色。
        改法：改正属性；没有这样一栏的，直接写角色。
    """
    known = handbook.words
    roles = words(ground.schemas.raw, Node("event", ground.schemas.raw("event")["$defs"]["role"]))
    for definition, subject in definitions(handbook):
        by = definition.value.get("by")
        name = by.get(OF) if isinstance(by, Mapping) else None
        if not isinstance(name, str):
            continue
        kinds = [kind for _, kind in events(definition, "after", ground, subject)]
        values = [known.values(subject, kind, name) for kind in kinds]
        if not values or not all(each and set(roles).issuperset(each) for each in values):
            message = "引起的记录里没有这样一栏写着由谁做：请改正，或者直接写角色。"
            yield definition.below("by").below(OF).problem("role-unnamed", message)
