"""The due list as a calendar: an all-day entry on each deadline, the same one in every run."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator

from tonghu.due.item import Item
from tonghu.entry.cell import plain
from tonghu.report import listing, words
from tonghu.report.listing import Judged, Listing
from tonghu.report.words import Names

OCTETS = 75
_SIGNS = re.compile(r"[\\;,]")


def due_ics(found: Listing, names: Names) -> Iterator[str]:
    """The calendar of RFC 5545: what has a deadline is in it, the rest is counted."""
    name = f"{words.month(found.on)}要做的事"
    yield from _lines(
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tonghu//due//ZH", "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH", f"NAME:{name}", f"X-WR-CALNAME:{name}",
        f"DESCRIPTION:{_text(_about(found))}", f"X-WR-CALDESC:{_text(_about(found))}",
    )  # fmt: skip
    same: Counter[str] = Counter()
    for each in (each for page in found.pages for each in page.owed()):
        if each.item.due is not None:
            identity = _identity(each.item)
            same[identity] += 1
            yield from _event(each, found, names, f"{identity}-{same[identity]}")
    yield from _lines("END:VCALENDAR")


def _about(found: Listing) -> str:
    without = sum(page.counts.get(listing.OPEN, 0) for page in found.pages)
    told = f"{words.made_from(found)}。"
    if without:
        told += f"另有 {without} 件没有期限，做完为止，不在日历里。"
    alerts = found.pages[0].alerts if found.pages else ()
    if alerts:
        ids = "、".join(alert.subject for alert in alerts)
        told += f"{words.alerts(alerts)}，先改好：{ids}。"
    return told


def _event(each: Judged, found: Listing, names: Names, identity: str) -> Iterator[str]:
    item = each.item
    stage = f"【{words.STAGES[each.stage]}】" if each.stage == listing.LATE else ""
    where, due = names.place(item.place), item.due or ""
    return _lines(
        "BEGIN:VEVENT",
        f"UID:{identity}@tonghu",
        f"DTSTAMP:{_day(found.on)}T000000Z",
        f"DTSTART;VALUE=DATE:{_day(due)}",
        f"SUMMARY:{_text(f'{stage}{item.title} {item.subject}')}",
        f"LOCATION:{_text(where)}",
        f"DESCRIPTION:{_text(_details(item, names))}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    )


def _details(item: Item, names: Names) -> str:
    who = f"{item.role} {item.worker or words.UNNAMED}"
    home = f"，户 {item.household}" if item.household else ""
    return f"{who}{home}，{item.opens} 至 {item.due}，依据 {words.clauses(item, names)}"


def _identity(item: Item) -> str:
    """The same obligation has the same name in every run."""
    key = f"{item.duty}\n{item.kind}\n{item.subject}\n{item.opens}"
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _day(iso: str) -> str:
    return iso.replace("-", "")


def _text(text: str) -> str:
    return _SIGNS.sub(lambda sign: f"\\{sign[0]}", plain(text))


def _lines(*contents: str) -> Iterator[str]:
    """Content lines, folded before a character that would not fit into 75 octets."""
    for content in contents:
        folded, size = "", 0
        for char in content:
            octets = len(char.encode())
            if size + octets > OCTETS:
                folded, size = folded + "\r\n ", 1
            folded, size = folded + char, size + octets
        yield folded + "\r\n"
