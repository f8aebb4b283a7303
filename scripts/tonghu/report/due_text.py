"""The due list as text for a chat: short lines, plain signs, no table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tonghu.due.flag import Flag
from tonghu.entry.cell import plain
from tonghu.entry.width import width, wrapped
from tonghu.report import listing, words
from tonghu.report.listing import Entry, Judged, Line, Listing, Page
from tonghu.report.words import Names

COLUMNS = 60
IN, FURTHER = "　", "　　"
BETWEEN = "-" * 30
FEW = 3
"""So many alerts, and so many notes of a child, are told in full."""


def due_text(found: Listing, names: Names) -> Iterator[str]:
    """The pages one after the other, each ready to be copied."""
    for number, page in enumerate(found.pages):
        if number:
            yield f"\n{BETWEEN}\n\n"
        yield page_text(page, found, names)
    if not found.pages:
        yield f"{words.month(found.on)}：{words.NOTHING}\n"


def page_text(page: Page, found: Listing, names: Names) -> str:
    """One page."""
    lines = [*_head(page, found, names), *_alerts(page.alerts), *_body(page, found, names)]
    return "\n".join(lines) + "\n"


def _head(page: Page, found: Listing, names: Names) -> Iterator[str]:
    yield f"【{words.month(found.on)}要做的事】"
    yield from _line(words.for_whom(page, found.by, names))
    yield from _line(words.made_from(found))
    yield from _line(words.counts(page))
    if not page.key and page.roles():
        yield from _line(f"缺：{words.roles(page)}", FURTHER)


def _alerts(alerts: tuple[Flag, ...]) -> Iterator[str]:
    if alerts:
        yield ""
        yield from _line(f"{words.alerts(alerts)}，先改好，免得漏掉孩子：")
    if len(alerts) <= FEW:
        for alert in alerts:
            yield from _line(f"{IN}{alert.subject} {alert.message}", FURTHER)
    else:
        yield from _line(IN + "、".join(alert.subject for alert in alerts), IN)


def _body(page: Page, found: Listing, names: Names) -> Iterator[str]:
    number = 0
    for place, entries in page.villages:
        yield ""
        yield from _line(f"◆{names.place(place)}")
        for entry in entries:
            number += 1
            yield from _entry(f"{number}. {_child(entry, names)}", entry, found, names)
    if page.own:
        yield ""
        yield from _line(f"◆{words.OWN}")
    for entry in page.own:
        yield from _entry(names.subject(entry), entry, found, names)
    if not page.entries():
        yield from ("", words.NOTHING)
    yield from _tail(page, found)


def _child(entry: Entry, names: Names) -> str:
    home = f"{IN}户{entry.household}" if entry.household else ""
    return names.child(entry.subject) + home + (f"{IN}{words.NEVER}" if entry.never else "")


def _entry(title: str, entry: Entry, found: Listing, names: Names) -> Iterator[str]:
    yield from _line(title, FURTHER)
    for line in entry.lines:
        yield from _told(line, entry, found, names)
    for note in entry.notes[:FEW]:
        yield from _line(f"{IN}注意：{note}", FURTHER)
    if len(entry.notes) > FEW:
        yield from _line(
            f"{IN}注意：这样的共 {len(entry.notes)} 处，用 tonghu explain 看。", FURTHER
        )


def _told(line: Line, entry: Entry, found: Listing, names: Names) -> Iterator[str]:
    """A duty on one line where it fits, else the details below it."""
    what = f"{IN}{words.state(line)}：{plain(line.item.title)}"
    details = plain(words.details(line, entry, found, names))
    whole = f"{what}（{details}）"
    if width(whole) <= COLUMNS:
        yield whole
    else:
        yield from wrapped(what, COLUMNS, FURTHER)
        yield from wrapped(FURTHER + details, COLUMNS, FURTHER)


def _tail(page: Page, found: Listing) -> Iterator[str]:
    if page.notes:
        yield from ("", "另外请看：")
    for note in page.notes:
        yield from _line(f"{IN}{note.subject} {note.message}", FURTHER)
    if page.counts.get(listing.LATE):
        yield from ("", *words.CATCH_UP.replace("；", "；\n").split("\n"))
    if page.done:
        yield from ("", f"本月已完成 {page.done} 件。")
    if found.everything and page.past:
        yield from ("", "已完成和已失效的：")
        for each in page.past:
            yield from _line(f"{IN}{_past(each, found)}", FURTHER)


def _past(each: Judged, found: Listing) -> str:
    item = each.item
    return f"{item.subject} {item.title}（{words.until(item, found.on)}）：{words.outcome(each)}"


def _line(text: str, hang: str = "") -> Iterable[str]:
    """Lines that a chat does not break again, without signs that are not seen."""
    lead = text[: len(text) - len(text.lstrip(IN))]
    return wrapped(lead + plain(text), COLUMNS, hang)
