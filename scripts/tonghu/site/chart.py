"""Charts as inline SVG: told in words too, and the same in grey, in the dark and on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from jinja2 import Template

WIDTH, LEFT, RIGHT = 360, 6, 60
BAR, STEP, TOP, LETTER = 12, 38, 8, 13
HIGH, FOOT = 170, 26
MONTH = len("2026-09")
DASHES = ("", "7 3", "2 3", "9 3 2 3")
MARKS = ("M-4-4h8v8h-8z", "M0-5l5 9h-10z", "M0-5l5 5-5 5-5-5z", "M-4-4l8 8m0-8l-8 8")
"""Lines differ in their dashes and their marks, never in colour alone."""

SHELL = """\
<div class="chart"><svg viewBox="0 0 {{ width }} {{ height }}" role="img" \
aria-labelledby="{{ id }}-t {{ id }}-d" xmlns="http://www.w3.org/2000/svg">
<title id="{{ id }}-t">{{ title }}</title><desc id="{{ id }}-d">{{ told }}</desc>
{% block drawing %}{% endblock %}
</svg></div>"""
BARS = """\
{% extends "shell" %}{% block drawing %}
{%- for row in rows %}
<g transform="translate({{ left }} {{ top + loop.index0 * step }})">
<text y="11">{{ row.label }}</text>
{%- if row.value is none %}
<rect class="hidden" y="16" width="{{ few }}" height="{{ bar }}"/>
<text class="value" x="{{ few + 5 }}" y="26">{{ row.shown }}</text>
{%- else %}
<rect class="bar" y="16" width="{{ '%.1f'|format(row.value * scale) }}" height="{{ bar }}"/>
<text class="value" x="{{ '%.1f'|format(row.value * scale + 5) }}" y="26">{{ row.shown }}</text>
{%- endif %}
</g>
{%- endfor %}
{%- endblock %}"""
LINES = """\
{% extends "shell" %}{% block drawing %}
<line class="axis" x1="{{ left }}" x2="{{ width - right }}" y1="{{ floor }}" y2="{{ floor }}"/>
{%- for day in days %}
<text class="day" x="{{ '%.1f'|format(day.x) }}" y="{{ floor + 16 }}" \
text-anchor="{{ day.anchor }}">{{ day.label }}</text>
{%- endfor %}
{%- for line in lines %}
<polyline class="line" points="{{ line.points }}" stroke-dasharray="{{ line.dash }}"/>
{%- for x, y in line.marks %}
<path class="mark" d="{{ line.mark }}" transform="translate({{ x }} {{ y }})"/>
{%- endfor %}
<text class="value" x="{{ width - right + 8 }}" y="{{ line.y }}">{{ line.label }}</text>
{%- endfor %}
{%- endblock %}"""


class Bar(NamedTuple):
    """One bar: what it is, how long, and what stands at its end; None is a count not shown."""

    label: str
    value: int | None
    shown: str


class Line(NamedTuple):
    """One line: what it is, and its value on some days."""

    label: str
    values: Mapping[str, int]


@cache
def _template(name: str) -> Template:
    from jinja2 import DictLoader, Environment

    pages = {"shell": SHELL, "bars": BARS, "lines": LINES}
    return Environment(loader=DictLoader(pages), autoescape=True).get_template(name)


def bars(identity: str, title: str, told: str, rows: Sequence[Bar], few: int) -> str:
    """Bars one below the other, each with its label above it; `few` is drawn for what is hidden."""
    most = max([*(row.value or 0 for row in rows), few, 1])
    scale = (WIDTH - LEFT - RIGHT) / most
    return _template("bars").render(
        id=identity,
        title=title,
        told=told,
        rows=rows,
        width=WIDTH,
        height=TOP + len(rows) * STEP,
        left=LEFT,
        top=TOP,
        step=STEP,
        bar=BAR,
        scale=scale,
        few=round(few * scale, 1),
    )


def apart(drawn: list[dict[str, Any]]) -> None:
    """Labels at the ends of lines, moved so far that none lies on another."""
    lowest = float(HIGH + LETTER)
    for line in sorted(drawn, key=lambda each: -float(each["y"])):
        line["y"] = lowest = min(float(line["y"]), lowest - LETTER)


def lines(identity: str, title: str, told: str, every: Sequence[Line]) -> str:
    """Values over the days that figures tell of, from zero up."""
    days = sorted({day for line in every for day in line.values})
    most = max(value for line in every for value in line.values.values())
    wide = WIDTH - LEFT - RIGHT - 8
    across = {day: LEFT + 4 + at * wide / max(len(days) - 1, 1) for at, day in enumerate(days)}
    drawn = [_drawn(number, line, across, most) for number, line in enumerate(every)]
    apart(drawn)
    ends = {days[0]: "start", days[-1]: "end"}
    return _template("lines").render(
        id=identity,
        title=title,
        told=told,
        width=WIDTH,
        height=HIGH + FOOT,
        left=LEFT,
        right=RIGHT,
        floor=HIGH,
        days=[{"label": d[:MONTH], "x": across[d], "anchor": ends[d]} for d in days if d in ends],
        lines=drawn,
    )


def _drawn(number: int, line: Line, across: Mapping[str, float], most: int) -> dict[str, Any]:
    """A line as it is drawn: its points, and how it differs from the others."""
    marks = [
        (round(across[day], 1), round(HIGH - value * (HIGH - TOP) / most, 1))
        for day, value in sorted(line.values.items())
    ]
    return {
        "label": line.label,
        "dash": DASHES[number % len(DASHES)],
        "mark": MARKS[number % len(MARKS)],
        "marks": marks,
        "points": " ".join(f"{x},{y}" for x, y in marks),
        "y": marks[-1][1] + 4,
    }
