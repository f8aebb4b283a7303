"""A list that came back: filled rows as events to record, and rows that cannot be, with why."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from tonghu.entry import sheet_layout as layout
from tonghu.entry.add import Told, Wish
from tonghu.entry.cell import day, no_such_day
from tonghu.entry.form import DAY, METHOD, SAW, Ask, Choice, Forms
from tonghu.entry.ground import Ground
from tonghu.entry.meant import code
from tonghu.entry.sheet_layout import Behind, behind
from tonghu.entry.sheet_reading import Cell, Read, sheets
from tonghu.entry.target import Target, target
from tonghu.period import iso

SPOILED = (
    "这一行后面藏着的内容少了或者被改过，认不出是哪一件事；"
    "请用新的清单填，或者用 tonghu add 单独记。"
)
T = TypeVar("T")
YES_OR_NO = (Choice(layout.YES, True), Choice(layout.NO, False))
BOOLEANS = {True: layout.YES, False: layout.NO}


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be recorded, and a Chinese sentence that says why."""

    sheet: str
    number: int
    reason: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An event that some rows of a list ask for, each named by its sheet and number.

    `known` is what the rows said before anybody filled them in.
    """

    target: Target
    event: Mapping[str, Any]
    known: Mapping[str, Any]
    places: tuple[tuple[str, int], ...]

    def same(self) -> str:
        """Equal for rows that mean the same deed."""
        deed = [self.event[key] for key in ("event", "date", "by")]
        said = json.dumps([*deed, self.known], ensure_ascii=False, sort_keys=True)
        return f"{self.target.subject.kind} {self.target.subject.id} {said}"


@dataclass(frozen=True, slots=True)
class Rows:
    """What a list asks for; `problem` says why it could not be read, else it is empty."""

    proposals: tuple[Proposal, ...] = ()
    refused: tuple[Refused, ...] = ()
    problem: str = ""

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


class WrongError(Exception):
    """Why a row cannot be recorded."""


def rows(content: bytes, ground: Ground) -> Rows:
    """The filled rows of a workbook."""
    found = sheets(content)
    if isinstance(found, str):
        return Rows(problem=found)
    forms = Forms(ground.schemas)
    refused: list[Refused] = []
    proposals: list[Proposal] = []
    for row in (row for sheet in found for row in sheet.rows if row.filled()):
        try:
            proposals.append(_proposal(row, ground, forms))
        except WrongError as wrong:
            subject = row.cell(layout.SUBJECT).text()
            refused.append(Refused(row.sheet, row.number, str(wrong), subject))
    merged, differing = _merged(proposals)
    return Rows(tuple(merged), tuple(sorted([*refused, *differing], key=_place)))


def _place(refused: Refused) -> tuple[str, int]:
    return refused.sheet, refused.number


def _proposal(row: Read, ground: Ground, forms: Forms) -> Proposal:
    kept = behind(str(_cell(row, layout.HIDDEN).value or ""))
    if kept is None:
        raise WrongError(SPOILED)
    if _cell(row, layout.SUBJECT).text() != kept.subject:
        told = f"编号改动过，这一行原来是 {kept.subject}；请改回去，填在那一个自己的行里。"
        raise WrongError(told)
    found = target(ground, kept.subject)
    if isinstance(found, str):
        raise WrongError(found)
    wrong: list[str] = []
    date = _tried(wrong, lambda: _done(row, ground))
    by = _tried(wrong, lambda: _who(row, kept, ground))
    said = _attributes(row, kept, forms, wrong)
    if wrong:
        raise WrongError("".join(wrong))
    event = {"event": kept.event, "date": date, "by": by, **said}
    return Proposal(found, event, kept.known, ((row.sheet, row.number),))


def _tried(wrong: list[str], read: Callable[[], T]) -> T | None:
    """What is read, None where it cannot be; why it cannot is noted."""
    try:
        return read()
    except WrongError as error:
        wrong.append(str(error))
        return None


def _cell(row: Read, name: str) -> Cell:
    """A cell in which somebody wrote; what is worked out is nobody's word."""
    if row.cell(name).formula:
        raise WrongError(f"“{name}”里是公式；请改成直接写的内容。")
    return row.cell(name)


def _done(row: Read, ground: Ground) -> str:
    cell = _cell(row, layout.DONE)
    if not cell.text():
        raise WrongError("完成日期没有填；没做的就把这一行后面几格都空着。")
    found = day(cell.value, row.month)
    if found is None:
        why = no_such_day(cell.value, row.month)
        such = f"：{why}" if why else "，写成 2026-10-12 或 10月12日"
        raise WrongError(f"完成日期要写真实日期{such}。")
    if found > iso(ground.on):
        told = f"完成日期 {found} 还没有到，今天是 {iso(ground.on)}：这一格说的是已经做完的那天；"
        raise WrongError(told + "写错了请改正，还没做就把后面几格空着。")
    return found


def _who(row: Read, kept: Behind, ground: Ground) -> str:
    typed = _narrow(_cell(row, layout.WHO).text())
    found = code(ground.repository.team, typed) or kept.worker
    if not found:
        raise WrongError("没有写由谁做；请在“由谁”里写工作人员代号，如 W012。")
    if kept.worker and found != kept.worker:
        told = f"这一行是 {kept.worker} 的事；是 {found} 做的，请用 tonghu add 单独记。"
        raise WrongError(told)
    if ground.workers is not None and found not in ground.workers:
        raise WrongError("“由谁”写的代号不在 team.yml 里；请查对。")
    return found


def _attributes(row: Read, kept: Behind, forms: Forms, wrong: list[str]) -> dict[str, Any]:
    form = forms.form(kept.kind, kept.event)
    ask = form.ask(kept.known, kept.narrowed)
    method = Ask(METHOD, layout.HOW, form.methods) if form.methods else None
    saw = Ask(SAW, layout.SAW, YES_OR_NO) if form.saw else None
    found = dict(kept.known)
    found |= _tried(wrong, lambda: _said(row, layout.HOW, method)) or {}
    found |= _tried(wrong, lambda: _said(row, layout.SAW, saw)) or {}
    return found | (_tried(wrong, lambda: _result(row, ask)) or {})


def _result(row: Read, ask: Ask | None) -> dict[str, Any]:
    result = _said(row, layout.RESULT, ask)
    if ask and not result:
        raise WrongError(f"结果没有填；请填{ask.hint()}。")
    return result


def _said(row: Read, name: str, ask: Ask | None) -> dict[str, Any]:
    """What a cell says, nothing where it is empty."""
    text = _text(_cell(row, name))
    if not text:
        return {}
    if ask is None:
        raise WrongError(f"这件事不记“{name}”；请把这一格清空。")
    if ask.choices:
        for choice in ask.choices:
            if _narrow(choice.shown) == text:
                return {ask.attribute: choice.value}
        words = "、".join(choice.shown for choice in ask.choices)
        raise WrongError(f"“{name}”只能写 {words}。")
    if ask.sort != DAY:
        return {ask.attribute: text}
    found = day(row.cell(name).value)
    if found is None:
        why = no_such_day(row.cell(name).value)
        raise WrongError(f"“{name}”要写真实的日期，{why or '写成 2026-10-12'}。")
    return {ask.attribute: found}


def _text(cell: Cell) -> str:
    return BOOLEANS[cell.value] if isinstance(cell.value, bool) else _narrow(cell.text())


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _merged(proposals: Iterable[Proposal]) -> tuple[list[Proposal], list[Refused]]:
    """One visit is one event, however many rows it answers; rows that disagree are refused."""
    found: dict[str, list[Proposal]] = {}
    for proposal in proposals:
        found.setdefault(proposal.same(), []).append(proposal)
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
