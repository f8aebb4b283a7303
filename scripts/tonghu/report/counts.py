"""How much is due and overdue by township, as a small table and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from tonghu.due.course import NOTHING, Count
from tonghu.entry.width import width
from tonghu.period import iso
from tonghu.record.openly import Openly
from tonghu.record.places import Places
from tonghu.report import words
from tonghu.report.listing import TOWNSHIP

HEADINGS = ("应做", "逾期", "读不全")
TOTAL = "合计"
GAP = 2


def counts_json(
    on: int, counts: Mapping[str, Count], places: Places, openly: Openly
) -> Iterator[str]:
    """An object with the day, the townships and the total; a township may be null."""
    rows = [
        {"township": openly.code("place", township) if township else None, **count._asdict()}
        for township, count in _rows(counts, places).items()
    ]
    told = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    total = json.dumps(_total(counts)._asdict())
    yield f'{{"on": "{iso(on)}", "townships": [\n{told}\n], "total": {total}}}\n'


def counts_text(
    on: int, counts: Mapping[str, Count], places: Places, openly: Openly
) -> Iterator[str]:
    """A heading, a line for each township, and the total."""
    lines: list[tuple[str, ...]] = [("", *HEADINGS)]
    for township, count in _rows(counts, places).items():
        name = places.name(township) if township else words.NOWHERE
        name = openly.code("place", name) if name == township else name
        lines.append((name, *map(str, count)))
    lines.append((TOTAL, *map(str, _total(counts))))
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
    yield f"各乡镇应做、逾期的件数（按 {iso(on)} 的记录）\n\n"
    for name, *numbers in lines:
        yield name + " " * (widths[0] - width(name))
        for number, wide in zip(numbers, widths[1:], strict=True):
            yield " " * (GAP + wide - width(number)) + number
        yield "\n"


def _rows(counts: Mapping[str, Count], places: Places) -> dict[str, Count]:
    """Every township by id, also where there is nothing; then whatever else there is."""
    townships = sorted(p.id for p in places.by_id.values() if p.kind == TOWNSHIP)
    rest = sorted(counts.keys() - set(townships), key=lambda name: (not name, name))
    return {township: counts.get(township, NOTHING) for township in (*townships, *rest)}


def _total(counts: Mapping[str, Count]) -> Count:
    total = NOTHING
    for count in counts.values():
        total = total.plus(count)
    return total
