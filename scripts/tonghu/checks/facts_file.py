"""Laws on schemas/facts.yml: its events and attributes are those of the schema, in its order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tonghu.checks.conditions import Part
from tonghu.checks.ground import Ground
from tonghu.checks.handbook import Handbook
from tonghu.checks.known import nearest
from tonghu.problem import Problem
from tonghu.record.subject import CHILD

FACTS, EVENTS = "facts", "events"
CHANGES = ("sets", "adds", "drops", "where")


def effects_name_what_there_is(_: Ground, handbook: Handbook) -> Iterator[Problem]:
    """What an event does must be done to known facts, with attributes that such an event has.

    effect-unknown 错误
        facts.yml 里记录所改变的必须是上面列出的事实，取值的栏目必须是那种记录有的。
        改法：改正名称；新的事实先写进上面的 `facts`。
    """
    known = handbook.words
    facts = handbook.spec.facts
    for event in _events(handbook) if facts else ():
        attributes = known.attributes(CHILD, str(event.where[-1]))
        for name, attribute in _changes(event):
            if name.value not in facts:
                message = "上面没有列出这个事实：请改正名称，或者先写进 facts。"
                yield name.problem("effect-unknown", message, nearest(name.value, facts), key=True)
            if attribute.value is not None and attribute.value not in attributes:
                message = "这种记录没有这一栏：请改正名称。"
                near = nearest(attribute.value, attributes)
                yield attribute.problem("effect-unknown", message, near)


def _events(handbook: Handbook) -> Iterator[Part]:
    data = handbook.facts.data
    for kind, effect in data[EVENTS].items():
        yield Part(handbook.facts, (EVENTS, kind), effect)


def _changes(event: Part) -> Iterator[tuple[Part, Part]]:
    """(fact, attribute) of everything that an event changes; a fixed value has no attribute."""
    for key in CHANGES:
        written = event.value.get(key, {})
        for step in range(len(written)) if isinstance(written, list) else written:
            part = event.below(key).below(step)
            name = part.value if isinstance(written, list) else step
            fixed = isinstance(part.value, Mapping)
            yield (
                Part(part.document, part.where, name),
                part._replace(value=None if fixed else part.value),
            )


def every_kind_in_order(ground: Ground, handbook: Handbook) -> Iterator[Problem]:
    """Every kind of event must stand in facts.yml, in the order in which one day is read.

    effect-order 错误
        facts.yml 的 `events` 必须列出每种儿童记录，次序与 schemas/event.schema.json 相同，
        因为同一天的记录按这个次序算。
        改法：照 schema 里的次序移动；什么也不改变的写 `{}`。
    """
    written = list(_events(handbook)) if handbook.spec.facts else []
    kinds = list(ground.child.shape.kinds)
    for part, kind in zip(written, kinds, strict=False):
        if part.where[-1] != kind:
            message = f"这里应当是“{kind}”：请照 schema 里的次序，一种也不缺。"
            yield part.problem("effect-order", message, f"{kind}: {{}}", key=True)
            return
    if 0 < len(written) < len(kinds):
        kind = kinds[len(written)]
        message = f"少了“{kind}”：请照 schema 里的次序，一种也不缺。"
        yield Part(handbook.facts, (EVENTS,), None).problem(
            "effect-order", message, f"{kind}: {{}}"
        )
