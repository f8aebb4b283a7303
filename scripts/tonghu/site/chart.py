"""Charts as inline SVG: told in words too, and the same in grey, in the dark and on paper."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from jinja2 import Template

TEMPLATES = Path(__file__).parent / "templates"
WIDTH, LEFT = 360, 4
BAR, STEP, TOP, GROUP, LETTER = 15, 22, 4, 24, 12
WORDS_ABOVE, LONGEST = 18, 100
"""A label longer than this stands above its bar."""
VALUE, WHEN = 38, 74
LOOKS = 4
"""Bars of a group differ in their patterns, never in colour alone."""
SERIES, HIGH, ACROSS, GAP, FOOT = 94, 40, 58, 24, 20
LEAST = 12.0
"""What is not shown is drawn at least so wide that its hatching is seen."""
WIDE_LETTERS = "WFA"
GONE = "–"


class Told(NamedTuple):
    """What every chart says in words: its name in the page, title, description and caption."""

    id: str
    title: str
    told: str
    caption: str


class Bar(NamedTuple):
    """One bar: what it is, how long, what stands at its end; None is a count not shown."""

    label: str
    value: int | None
    shown: str
    when: str = ""
    group: str = ""
    look: int = 0


class Series(NamedTuple):
    """One thing over time: by day its value, None where it is not shown, and how it is written."""

    label: str
    values: Mapping[str, tuple[int | None, str]]


@cache
def _template(name: str) -> Template:
    from jinja2 import Environment, FileSystemLoader

    loader = FileSystemLoader(TEMPLATES, encoding="utf-8")
    return Environment(loader=loader, autoescape=True).get_template(f"{name}.svg.j2")


def bars(told: Told, rows: Sequence[Bar], few: int, most: int = 1) -> str:
    """Bars one below the other; `few` is how long what is hidden is drawn, `most` the least end."""
    above = max(width(row.label) for row in rows) > LONGEST
    start = LEFT if above else LEFT + max(width(row.label) for row in rows) + 8
    end = VALUE + (WHEN if any(row.when for row in rows) else 0)
    scale = (WIDTH - start - end) / max([*(row.value or 0 for row in rows), few, most])
    drawn = list(_bars(rows, start, above, few, scale))
    return _template("bars").render(
        told._asdict(),
        rows=drawn,
        width=WIDTH,
        height=drawn[-1]["y"] + BAR + TOP,
        left=LEFT,
        start=start,
        bar=BAR,
    )


def _bars(
    rows: Sequence[Bar], start: float, above: bool, few: int, scale: float
) -> Iterator[dict[str, Any]]:
    y, group = TOP, ""
    for row in rows:
        headed = row.group if row.group != group else None
        group = row.group
        y += (GROUP if headed is not None else 0) + (WORDS_ABOVE if above else 0)
        hidden = row.value is None
        wide = max(few * scale, LEAST) if row.value is None else row.value * scale
        yield {
            **row._asdict(),
            "group": headed,
            "look": row.look % LOOKS,
            "hidden": hidden,
            "y": y,
            "wide": round(wide, 1),
            "end": round(start + wide + 5, 1),
            "label_x": LEFT,
            "label_y": y - 4 if above else y + LETTER,
        }
        y += STEP


def width(text: str) -> int:
    """About how wide a text is drawn."""
    wide = sum(unicodedata.east_asian_width(letter) in WIDE_LETTERS for letter in text)
    return wide * LETTER + (len(text) - wide) * LETTER * 6 // 10


def columns(told: Told, every: Sequence[Series], days: Sequence[str], few: int) -> str:
    """Columns side by side, one for each day, and below each other for each thing counted."""
    values = [value or 0 for line in every for value, _ in line.values.values()]
    scale = HIGH / max([*values, few])
    middles = {day: LEFT + ACROSS * at + ACROSS // 2 for at, day in enumerate(days)}
    drawn = []
    for number, line in enumerate(every):
        y = TOP + LETTER + number * SERIES
        floor = y + HIGH + GAP
        told_columns = [
            _column(line.values.get(day), middle, floor, few * scale, scale)
            for day, middle in middles.items()
        ]
        drawn.append({"label": line.label, "y": y, "floor": floor, "columns": told_columns})
    return _template("columns").render(
        told._asdict(),
        lines=drawn,
        width=WIDTH,
        height=TOP + len(drawn) * SERIES + FOOT,
        left=LEFT,
        across=LEFT + ACROSS * len(days),
        wide=ACROSS - GAP,
        days=[
            {"middle": middle, "year": day[:4], "rest": day[5:]} for day, middle in middles.items()
        ],
    )


def _column(
    found: tuple[int | None, str] | None, middle: float, floor: float, few: float, scale: float
) -> dict[str, Any]:
    value, shown = found or (0, GONE)
    high = max(few, LEAST) if value is None else value * scale
    return {
        "hidden": value is None,
        "x": middle - (ACROSS - GAP) / 2,
        "middle": middle,
        "top": round(floor - high, 1),
        "high": round(high, 1),
        "shown": shown,
    }
