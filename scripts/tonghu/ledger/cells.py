"""A column and a subject → what stands in the cell; a cell is never left empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tonghu import period
from tonghu.duty.model import Matcher
from tonghu.ledger.model import Cell, Column, Ledger, Name, Terms
from tonghu.ledger.seen import PLACE, Seen
from tonghu.record.openly import Openly, latin
from tonghu.record.places import Places
from tonghu.record.subject import Subject
from tonghu.record.timeline import Event

TOWNSHIP, ID = "township", "id"
SEPARATOR = "、"


class Cells:
    """Fills the cells of one ledger."""

    def __init__(self, ledger: Ledger, places: Places, openly: Openly) -> None:
        self.ledger = ledger
        self.terms: Terms = ledger.terms
        self.places = places
        self.openly = openly

    def row(self, seen: Seen, event: Event | None) -> list[tuple[Cell, ...]]:
        """The values of every column; a column may have several."""
        return [self._cell(column, seen, event) for column in self.ledger.columns]

    def unreadable(self, subject: Subject) -> tuple[Cell, ...]:
        """The row of who cannot be read: who it is and where it lies, and that is all."""
        return tuple(self._of_nothing(column, subject) for column in self.ledger.columns)

    def _of_nothing(self, column: Column, subject: Subject) -> Cell:
        name = column.of.name if column.of else ""
        if name == ID:
            return latin(subject.id)
        if name == PLACE and column.shown_as == TOWNSHIP and subject.folder:
            return self.places.name(subject.folder)
        return self.terms.unreadable

    def _cell(self, column: Column, seen: Seen, event: Event | None) -> tuple[Cell, ...]:
        if column.sealed:
            return (self.terms.sealed,)
        if column.last or column.earliest:
            return self._single(column, seen)
        if column.count:
            return (len(_counted(seen, column.count, column.during)),)
        if column.since:
            return (self._day(seen.since(column.since)),)
        if column.choose:
            return (self._chosen(column, seen),)
        if column.its:
            return self._shown(column, column.its, event.entry if event else {})
        return self._of(column, seen)

    def _single(self, column: Column, seen: Seen) -> tuple[Cell, ...]:
        found = seen.events(column.last or column.earliest, "")
        if not found:
            return (self.terms.never,)
        event = found[-1 if column.last else 0]
        if column.its is None:
            return (period.iso(event.day),)
        return self._shown(column, column.its, event.entry)

    def _of(self, column: Column, seen: Seen) -> tuple[Cell, ...]:
        name = column.of
        if name is None or name.is_sealed:
            return (self.terms.sealed,)
        if column.holder:
            held = (self.openly.code("worker", h) for h in seen.holders(name.name, column.holder))
            return (SEPARATOR.join(held) or self.terms.unnamed,)
        if column.shown_as == TOWNSHIP:
            where = seen.place() if name.name == PLACE else seen.value(name)
            township = self.places.township(where) if isinstance(where, str) else None
            return (self.places.name(township) if township else self.terms.missing,)
        return self._said(column, seen.value(name))

    def _shown(self, column: Column, name: Name, entry: Mapping[str, Any]) -> tuple[Cell, ...]:
        if name.is_sealed:
            return (self.terms.sealed,)
        return self._said(column, entry.get(name.name))

    def _said(self, column: Column, value: Any) -> tuple[Cell, ...]:
        each = list(value) if isinstance(value, (tuple, list)) else [value]
        listed = column.of.listed if column.of else ()
        if len(each) > 1 and listed:
            each.sort(key=lambda one: listed.index(one) if one in listed else len(listed))
        found = tuple(self._word(column, one) for one in each if one is not None)
        return found or (self.terms.missing,)

    def _word(self, column: Column, value: Any) -> Cell:
        if isinstance(value, bool):
            default = self.terms.yes if value else self.terms.no
            return column.words.get(str(value).lower(), default)
        if isinstance(value, int):
            return value
        text = str(value)
        if column.shown_as:
            return self.places.name(text)
        return column.words.get(text) or self._open(column, text)

    def _open(self, column: Column, text: str) -> str:
        """A value that the schema refuses is not repeated."""
        name = column.its or column.of
        fits = name and (text in name.listed or name.name in self.openly.free)
        return text if fits else str(self.openly.value(text))

    def _day(self, number: int | None) -> Cell:
        return period.iso(number) if number and number > period.FIRST else self.terms.missing

    def _chosen(self, column: Column, seen: Seen) -> Cell:
        held = (case.say for case in column.choose if seen.holds(self.ledger, case.when))
        return next(held, self.terms.missing)


def _counted(seen: Seen, matchers: tuple[Matcher, ...], during: str) -> set[tuple[int, str]]:
    """The events counted; several of one kind on one day are one."""
    return {(event.day, event.kind) for event in seen.events(matchers, during)}
