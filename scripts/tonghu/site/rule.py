"""A duty in the words of its front matter: who, whom, when, how often, on which evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tonghu.checks.handbook import Leaf
from tonghu.due.reasons import shown
from tonghu.facts.predicate import chosen
from tonghu.site import pace
from tonghu.site.book import Book, path_of, title_of
from tonghu.site.markup import safe
from tonghu.site.said import condition

OF = "of"
SCHEMAS = {"child": "event", "worker": "team"}
ELSEWHERE = "place"


@dataclass(frozen=True)
class Rule:
    """One page's definition now in force, with the options as they are by default."""

    book: Book
    page: Leaf
    written: Mapping[str, Any]

    @property
    def path(self) -> str:
        """Where the page lies."""
        return path_of(self.page)

    @property
    def title(self) -> str:
        """The duty in a sentence."""
        return title_of(self.page)

    @cached_property
    def data(self) -> Mapping[str, Any]:
        """The definition with the options chosen."""
        found: Mapping[str, Any] = chosen(self.written, self.book.options)
        return found

    @property
    def cites(self) -> tuple[str, ...]:
        """The requirements it rests on."""
        return tuple(map(str, self.data.get("cites", self.page.data["cites"])))

    @property
    def schema(self) -> str:
        """The schema of the events that it is about."""
        return SCHEMAS.get(str(self.page.data["subject"]), ELSEWHERE)

    @property
    def force(self) -> tuple[int, str, str]:
        """Its place in the list of forces, its name, and what that means."""
        labels = self.book.labels("duty", "properties", "force")
        name = str(self.data["force"])
        return list(labels).index(name), name, labels[name]

    @property
    def pace(self) -> str:
        """How often, or until when."""
        periods = self.book.labels("settings", "$defs", "period")
        *_, waits = self.book.labels("duty", "properties", "force")
        return pace.pace(self.data, periods, waits)

    @property
    def roles(self) -> tuple[str, ...]:
        """Every role that may owe it, the first found counts."""
        by = self.data["by"]
        if isinstance(by, Mapping):
            return tuple(self.book.attribute(self.schema, by[OF]).get("enum", ()))
        return tuple(by) if isinstance(by, list) else (str(by),)

    @property
    def of(self) -> str:
        """What the attribute is called that names the role; empty where none does."""
        by = self.data["by"]
        named = by[OF] if isinstance(by, Mapping) else ""
        return str(self.book.attribute(self.schema, named).get("title", named)) if named else ""

    @property
    def whom(self) -> str:
        """Whom it is about."""
        kinds = self.book.labels("duty", "properties", "subject")
        subject = kinds[str(self.page.data["subject"])]
        among = self.data.get("among")
        return condition(among, self.book.facts) if among else f"每个{subject}"

    @property
    def state(self) -> str:
        """In which state, or after what; empty where always."""
        return "，".join(self._state())

    def _state(self) -> Iterator[str]:
        if "after" in self.data:
            yield f"有了{self.events('after')}"
        if "when" in self.data:
            yield condition(self.data["when"], self.book.facts)
        if "carried" in self.data:
            yield f"或者进来的那天已经{condition(self.data['carried'], self.book.facts)}"
        if "ended_by" in self.data:
            yield f"到{self.events('ended_by')}为止"

    @property
    def evidence(self) -> str:
        """Which record counts as done, or what must hold."""
        if "holds" in self.data:
            return f"{condition(self.data['holds'], self.book.facts)}（看问的那一天）"
        early = self.data.get("early")
        extra = f"，提前{pace.length(early)}以内做的也算" if early else ""
        return f"一条{self.events('do')}的记录{extra}"

    def events(self, key: str) -> str:
        """The events that a key names."""
        wanted = self.data[key]
        each = wanted if isinstance(wanted, list) else [wanted]
        return "或".join(self._event(one) for one in each)

    def _event(self, wanted: str | Mapping[str, Any]) -> str:
        if isinstance(wanted, str):
            return f"“{wanted}”"
        told = [
            f"{self.book.attribute(self.schema, name).get('title', name)}是{_either(value)}"
            for name, value in wanted.items()
            if name != "event"
        ]
        return f"“{wanted['event']}”" + (f"（{'，'.join(told)}）" if told else "")

    @property
    def choices(self) -> list[str]:
        """What a team may choose here, each in a sentence."""
        options = self.book.handbook.schemas.raw("settings")["properties"]["options"]
        found = dict.fromkeys(_options(self.written))
        return [f"{safe(options['properties'][n]['description'])}（`{n}`）" for n in found]


def rule(book: Book, page: Leaf) -> Rule:
    """The definition that a page gives now."""
    return Rule(book, page, page.data)


def earlier(book: Book, page: Leaf) -> list[Rule]:
    """The definitions that it gave before, the newest first."""
    before = page.data.get("before") or ()
    return [Rule(book, page, each) for each in before]


def _either(value: Any) -> str:
    values = value if isinstance(value, list) else [value]
    return "或".join(shown(each) for each in values)


def _options(written: Any) -> Iterator[str]:
    if isinstance(written, Mapping):
        if "option" in written:
            yield str(written["option"])
        for item in written.values():
            yield from _options(item)
    elif isinstance(written, list):
        for item in written:
            yield from _options(item)
