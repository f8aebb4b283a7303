"""Laws on the options that pages leave to a team: whatever is chosen, a page can be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tonghu.checks.conditions import (
    BEFORE,
    OPTION,
    Part,
    Where,
    definitions,
    selections,
)
from tonghu.checks.ground import Ground
from tonghu.checks.handbook import DUTY, Handbook
from tonghu.checks.known import nearest
from tonghu.facts.predicate import chosen, predicate
from tonghu.problem import Problem
from tonghu.schema import Schemas
from tonghu.schema.node import properties, words

CHOICE = "option-choice"


def options_are_complete(ground: Ground, handbook: Handbook) -> Iterator[Problem]:
    """What refers to an option must name one, and say something for each of its values.

    option-unknown 错误
        `option` 后面必须是 settings.yml 里有的选项。
        改法：改正名称；选项都列在 schemas/settings.schema.json 里。
    option-choice 错误
        随选项而定的写法，选项的每个取值都要写到，也不能写别的；选出来的必须是那里可以写的。
        改法：补上缺的取值，删掉多的，改正写错的。
    """
    values = {
        name: {str(value) for value in all_} for name, all_ in _values(ground.schemas).items()
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
                yield part.problem(CHOICE, message)


def _values(schemas: Schemas) -> dict[str, tuple[Any, ...]]:
    """The values that each option may have."""
    options = properties(schemas.raw, schemas.node("settings"))["options"]
    return {
        name: tuple(words(schemas.raw, node.sub(node.body.get("else"))))
        for name, node in properties(schemas.raw, options).items()
    }


def choices_fit(ground: Ground, handbook: Handbook) -> Iterator[Problem]:
    """Whatever a team chooses, a page must then say what a page may say there."""
    values = _values(ground.schemas)
    for definition, _ in definitions(handbook):
        if ground.schemas.valid(DUTY, definition.document.data):
            for part in _optional(definition):
                name = part.value[OPTION]
                known = values.get(name, ()) if isinstance(name, str) else ()
                yield from _unfit(ground.schemas, part, known)
                if len(part.value) == 1:
                    yield from _unlike(handbook, part, known)


def _unfit(schemas: Schemas, part: Part, values: tuple[Any, ...]) -> Iterator[Problem]:
    """What a choice makes of a page that no page may say."""
    for value in values:
        plain, key = len(part.value) == 1, str(value)
        wanted = value if plain else part.value.get(key)
        changed = _replaced(part.document.data, part.where, wanted)
        if (plain or key in part.value) and not schemas.valid(DUTY, changed):
            message = "选项取这个值的时候，这里写的不对：请照语法页改正。"
            yield (part if plain else part.below(key)).problem(CHOICE, message)
            return


def _unlike(handbook: Handbook, part: Part, values: tuple[Any, ...]) -> Iterator[Problem]:
    """A fact that is to be what an option says, and can never be that."""
    listed = handbook.words.of_facts.get(str(part.where[-1]), ())
    if listed and not set(values) <= set(listed):
        message = "这个事实不会有选项的这些值，条件永远不成立：请改正。"
        yield part.problem("fact-value", message)


def _replaced(data: Any, where: Where, value: Any) -> Any:
    """A copy of some data with another value at one spot."""
    if not where:
        return value
    step, *rest = where
    if isinstance(data, Mapping):
        return {**data, step: _replaced(data[step], tuple(rest), value)}
    return [
        _replaced(each, tuple(rest), value) if number == step else each
        for number, each in enumerate(data)
    ]


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
    """A condition must be JSON Schema after its shorthands, whatever a team chooses.

    condition-invalid 错误
        条件展开以后必须是正确的 JSON Schema；`age` 只能和整数比。
        改法：照 docs/handbook/grammar.md 里“条件怎么写”改正。
    """
    every = list(_settings(ground.schemas))
    for selection in selections(handbook):
        if any(_is_invalid(selection.value, each, handbook.spec.lists) for each in every):
            message = "这个条件读不懂：请照语法页里“条件怎么写”改正。"
            yield selection.problem("condition-invalid", message)


def _settings(schemas: Schemas) -> Iterator[dict[str, Any]]:
    """The defaults, and with each option once at each of its values."""
    defaults = schemas.option_defaults()
    yield defaults
    for name, values in _values(schemas).items():
        yield from ({**defaults, name: value} for value in values if value != defaults[name])


def _is_invalid(selection: Any, options: Mapping[str, Any], lists: frozenset[str]) -> bool:
    try:
        predicate(chosen(selection, options), lists)
    except LookupError:  # an option that there is not, of which another law speaks
        return False
    except (ArithmeticError, TypeError, ValueError, AttributeError):
        return True
    return False
