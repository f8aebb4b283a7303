"""Laws on conditions: selections over the facts that there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tonghu.checks.ground import Ground
from tonghu.checks.handbook import Handbook
from tonghu.checks.known import nearest
from tonghu.facts.predicate import ABSENT, KEYWORDS, PRESENT
from tonghu.problem import Problem, error
from tonghu.source import Document

Where = tuple[str | int, ...]
CONDITIONS = ("among", "when", "carried", "holds")
COMPARES = ("const", "enum")
LOOKS_INSIDE = ("contains", "items", "not")
BEFORE = "before"
OPTION = "option"


class Part(NamedTuple):
    """A value of a page, and where it stands."""

    document: Document
    where: Where
    value: Any

    def problem(self, code: str, message: str, hint: str = "", *, key: bool = False) -> Problem:
        """An error at this value, or at its key."""
        mark = self.document.mark(self.where, key=key)
        return error(self.document.path, mark, code, message, hint)

    def below(self, step: str | int) -> Part:
        """A part of this value."""
        return Part(self.document, (*self.where, step), self.value[step])


def definitions(handbook: Handbook) -> Iterator[tuple[Part, str]]:
    """Every definition of every duty page with its kind of subject, the present one first."""
    for page in handbook.duties:
        document, data = page.page.document, page.data
        subject = data.get("subject")
        kind = subject if isinstance(subject, str) else ""
        yield Part(document, (), data), kind
        before = data.get(BEFORE)
        for number, entry in enumerate(before if isinstance(before, list) else ()):
            if isinstance(entry, Mapping):
                yield Part(document, (BEFORE, number), entry), kind


def selections(handbook: Handbook) -> Iterator[Part]:
    """Every selection over facts, in duty pages and in facts.yml."""
    for definition, _ in definitions(handbook):
        for key in CONDITIONS:
            if isinstance(definition.value.get(key), Mapping):
                yield definition.below(key)
    facts = Part(handbook.facts, (), handbook.facts.data)
    for name, fact in handbook.spec.facts.items():
        if fact.only_while:
            yield facts.below("facts").below(name).below("while")
        for value in fact.each or ():
            yield facts.below("facts").below(name).below("each").below(value).below("while")


def facts_are_known(_: Ground, handbook: Handbook) -> Iterator[Problem]:
    """A condition must name facts that there are, and values that they can have.

    fact-unknown 错误
        条件左边必须是 schemas/facts.yml 里的事实。
        改法：改正名称；`registers`、`rating` 等都列在 facts.yml 里。
    fact-value 错误
        条件右边的值必须是那个事实（台账里也可以是一栏）会有的值，否则永远不成立。
        改法：照 schemas/ 里的写法改正。
    """
    if not handbook.spec.facts:
        return
    known = handbook.words
    for selection in selections(handbook):
        for part in facts(selection):
            name = str(part.where[-1])
            if name in handbook.spec.facts:
                yield from values_fit(part, known.of_facts[name])
            else:
                message = "facts.yml 里没有这个事实，条件永远不成立：请改正名称。"
                near = nearest(name, handbook.spec.facts)
                yield part.problem("fact-unknown", message, near, key=True)
    for part in _per(handbook):
        if part.value not in handbook.spec.facts:
            near = nearest(part.value, handbook.spec.facts)
            yield part.problem("fact-unknown", "facts.yml 里没有这个事实：请改正名称。", near)


def _per(handbook: Handbook) -> Iterator[Part]:
    """The facts at whose changes windows are cut."""
    for definition, _ in definitions(handbook):
        for part in choices(definition, "per"):
            if isinstance(part.value, str):
                yield part


def choices(definition: Part, key: str) -> Iterator[Part]:
    """The value of a key, or each of those that an option chooses from."""
    value = definition.value.get(key)
    if not isinstance(value, Mapping):
        if value is not None:
            yield definition.below(key)
        return
    for choice in value:
        if choice != OPTION:
            yield definition.below(key).below(choice)


def facts(selection: Part) -> Iterator[Part]:
    """Every fact that a selection names, with what is asked of it."""
    for name, wanted in selection.value.items():
        part = selection.below(name)
        if name not in KEYWORDS:
            yield part
            continue
        inner = range(len(wanted)) if isinstance(wanted, list) else ()
        for each in [part.below(number) for number in inner] or [part]:
            if isinstance(each.value, Mapping):
                yield from facts(each)


def values_fit(part: Part, listed: tuple[Any, ...]) -> Iterator[Problem]:
    """The values asked for that the fact cannot have."""
    if not listed or part.value in (PRESENT, ABSENT):
        return
    for each in _asked(part):
        if each.value not in listed:
            near = nearest(each.value, [word for word in listed if isinstance(word, str)])
            message = "这个事实不会有这个值，条件永远不成立：请改正。"
            yield each.problem("fact-value", message, near)


def _asked(part: Part) -> Iterator[Part]:
    """The single values that a wish for a fact compares with."""
    value = part.value
    if isinstance(value, list):
        yield from (part.below(number) for number in range(len(value)))
    elif not isinstance(value, Mapping):
        yield part
    elif OPTION in value:
        yield from (
            each for choice in value if choice != OPTION for each in _asked(part.below(choice))
        )
    else:
        for key, inner in value.items():
            part_below = part.below(key)
            if key in COMPARES or (key in LOOKS_INSIDE and isinstance(inner, Mapping)):
                yield from _asked(part_below)
            elif key in KEYWORDS and isinstance(inner, list):
                each = [part_below.below(number) for number in range(len(inner))]
                yield from (one for alternative in each for one in _schema(alternative))


def _schema(part: Part) -> Iterator[Part]:
    return _asked(part) if isinstance(part.value, Mapping) else iter(())
