"""Events as the schemas have them: laid out where their subject's record would hold them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from tonghu.entry.canonical import EVENTS, PLACE, TEAM, TIMELINE, canonical
from tonghu.problem import Problem
from tonghu.record.subject import CHILD, WORKER, Subject
from tonghu.schema import Schemas
from tonghu.schema.node import chain, words
from tonghu.schema.view import View, Where
from tonghu.source import read

OWN_PLACE = ("id", "kind", "name", "within")
OWN_WORKER = ("code", "works_at", "roles")


class Laid(NamedTuple):
    """Data that a schema can judge, and where in it the list of events stands."""

    schema: str
    data: Any
    events: Where


def schema_of(subject: Subject) -> str:
    """The schema of the file that takes a subject's new events."""
    return {CHILD: EVENTS, WORKER: TEAM}.get(subject.kind, PLACE)


def laid(subject: Subject, events: Sequence[Mapping[str, Any]]) -> Laid:
    """Events of one subject, with as much of its record as tells what they may be."""
    listed = [dict(event) for event in events]
    if subject.kind == CHILD:
        return Laid(EVENTS, listed, ())
    if subject.kind == WORKER:
        worker = {**_own(subject, OWN_WORKER), TIMELINE: listed}
        return Laid(TEAM, {"workers": [worker]}, ("workers", 0, TIMELINE))
    return Laid(PLACE, {**_own(subject, OWN_PLACE), TIMELINE: listed}, (TIMELINE,))


def _own(subject: Subject, keys: Sequence[str]) -> dict[str, Any]:
    return {key: subject.data[key] for key in keys if key in subject.data}


def view_of(schemas: Schemas, subject: Subject, event: Mapping[str, Any]) -> tuple[View, Where]:
    """The schema laid over one event, and where the event stands."""
    name, data, where = laid(subject, [event])
    return View(schemas, name, data), (*where, 0)


def problems(
    schemas: Schemas, subject: Subject, events: Sequence[Mapping[str, Any]]
) -> list[Problem]:
    """What the schema says against events of a subject, in the words that a check would use."""
    name, data, _ = laid(subject, events)
    text = canonical(schemas, name, data)
    document = read("", text.encode())
    return [*document.problems, *schemas.problems(name, document)]


def missing(view: View, where: Where) -> dict[str, list[Any]]:
    """The required keys that an event lacks, each with the values that may be written."""
    event = view.value(where)
    asked = (key for node in view.nodes(where) for key in node.body.get("required", ()))
    return {key: listed(view, (*where, key)) for key in asked if key not in event}


def listed(view: View, place: Where) -> list[Any]:
    """The values that the schema lists for a place; none where it lists none."""
    found = (words(view.book.raw, node) for node in view.nodes(place))
    return next((values for values in found if values), [])


def points_to(view: View, place: Where) -> set[str]:
    """The names of the definitions that describe a value, such as a ref, a place or a worker."""
    return {
        str(step.body["$ref"]).rpartition("/")[2]
        for node in view.nodes(place)
        for step in chain(view.book.raw, node)
        if "$ref" in step.body
    }
