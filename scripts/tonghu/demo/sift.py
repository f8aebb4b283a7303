"""What cannot have happened is left out of a skeleton: ends of nothing, beginnings twice."""

from __future__ import annotations

from typing import Any

from tonghu.demo.tale import Stage, Tale
from tonghu.due.engine import view
from tonghu.facts.predicate import predicate
from tonghu.facts.spec import Effect, FactSpec, Source, Spec
from tonghu.record.timeline import Event, event

Held = set[tuple[str, Any]]
"""Facts of lists with the elements that they have."""


def sift(stage: Stage, tale: Tale) -> None:
    """Keep of a tale what can have happened, and what the story allows then."""
    kinds = stage.rules.kinds[tale.kind]
    read = [found for entry in tale.entries if (found := event(entry, kinds)) is not None]
    held: Held = set()
    possible = [each for each in sorted(read) if _possible(each, stage.rules.spec, held)]
    tale.entries = [dict(each.entry) for each in possible]
    seen = view(tale.subject(), stage.rules, stage.on)
    only = stage.story.data["within"]
    for each in possible:
        if each.kind in only:
            test = predicate(only[each.kind], stage.rules.spec.lists)
            if not test.holds(tuple(seen.value(name, each.day) for name in test.reads)):
                tale.entries.remove(dict(each.entry))


def _possible(found: Event, spec: Spec, held: Held) -> bool:
    """Whether an event ends something that is, and begins something that is not yet."""
    effect = spec.effects.get(found.kind, Effect())
    for name, source in effect.drops:
        ended = _elements(spec.facts[name], source, found)
        if not ended & held and not (effect.sole and not ended):
            return False
        held -= ended
    for name, source in effect.adds:
        fact = spec.facts[name]
        begun = _elements(fact, source, found)
        if begun <= held and effect.until is None and fact.held_by is None:
            return False
        held |= begun
    return True


def _elements(fact: FactSpec, source: Source, found: Event) -> Held:
    value = source.fixed if source.attribute is None else found.entry.get(source.attribute)
    spread = (fact.stands_for or {}).get(str(value), (value,))
    return {(fact.name, element) for element in spread if element is not None}
