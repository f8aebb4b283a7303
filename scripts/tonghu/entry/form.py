"""What a kind of event lets a person fill in, as the schemas have it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tonghu.entry.laying import listed, points_to, view_of
from tonghu.record.subject import Subject
from tonghu.schema import Schemas
from tonghu.schema.view import View, Where

METHOD, SAW = "method", "saw_child"
OWN = ("ref", "date", "event", "by")
DAY = "date"
SORTS = {DAY: "，写成 2026-10-12", "worker": "代号", "place": "编号"}
"""How to write what the schema defines under these names."""
FEW = 6
"""So many choices are told; of more only what they are about."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that may be chosen, and the word that stands for it."""

    shown: str
    value: Any


@dataclass(frozen=True, slots=True)
class Ask:
    """An attribute to fill in: one of `choices`, else of a `sort`, else any text."""

    attribute: str
    title: str
    choices: tuple[Choice, ...] = ()
    sort: str = ""

    def hint(self) -> str:
        """What to write, in few words; long lists are shown where one chooses."""
        if 0 < len(self.choices) <= FEW:
            return "、".join(choice.shown for choice in self.choices)
        return self.title + SORTS.get(self.sort, "")

    def among(self, allowed: tuple[Any, ...]) -> Ask:
        """The same with only these values to choose from."""
        return replace(self, choices=tuple(c for c in self.choices if c.value in allowed))


@dataclass(frozen=True, slots=True)
class Form:
    """The required attributes of a kind beyond everybody's, and two that most kinds have.

    `confirms` is the attribute that can only be true: it says that nothing else changed.
    """

    required: tuple[Ask, ...]
    methods: tuple[Choice, ...]
    saw: bool
    confirms: Ask | None

    def ask(self, known: Mapping[str, Any], narrowed: Mapping[str, tuple[Any, ...]]) -> Ask | None:
        """The first attribute that is still to be said."""
        open_ones = [ask for ask in self.required if ask.attribute not in known]
        if not open_ones:
            return self.confirms if not self.required else None
        first = open_ones[0]
        return first.among(narrowed[first.attribute]) if first.attribute in narrowed else first


class Forms:
    """The forms of one home's schemas; each is worked out once."""

    def __init__(self, schemas: Schemas) -> None:
        self.schemas = schemas
        self._found: dict[tuple[str, str], Form] = {}

    def form(self, kind: str, event: str) -> Form:
        """The form of one kind of event for one kind of subject."""
        key = (kind, event)
        if key not in self._found:
            subject = Subject(kind, "", (), data={"kind": kind})
            self._found[key] = self._form(*view_of(self.schemas, subject, {"event": event}))
        return self._found[key]

    def _form(self, view: View, where: Where) -> Form:
        keys = view.keys(where)
        required = (key for node in view.nodes(where) for key in node.body.get("required", ()))
        return Form(
            tuple(_ask(view, where, key) for key in dict.fromkeys(required) if key not in OWN),
            _ask(view, where, METHOD).choices if METHOD in keys else (),
            SAW in keys,
            next(_confirming(view, where, keys), None),
        )


def _ask(view: View, where: Where, key: str) -> Ask:
    place = (*where, key)
    choices = tuple(Choice(str(value), value) for value in listed(view, place))
    sort = next((name for name in SORTS if name in points_to(view, place)), "")
    return Ask(key, view.title(place), choices, sort)


def _confirming(view: View, where: Where, keys: Sequence[str]) -> Iterator[Ask]:
    for key in keys:
        if listed(view, (*where, key)) == [True]:
            ask = _ask(view, where, key)
            yield replace(ask, choices=(Choice(ask.title, True),))
