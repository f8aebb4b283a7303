"""The due list as a workbook: a sheet for each person or place, to print, fill in and give back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tonghu.due.flag import Flag
from tonghu.due.item import Item
from tonghu.duty.model import Duty
from tonghu.entry import sheet_layout as layout
from tonghu.entry.answer import Answer, answer, defined
from tonghu.entry.form import Forms
from tonghu.entry.sheet_layout import Behind, Row, Table
from tonghu.entry.workbook import workbook
from tonghu.facts.spec import Spec
from tonghu.record.subject import CHILD
from tonghu.report import listing, words
from tonghu.report.listing import Entry, Line, Listing, Page
from tonghu.report.words import Names

HOW_TO = "做完一件填一行：完成日期必填，灰格不填；拿不准的空着。交回以后用 tonghu add 读入。"
FEW = 5
NAME_SOMEBODY = "“由谁”填工作人员代号，谁做的填谁。"


@dataclass(frozen=True)
class Answers:
    """What is needed to know which event answers a line: duties by id, facts, schemas."""

    duties: Mapping[str, tuple[Duty, ...]]
    spec: Spec
    forms: Forms

    def of(self, item: Item) -> Answer | None:
        """The event that would answer a line."""
        return answer(item, defined(item, self.duties[item.duty]), self.spec, self.forms)


def answers(duties: Iterable[Duty], spec: Spec, forms: Forms) -> Answers:
    """The answers that a team's duties have."""
    found: dict[str, tuple[Duty, ...]] = {}
    for duty in duties:
        found[duty.id] = (*found.get(duty.id, ()), duty)
    return Answers(found, spec, forms)


def due_xlsx(found: Listing, names: Names, known: Answers) -> bytes:
    """The whole workbook; where nothing is owed one sheet says so."""
    tables = [_table(page, found, names, known) for page in found.pages]
    month = words.month(found.on)
    nothing = Table(month, f"{month}要做的事", (words.NOTHING,), _columns(named=True), ())
    return workbook(tables or [nothing], found.on)


def _table(page: Page, found: Listing, names: Names, known: Answers) -> Table:
    whom = words.for_whom(page, found.by, names)
    named = found.by == listing.WORKER and bool(page.key)
    short = page.key or (words.UNNAMED if found.by == listing.WORKER else words.NOWHERE)
    return Table(
        short if named or not page.key else names.place(page.key),
        f"{words.month(found.on)}要做的事：{whom}",
        tuple(_notes(page, found, named=named)),
        _columns(named=named),
        tuple(row for entry in page.entries() for row in _rows(entry, names, known)),
        f"本月已完成 {page.done} 件。" if page.done else "",
    )


def _columns(*, named: bool) -> tuple[str, ...]:
    return (*layout.TOLD, *(() if named else (layout.WHO,)), *layout.FILLED)


def _notes(page: Page, found: Listing, *, named: bool) -> Iterator[str]:
    if page.alerts:
        ids = "、".join(alert.subject for alert in page.alerts)
        yield f"{words.alerts(page.alerts)}，先改好，免得漏掉孩子：{ids}"
    yield f"{words.counts(page)}。{words.made_from(found)}。"
    if not page.key and page.roles():
        yield f"缺：{words.roles(page)}。"
    yield HOW_TO if named else HOW_TO + NAME_SOMEBODY
    yield from _noted(page)


def _noted(page: Page) -> Iterator[str]:
    """A few notes as they are, of more only whom they are about; text and web have them all."""
    own = [Flag(entry.subject, "", note) for entry in page.entries() for note in entry.notes]
    notes = [*page.notes, *own]
    if len(notes) <= FEW:
        yield from (f"注意：{note.subject} {note.message}" for note in notes)
    else:
        ids = "、".join(dict.fromkeys(note.subject for note in notes))
        yield f"注意：记录里有 {len(notes)} 处要核对，文字清单里写着是哪里：{ids}"


def _rows(entry: Entry, names: Names, known: Answers) -> Iterator[Row]:
    for number, line in enumerate(entry.lines):
        yield _row(line, entry, names, known, first=number == 0)


def _row(line: Line, entry: Entry, names: Names, known: Answers, *, first: bool) -> Row:
    item = line.item
    found = known.of(item)
    form = known.forms.form(item.kind, found.event) if found else None
    ask = form.ask(found.known, found.narrowed) if found and form else None
    hint = f"\n结果填：{ask.hint()}" if ask else ""
    missing = "" if item.worker else f"（{item.role}，{words.UNNAMED}）"
    never = f"{words.NEVER}\n" if entry.never and first else ""
    told = {
        layout.VILLAGE: names.place(entry.place if entry.kind == CHILD else item.place),
        layout.HOUSEHOLD: item.household or "",
        layout.SUBJECT: item.subject,
        layout.TASK: item.title + missing + hint,
        layout.CITES: words.clauses(item, names),
        layout.DUE: item.due or f"{item.opens}起",
        layout.STATE: never + words.state(line),
    }
    return Row(told, _behind(item, found), form, ask, first, {layout.WHO: item.worker or ""})


def _behind(item: Item, found: Answer | None) -> Behind | None:
    if found is None:
        return None
    return Behind(
        item.duty, item.subject, item.kind, item.opens, found.event, found.known, found.narrowed,
        item.worker,
    )  # fmt: skip
