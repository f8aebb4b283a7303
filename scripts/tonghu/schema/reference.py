"""The reference validator: jsonschema, with patterns as ECMA means them and true calendar days."""

from __future__ import annotations

import re
from datetime import date
from math import isfinite
from typing import TYPE_CHECKING, Any, cast

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tonghu.schema.pattern import ecma

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema.protocols import Validator

    from tonghu.schema.verdict import Shelf

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FORMATS = FormatChecker(formats=())


@_FORMATS.checks("date", raises=ValueError)
def is_day(value: object) -> bool:
    """Whether a text is a day of the calendar, written YYYY-MM-DD."""
    if not isinstance(value, str):
        return True
    return bool(_DAY.fullmatch(value) and date.fromisoformat(value))


def _pattern(
    _validator: Validator, pattern: str, instance: object, _schema: object
) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not ecma(pattern).search(instance):
        yield ValidationError("pattern")


def _is_number(_checker: object, instance: object) -> bool:
    if isinstance(instance, bool) or not isinstance(instance, int | float):
        return False
    return isinstance(instance, int) or isfinite(instance)


_Reference: type[Validator] = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator,
    validators={"pattern": _pattern},
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine("number", _is_number),
)


def validator(schema: dict[str, Any], uri: str, shelf: Shelf) -> Validator:
    """The reference validator of a schema that stands at `uri`; `shelf` has the others."""
    contents: Registry[Any] = Registry()
    contents = contents.with_resources(
        (address, DRAFT202012.create_resource(_undeclared(one)))
        for address, one in [*shelf.items(), (uri, schema)]
    )
    reference = cast("Any", _Reference)({"$ref": uri}, registry=contents, format_checker=_FORMATS)
    return cast("Validator", reference)


def _undeclared(schema: dict[str, Any]) -> dict[str, Any]:
    """Without `$schema`, for which the library would go on with a validator of its own."""
    return {key: value for key, value in schema.items() if key != "$schema"}


def keyed(data: object) -> bool:
    """Whether every key is a text, as JSON has it."""
    if isinstance(data, dict):
        return all(isinstance(key, str) and keyed(value) for key, value in data.items())
    return all(keyed(item) for item in data) if isinstance(data, list) else True
