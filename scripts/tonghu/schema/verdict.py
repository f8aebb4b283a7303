"""Compiled yes or no for a schema: jsonschema-rs when it is there, else the reference."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

try:
    import jsonschema_rs as accelerator
except ImportError:  # no wheel for this machine: slower, the same verdicts
    accelerator = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Mapping

Verdict = Callable[[object], bool]
Retrieve = Callable[[str], dict[str, Any]]

# The accelerator takes the years 0000 and -001 for dates; the calendar of Python does not.
YEAR = "^(?!0000)[0-9]{4}-"


def tester(schema: Mapping[str, Any]) -> Verdict:
    """A compiled yes or no for a small schema that refers to no other file."""
    return verdict(dict(schema), "tonghu:/schemas/small.schema.json", _nowhere)


def verdict(schema: dict[str, Any], uri: str, retrieve: Retrieve) -> Verdict:
    """A compiled yes or no for a schema that stands at `uri`; `retrieve` gives the others."""
    if accelerator is None:
        return reference_verdict(schema, uri, retrieve)
    fast: Verdict = accelerator.Draft202012Validator(
        cast("dict[str, Any]", hardened(schema)),
        validate_formats=True,
        base_uri=uri,
        retriever=lambda other: cast("dict[str, Any]", hardened(retrieve(other))),
    ).is_valid

    def decide(data: object) -> bool:
        try:
            return fast(data)
        except (ValueError, RecursionError):  # what JSON cannot say: a lone surrogate, a key 1
            return reference_verdict(schema, uri, retrieve)(data)

    return decide


def reference_verdict(schema: dict[str, Any], uri: str, retrieve: Retrieve) -> Verdict:
    """The verdict of the reference, in Python alone."""
    from tonghu.schema.reference import textual, validator

    reference = validator(schema, uri, retrieve)
    return lambda data: textual(data) and reference.is_valid(cast("Any", data))


def hardened(node: object) -> object:
    """A copy of a schema in which a date also has a year that exists."""
    if isinstance(node, list):
        return [hardened(item) for item in node]
    if not isinstance(node, dict):
        return node
    copy: dict[str, Any] = {key: hardened(value) for key, value in node.items()}
    if copy.get("format") == "date":
        copy["allOf"] = [*copy.get("allOf", ()), {"pattern": YEAR}]
    return copy


def _nowhere(uri: str) -> dict[str, Any]:
    raise LookupError(uri)
