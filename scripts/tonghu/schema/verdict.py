"""Compiled yes or no for a schema: jsonschema-rs when it is there, else the reference."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

try:
    import jsonschema_rs as accelerator
except ImportError:  # no wheel for this machine: slower, the same verdicts
    accelerator = None  # type: ignore[assignment]

from tonghu.schema.quicken import quickened

Verdict = Callable[[object], bool]
Shelf = Mapping[str, dict[str, Any]]  # address -> schema; nothing is ever fetched


def tester(schema: Mapping[str, Any]) -> Verdict:
    """A compiled yes or no for a small schema that refers to no other file."""
    return verdict(dict(schema), "https://tonghu.invalid/schemas/small.schema.json", {})


def verdict(
    schema: dict[str, Any], uri: str, shelf: Shelf, quick: dict[str, Any] | None = None
) -> Verdict:
    """A compiled yes or no for a schema that stands at `uri`; `shelf` has the others.

    In `quick` those that were asked for are kept as the accelerator has them.
    """
    if accelerator is None:
        return reference_verdict(schema, uri, shelf)
    kept = {} if quick is None else quick

    def retrieved(other: str) -> Any:
        if other not in kept:
            kept[other] = quickened(shelf[other])
        return kept[other]

    fast: Verdict = accelerator.Draft202012Validator(
        quickened(schema),
        validate_formats=True,
        base_uri=uri,
        retriever=retrieved,
    ).is_valid

    def decide(data: object) -> bool:
        try:
            return fast(data)
        except (ValueError, RecursionError):  # what JSON cannot say: a lone surrogate, a key 1
            return reference_verdict(schema, uri, shelf)(data)

    return decide


def reference_verdict(schema: dict[str, Any], uri: str, shelf: Shelf) -> Verdict:
    """The verdict of the reference, in Python alone."""
    from tonghu.schema.reference import keyed, validator

    reference = validator(schema, uri, shelf)
    return lambda data: keyed(data) and reference.is_valid(cast("Any", data))
