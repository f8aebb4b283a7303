"""One row of a list as the event that it asks for, or why it cannot be recorded."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from tonghu.entry import sheet_layout as layout
from tonghu.entry.cell import day, narrow, no_such_day
from tonghu.entry.form import DAY, METHOD, SAW, Ask, Choice, Forms
from tonghu.entry.ground import Ground
from tonghu.entry.meant import code
from tonghu.entry.sheet_cells import Cell, Read
from tonghu.entry.sheet_layout import Behind, behind, shown
from tonghu.entry.target import Target, target
from tonghu.period import day as number
from tonghu.period import iso
from tonghu.record.subject import day_or_none

SPOILED = (
    "这一行后面藏着的内容少了或者被改过，认不出是哪一件事；"
    "请用新的清单填，或者用 tonghu add 单独记。"
)
NO_EVENT = "这一行的事不能在清单里记；请用 tonghu add 单独记，再把后面几格清空。"
MERGED = "这一行有和别的格合并的单元格，看不出哪一行做了；请取消合并，每一行分别填。"
CHANGED = "“{name}”和发出去的不一样，这一行原来是“{sent}”；请改回去，填在那一件自己的行里。"
STRAY = (
    "没有填完成日期，却在{names}写了字，这样写不会记进档案。"
    "做了就从完成日期填起；是别的事，请用 tonghu add 记，再把这些字删掉。"
)
UNREAD = (
    "{sheet} 第 {number} 行：{names}写的字不会记进档案，只看完成日期以后几格；要记请用 tonghu add。"
)
OLD = (
    "完成日期 {found} 比这件事开始的 {opens} 早了半年多，请查对年份；没有错就用 tonghu add 单独记。"
)
BESIDE = "表格的列以外"
HALF_A_YEAR = 183
T = TypeVar("T")
YES_OR_NO = (Choice(layout.YES, True), Choice(layout.NO, False))
BOOLEANS = {True: layout.YES, False: layout.NO}
MARKS = {**dict.fromkeys("√✓✔", layout.YES), **dict.fromkeys("×✗✘", layout.NO)}


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


class WrongError(Exception):
    """Why a row cannot be recorded."""


def proposal(row: Read, ground: Ground, forms: Forms) -> Proposal:
    """The event that a filled row asks for; WrongError where it cannot be recorded."""
    kept, found = _meant(row, ground, forms)
    wrong: list[str] = []
    date = _tried(wrong, lambda: _done(row, kept, ground))
    by = _tried(wrong, lambda: _who(row, kept, ground))
    said = _attributes(row, kept, forms, wrong)
    if wrong:
        raise WrongError("".join(wrong))
    event = {"event": kept.event, "date": date, "by": by, **said}
    return Proposal(found, event, kept.known, ((row.sheet, row.number),))


def stray(row: Read, ground: Ground) -> str:
    """Why a row that is not filled in may not be passed over, empty where it may."""
    kept = behind(row.hidden())
    names = [f"“{name}”里" for name in _rewritten(row)]
    typed = code(ground.repository.team, narrow(row.cell(layout.WHO).text()))
    if typed and typed != (kept.worker if kept else None):
        names.append(f"“{layout.WHO}”里")
    names += [BESIDE] if row.beside else []
    return STRAY.format(names="、".join(names)) if names else ""


def unread(row: Read) -> str:
    """What to say of words that are not recorded, in a filled row or above all rows; else empty."""
    above = [name for name in (layout.WHO, *layout.FILLED) if row.above and row.cell(name).text()]
    names = [f"“{name}”里" for name in (*_rewritten(row), *above)]
    names += [BESIDE] if row.beside else []
    told = UNREAD.format(sheet=row.sheet, number=row.number, names="、".join(names))
    return told if names else ""


def _rewritten(row: Read) -> Iterator[str]:
    """The columns that only tell something, where somebody wrote something else."""
    sent = shown(row.hidden()) or {}
    for name in layout.TOLD:
        text = _squeezed(row.cell(name))
        if text and text != _squeezed(Cell(sent.get(name, ""))):
            yield name


def _squeezed(cell: Cell) -> str:
    """What a cell says, however its lines are broken."""
    text = cell.text() if isinstance(cell.value, str) else day(cell.value) or cell.text()
    return "".join(narrow(text).split())


def _meant(row: Read, ground: Ground, forms: Forms) -> tuple[Behind, Target]:
    """What a row is for and whom, if what one sees of it is what it hides."""
    if row.merged:
        raise WrongError(MERGED)
    kept, sent = behind(row.hidden()), shown(row.hidden())
    if kept is None or sent is None:
        raise WrongError(SPOILED if sent is None else NO_EVENT)
    if narrow(_cell(row, layout.SUBJECT).text()) != kept.subject:
        told = f"编号改动过，这一行原来是 {kept.subject}；请改回去，填在那一个自己的行里。"
        raise WrongError(told)
    for name in (layout.TASK, layout.DUE):
        before = Cell(sent.get(name, ""))
        if _squeezed(_cell(row, name)) != _squeezed(before):
            raise WrongError(CHANGED.format(name=name, sent=before.text()))
    found = target(ground, kept.subject)
    if isinstance(found, str):
        raise WrongError(found)
    if found.subject.kind != kept.kind or not fits(kept, forms):
        raise WrongError(SPOILED)
    return kept, found


def fits(kept: Behind, forms: Forms) -> bool:
    """Whether what a row hides can be: there is such an event, with these attributes."""
    names = (*kept.known, *kept.narrowed)
    return forms.fits(kept.kind, kept.event, names) and day_or_none(kept.opens) is not None


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


def _done(row: Read, kept: Behind, ground: Ground) -> str:
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
    if found < iso(number(kept.opens) - HALF_A_YEAR):
        raise WrongError(OLD.format(found=found, opens=kept.opens))
    return found


def _who(row: Read, kept: Behind, ground: Ground) -> str:
    typed = narrow(_cell(row, layout.WHO).text())
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
    if ask and ask.attribute == SAW:
        text = MARKS.get(text, text)
    if not text:
        return {}
    if ask is None:
        raise WrongError(f"这件事不记“{name}”；请把这一格清空。")
    if ask.choices:
        for choice in ask.choices:
            if narrow(choice.shown) == text:
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
    return BOOLEANS[cell.value] if isinstance(cell.value, bool) else narrow(cell.text())
