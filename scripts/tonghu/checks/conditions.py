"""Laws on conditions: selections over facts, and the options that they leave to a team."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tonghu.checks.ground import Ground
from tonghu.checks.handbook import Handbook
from tonghu.checks.known import nearest
from tonghu.facts.predicate import ABSENT, KEYWORDS, PRESENT, chosen, predicate
from tonghu.problem import Problem, error
from tonghu.schema.node import properties, words
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
    elif OPTION not in value:
        for key, inner in value.items():
            part_below = part.below(key)
            if key in COMPARES or (key in LOOKS_INSIDE and isinstance(inner, Mapping)):
                yield from _asked(part_below)
            elif key in KEYWORDS and isinstance(inner, list):
                each = [part_below.below(number) for number in range(len(inner))]
                yield from (one for alternative in each for one in _schema(alternative))


def _schema(part: Part) -> Iterator[Part]:
    return _asked(part) if isinstance(part.value, Mapping) else iter(())


def options_are_complete(ground: Ground, handbook: Handbook) -> Iterator[Problem]:
    """What refers to an option must name one, and say something for each of its values.

    option-unknown 错误
        `option` 后面必须是 settings.yml 里有的选项。
        改法：改正名称；选项都列在 schemas/settings.schema.json 里。
    option-choice 错误
        随选项而定的写法，选项的每个取值都要写到，也不能写别的。
        改法：补上缺的取值，删掉多的。
    """
    options = properties(ground.schemas.raw, ground.schemas.node("settings"))["options"]
    values = {
        name: {str(word) for word in words(ground.schemas.raw, node.sub(node.body.get("else")))}
        for name, node in properties(ground.schemas.raw, options).items()
    }
    ledgers = (Part(page.page.document, (), page.data) for page in handbook.ledgers)
    for definition in (*(each for each, _ in definitions(handbook)), *ledgers):
        for part in _optional(definition):
            name = part.value[OPTION]
            if not isinstance(name, str) or name not in values:
                near = nearest(str(name), values)
                message = "没有这个选项：请改正名称。"
                yield part.below(OPTION).problem("option-unknown", message, near)
            elif len(part.value) > 1 and {*part.value} - {OPTION} != values[name]:
                message = f"随选项而定的，要恰好写到每个取值：{'、'.join(sorted(values[name]))}。"
                yield part.problem("option-choice", message)


def _optional(part: Part) -> Iterator[Part]:
    """Every reference to an option within a value."""
    if isinstance(part.value, Mapping):
        if OPTION in part.value:
            yield part
        for key in part.value:
            if key != BEFORE:
                yield from _optional(part.below(key))
    elif isinstance(part.value, list):
        for number in range(len(part.value)):
            yield from _optional(part.below(number))


def conditions_can_be_read(ground: Ground, handbook: Handbook) -> Iterator[Problem]:
    """A condition must be JSON Schema after its shorthands.

    condition-invalid 错误
        条件展开以后必须是正确的 JSON Schema。
        改法：照 docs/handbook/grammar.md 里“条件怎么写”改正。
    """
    defaults = ground.schemas.option_defaults()
    for selection in selections(handbook):
        try:
            predicate(chosen(selection.value, defaults), handbook.spec.lists)
        except KeyError:  # an option that there is not, of which another law speaks
            continue
        except (TypeError, ValueError, AttributeError):
            message = "这个条件读不懂：请照语法页里“条件怎么写”改正。"
            yield selection.problem("condition-invalid", message)
