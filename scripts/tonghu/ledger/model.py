"""A ledger as its page defines it: which records, columns, groups, totals and checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tonghu.duty.model import Matcher
from tonghu.facts.predicate import Predicate

Cell = str | int
"""What stands in a cell: words, or a number."""

FACT, HEAD, SAID = "fact", "head", "said"
"""Where a value comes from: a fact, the head of the record, the last event to say it."""


class Terms(NamedTuple):
    """The words for cells without a value, and for what they may be."""

    missing: str
    sealed: str
    unreadable: str
    never: str
    unnamed: str
    yes: str
    no: str
    inferred: str
    total: str


class Name(NamedTuple):
    """A name that a page uses for a value, where the value comes from, and whether it is sealed.

    `listed` are the values that the schema lists for it, in their order.
    """

    name: str
    source: str
    is_sealed: bool = False
    listed: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Case:
    """What is said where a selection holds."""

    when: Predicate
    say: str


@dataclass(frozen=True)
class Column:
    """One column; exactly one of its sources is there, the rest say how it is shown."""

    title: str
    under: str = ""
    note: str = ""
    of: Name | None = None
    shown_as: str = ""
    holder: str = ""
    its: Name | None = None
    last: tuple[Matcher, ...] = ()
    earliest: tuple[Matcher, ...] = ()
    count: tuple[Matcher, ...] = ()
    during: str = ""
    since: Predicate | None = None
    choose: tuple[Case, ...] = ()
    sealed: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    number: int = 0
    where: Predicate | None = None
    inferred: bool = False


class Check(NamedTuple):
    """An equation of numbered columns; `lacking` are the columns of what is not collected."""

    equation: str
    left: tuple[int, ...]
    right: tuple[int, ...]
    lacking: tuple[int, ...]


@dataclass(frozen=True)
class Ledger:
    """One ledger; `each` makes a row of every event, `per` one of every place.

    `names` are the names that its selections read, besides facts.
    """

    id: str
    title: str
    cites: tuple[str, ...]
    subjects: tuple[str, ...]
    columns: tuple[Column, ...]
    terms: Terms
    among: Predicate | None = None
    each: tuple[Matcher, ...] = ()
    during: str = ""
    per: str = ""
    group: tuple[str, ...] = ()
    totals: tuple[tuple[str, ...], ...] = ()
    checks: tuple[Check, ...] = ()
    names: Mapping[str, Name] = field(default_factory=dict)

    def place_of(self, title: str) -> int:
        """Which column, counted from the left, has a title."""
        return [column.title for column in self.columns].index(title)

    def predicates(self) -> list[Predicate]:
        """Every selection of the ledger."""
        found = [self.among]
        for column in self.columns:
            found += [column.since, column.where, *(case.when for case in column.choose)]
        return [each for each in found if each is not None]
