"""Which event would answer a line of a due list, and what is already known of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tonghu import period
from tonghu.due.item import Item
from tonghu.duty.model import Duty, Matcher
from tonghu.entry.form import Form, Forms
from tonghu.facts.predicate import Predicate
from tonghu.facts.spec import Effect, Spec


@dataclass(frozen=True, slots=True)
class Answer:
    """A kind of event, its attributes as far as known, and those of which only some will do."""

    event: str
    known: Mapping[str, Any]
    narrowed: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)


def defined(item: Item, definitions: Iterable[Duty]) -> Duty:
    """Of a duty's definitions the one that a line follows: that of its first day."""
    found = list(definitions)
    opens = period.day(item.opens)
    return next((duty for duty in found if duty.since <= opens <= duty.until), found[-1])


def answer(item: Item, duty: Duty, spec: Spec, forms: Forms) -> Answer | None:
    """The first event that the duty names; None where it names none that one could record.

    Whose role it was is known only where somebody is named who holds it.
    """
    way = duty.do[0] if duty.do else _holding(duty.holds, spec)
    if way is None:
        return None
    known: dict[str, Any] = {}
    narrowed: dict[str, tuple[Any, ...]] = {}
    for name, allowed in way.attributes:
        if len(allowed) == 1:
            known[name] = allowed[0]
        elif item.worker and item.role in allowed:
            known[name] = item.role
        else:
            narrowed[name] = allowed
    if duty.do and item.worker:
        known = {**_own_role(forms.form(item.kind, way.kind), item.role, narrowed), **known}
    return Answer(way.kind, {**known, **dict(item.given)}, narrowed)


def _own_role(form: Form, role: str, narrowed: Mapping[str, Any]) -> dict[str, Any]:
    """Where the event asks in which role somebody came, the role that owes it."""
    return {
        name: role
        for name in form.required
        if name not in narrowed and any(c.value == role for c in form.asks[name].choices)
    }


def _holding(test: Predicate | None, spec: Spec) -> Matcher | None:
    """The event that brings about what must hold, rather one that adds than one that sets it."""
    for name in test.reads if test else ():
        wanted = _wanted(test.schema.get("properties", {}).get(name)) if test else ()
        for pairs in (_adds, _sets):
            for kind, effect in spec.effects.items():
                for fact, source in pairs(effect):
                    if fact == name:
                        named = source.attribute if wanted else None
                        return Matcher(kind, ((named, wanted),) if named else ())
    return None


def _adds(effect: Effect) -> Iterable[tuple[str, Any]]:
    return effect.adds


def _sets(effect: Effect) -> Iterable[tuple[str, Any]]:
    return effect.sets


def _wanted(schema: Any) -> tuple[Any, ...]:
    """The values that a condition names."""
    if not isinstance(schema, Mapping):
        return ()
    inner = schema.get("contains", schema)
    return (inner["const"],) if "const" in inner else tuple(inner.get("enum", ()))
