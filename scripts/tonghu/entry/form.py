"""What a kind of event lets a person fill in, as the schemas have it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tonghu.entry.law import RETRACTS, SUPERSEDES
from tonghu.entry.laying import listed, points_to, view_of
from tonghu.record.subject import Subject
from tonghu.schema import Schemas
from tonghu.schema.view import View, Where

METHOD, SAW = "method", "saw_child"
OWN = ("ref", "date", "event", "by")
DAY = "date"
KIND = "event"
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
        return replace(self, choices=tuple(Choice(str(value), value) for value in allowed))


@dataclass(frozen=True, slots=True)
class Form:
    """The attributes of a kind of event beyond everybody's, and which of them it requires.

    `confirms` is the attribute that can only be true: it says that nothing else changed.
    """

    asks: Mapping[str, Ask]
    required: tuple[str, ...]
    confirms: Ask | None

    @property
    def methods(self) -> tuple[Choice, ...]:
        """In which ways it may have been done."""
        return self.asks[METHOD].choices if METHOD in self.asks else ()

    @property
    def saw(self) -> bool:
        """Whether it says if the child was seen."""
        return SAW in self.asks

    def ask(self, known: Mapping[str, Any], narrowed: Mapping[str, tuple[Any, ...]]) -> Ask | None:
        """The first attribute that is still to be said: a required one, or one that decides."""
        for name in (*self.required, *narrowed):
            if name not in known:
                ask = self.asks[name]
                return ask.among(narrowed[name]) if name in narrowed else ask
        return None if self.required or narrowed else self.confirms


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

    def fits(self, kind: str, event: str, names: Iterable[str]) -> bool:
        """Whether there is such an event for such a subject, and it has all these attributes."""
        subject = Subject(kind, "", (), data={"kind": kind})
        view, where = view_of(self.schemas, subject, {KIND: event})
        if event not in listed(view, (*where, KIND)):
            return False
        return {*names} <= self.form(kind, event).asks.keys() - {SUPERSEDES, RETRACTS}

    def _form(self, view: View, where: Where) -> Form:
        asks = {key: _ask(view, where, key) for key in view.keys(where) if key not in OWN}
        required = (key for node in view.nodes(where) for key in node.body.get("required", ()))
        only_true = (ask for ask in asks.values() if [c.value for c in ask.choices] == [True])
        confirms = next(only_true, None)
        return Form(
            asks,
            tuple(key for key in dict.fromkeys(required) if key not in OWN),
            confirms and replace(confirms, choices=(Choice(confirms.title, True),)),
        )


def _ask(view: View, where: Where, key: str) -> Ask:
    place = (*where, key)
    choices = tuple(Choice(str(value), value) for value in listed(view, place))
    sort = next((name for name in SORTS if name in points_to(view, place)), "")
    return Ask(key, view.title(place), choices, sort)
