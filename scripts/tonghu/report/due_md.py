"""The due list as Markdown: a heading for each person or place, and a table of children."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tonghu.entry.cell import plain
from tonghu.report import listing, words
from tonghu.report.listing import Entry, Line, Listing, Page
from tonghu.report.words import Names

SIGNS = re.compile(r"[\\|`*_\[\]<>#~]")
MENTION = re.compile(r"@(?=\w)")
NOBODY = "@\u2060"
"""A sign that nobody sees stands between; without it GitHub tells whoever has that name."""

BREAK = "<br>"


def due_md(found: Listing, names: Names) -> Iterator[str]:
    """The whole list."""
    yield f"# {words.month(found.on)}要做的事\n\n{words.made_from(found)}。\n"
    for page in found.pages:
        yield "\n" + page_md(page, found, names)
    if not found.pages:
        yield f"\n{words.NOTHING}\n"


def page_md(page: Page, found: Listing, names: Names) -> str:
    """One page."""
    lines = [f"## {safe(words.for_whom(page, found.by, names))}", "", f"{words.counts(page)}。"]
    if not page.key and page.roles():
        lines += ["", f"缺：{safe(words.roles(page))}。"]
    if page.alerts:
        lines += ["", f"**{words.alerts(page.alerts)}，先改好，免得漏掉孩子：**", ""]
        lines += [f"- {safe(f'{flag.subject} {flag.message}')}" for flag in page.alerts]
    lines += _children(page, found, names)
    lines += _own(page, found, names)
    if not page.entries():
        lines += ["", words.NOTHING]
    return "\n".join([*lines, *_tail(page, found)]) + "\n"


def _children(page: Page, found: Listing, names: Names) -> Iterator[str]:
    if not page.villages:
        return
    yield from ("", "| 村 | 户 | 编号 | 要做的事 |", "|---|---|---|---|")
    for place, entries in page.villages:
        for entry in entries:
            child = f"**{safe(names.child(entry.subject))}**" + (
                f"{BREAK}{words.NEVER}" if entry.never else ""
            )
            cells = [safe(names.place(place)), safe(entry.household or ""), child]
            yield row([*cells, _todo(entry, found, names)])


def _own(page: Page, found: Listing, names: Names) -> Iterator[str]:
    if not page.own:
        return
    yield from ("", f"### {words.OWN}", "", "| 对象 | 要做的事 |", "|---|---|")
    for entry in page.own:
        yield row([safe(names.subject(entry)), _todo(entry, found, names)])


def _todo(entry: Entry, found: Listing, names: Names) -> str:
    told = [_told(line, entry, found, names) for line in entry.lines]
    return BREAK.join([*told, *(f"注意：{safe(note)}" for note in entry.notes)])


def _told(line: Line, entry: Entry, found: Listing, names: Names) -> str:
    details = safe(words.details(line, entry, found, names))
    return f"**{words.state(line)}** {safe(line.item.title)}（{details}）"


def _tail(page: Page, found: Listing) -> Iterator[str]:
    if page.notes:
        yield from ("", "另外请看：", "")
        yield from (f"- {safe(f'{note.subject} {note.message}')}" for note in page.notes)
    if page.counts.get(listing.LATE):
        yield from ("", words.CATCH_UP)
    if page.done:
        yield from ("", f"本月已完成 {page.done} 件。")
    if found.everything and page.past:
        yield from ("", "| 编号 | 事情 | 期限 | 结果 |", "|---|---|---|---|")
        for each in page.past:
            item = each.item
            cells = [item.subject, item.title, words.until(item, found.on), words.outcome(each)]
            yield row([safe(cell) for cell in cells])


def row(cells: Iterable[str]) -> str:
    """A row of a table."""
    return f"| {' | '.join(cells)} |"


def safe(text: str) -> str:
    """Text that Markdown takes as it is, and in which no forge finds anybody to call."""
    return MENTION.sub(NOBODY, SIGNS.sub(_sign, plain(text)))


def _sign(found: re.Match[str]) -> str:
    return "&lt;" if found[0] == "<" else f"\\{found[0]}"
