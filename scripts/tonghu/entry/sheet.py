"""A list that came back: filled rows as events to record, and rows that cannot be, with why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tonghu.entry import sheet_layout as layout
from tonghu.entry.add import Told, Wish
from tonghu.entry.form import Forms
from tonghu.entry.ground import Ground
from tonghu.entry.sheet_cells import Read
from tonghu.entry.sheet_reading import sheets
from tonghu.entry.sheet_row import Proposal, WrongError, proposal, stray, unread

FOREIGN = "工作表“{sheet}”不是发出去的清单，没有读；里面如果有要记的，请填到清单的行里。"


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be recorded, and a Chinese sentence that says why; row 0 is all rows."""

    sheet: str
    number: int
    reason: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """What a list asks for; `problem` says why it could not be read, else it is empty.

    `notes` tell what stands in it that is not recorded.
    """

    proposals: tuple[Proposal, ...] = ()
    refused: tuple[Refused, ...] = ()
    problem: str = ""
    notes: tuple[str, ...] = ()

    def wishes(self) -> list[Wish]:
        """The proposals, to be judged by the records; `row` is a proposal's place in the list."""
        return [Wish(p.target, (p.event,), number) for number, p in enumerate(self.proposals)]

    def with_told(self, told: Iterable[Told]) -> list[Refused]:
        """All refused rows, those too that the records refuse."""
        reasons: dict[int, list[str]] = {}
        for each in told:
            reasons.setdefault(each.wish.row, []).append(each.text)
        more = [
            Refused(sheet, number, "".join(texts), self.proposals[row].target.subject.id)
            for row, texts in reasons.items()
            for sheet, number in self.proposals[row].places
        ]
        return [*self.refused, *more]


def rows(content: bytes, ground: Ground) -> Rows:
    """The filled rows of a workbook."""
    found = sheets(content)
    if isinstance(found, str):
        return Rows(problem=found)
    forms = Forms(ground.schemas)
    refused = [Refused(sheet.name, 0, sheet.wrong) for sheet in found if sheet.wrong]
    notes = [FOREIGN.format(sheet=sheet.name) for sheet in found if sheet.foreign]
    proposals: list[Proposal] = []
    for row in (row for sheet in found for row in sheet.rows):
        try:
            if not row.above:
                proposals += _asked(row, ground, forms)
        except WrongError as wrong:
            subject = row.cell(layout.SUBJECT).text()
            refused.append(Refused(row.sheet, row.number, str(wrong), subject))
        else:
            notes += filter(None, [unread(row) if row.filled() or row.above else ""])
    merged, differing = _merged(proposals)
    told = tuple(sorted([*refused, *differing], key=_place))
    return Rows(tuple(merged), told, notes=tuple(notes))


def _asked(row: Read, ground: Ground, forms: Forms) -> Iterator[Proposal]:
    """What a row asks for, nothing where nobody wrote into it."""
    if row.filled():
        yield proposal(row, ground, forms)
    elif why := stray(row, ground):
        raise WrongError(why)


def _place(refused: Refused) -> tuple[str, int]:
    return refused.sheet, refused.number


def _merged(proposals: Iterable[Proposal]) -> tuple[list[Proposal], list[Refused]]:
    """One visit is one event, however many rows it answers; rows that disagree are refused."""
    found: dict[str, list[Proposal]] = {}
    for each in proposals:
        found.setdefault(each.same(), []).append(each)
    merged: list[Proposal] = []
    refused: list[Refused] = []
    for same in found.values():
        event = {key: value for each in same for key, value in each.event.items()}
        places = tuple(place for each in same for place in each.places)
        if all(each.event.items() <= event.items() for each in same):
            merged.append(replace(same[0], event=event, places=places))
        else:
            refused += _disagreeing(places, same[0].target.subject.id)
    return merged, refused


def _disagreeing(places: Iterable[tuple[str, int]], subject: str) -> Iterator[Refused]:
    numbers = "、".join(str(number) for _, number in places)
    for sheet, number in places:
        told = f"第 {numbers} 行是同一天的同一件事，写的方式、见到儿童或结果不一样；请写成一样的。"
        yield Refused(sheet, number, told, subject)
