"""Which pages there are: by who owes it, or by where it is owed; first what belongs to nobody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tonghu.due.flag import Flag
from tonghu.due.item import Item
from tonghu.due.lines import Asked
from tonghu.due.obligation import DUE, OVERDUE
from tonghu.period import iso
from tonghu.record.places import Places
from tonghu.report.listing import TOWNSHIP, VILLAGE, WORKER, Listing, Page, page, sorter

NOBODY = ""
BY = (WORKER, VILLAGE, TOWNSHIP)


def listing(
    items: Iterable[Item],
    flags: Iterable[Flag],
    asked: Asked,
    by: str,
    places: Places,
    keeps: frozenset[str],
) -> Listing:
    """All pages in order; flags of children stand where the roles are that keep their files."""
    order = sorter(asked.on, flags, keeps)
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(_key(item, by, places), []).append(item)
    owed = (item for own in found.values() for item in own if item.status in (DUE, OVERDUE))
    seen = {item.subject for item in owed if order.tells(item)}
    loose = tuple(
        flag for name in sorted(order.flags) if name not in seen for flag in order.flags[name]
    )
    if loose or (order.alerts and not found):
        found.setdefault(NOBODY, [])
    pages = [page(key, found[key], order) for key in sorted(found)]
    if loose:
        pages[0] = replace(pages[0], notes=loose)
    since = None if asked.since is None else iso(asked.since)
    return Listing(order.on, by, since, asked.everything, tuple(pages))


def only(found: Listing, key: str) -> Listing:
    """The page of one person or place, an empty one where nothing is owed."""
    alerts = found.pages[0].alerts if found.pages else ()
    own = [each for each in found.pages if each.key == key]
    empty = Page(key, (), (), {}, 0, (), alerts)
    return replace(found, pages=tuple(own or [empty]))


def _key(item: Item, by: str, places: Places) -> str:
    if by == WORKER:
        return item.worker or NOBODY
    if by == TOWNSHIP:
        return places.township(item.place) or item.place or NOBODY
    return item.place or NOBODY
