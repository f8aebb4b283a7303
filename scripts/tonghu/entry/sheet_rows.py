"""The lines of a sheet as the rows of a list: its head, what stands beside it, merged cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from tonghu.entry import sheet_layout as layout
from tonghu.entry.sheet_cells import Cell, Read, Sheet
from tonghu.entry.sheet_shape import Area

HEAD_WITHIN, ALIKE, MOST_MERGED = 200, 3, 100_000
AGAIN = "这张表一行也没有读。请照发出去的清单改好表头，再交一次；已经记上的行不会重复记。"
LACKS = "表头改动过，找不到{names}。" + AGAIN
TWICE = "表头里{names}不止一列，不知道以哪一列为准；请只留一列。" + AGAIN
TOO_MERGED = "这张表合并的单元格太多，一行也没有读；请取消合并，每一行分别填。"
MONTH = re.compile(r"(\d{4})年(\d{1,2})月")
COUNTS = {layout.SUBJECT, layout.TASK, layout.DUE, layout.WHO, *layout.FILLED, layout.HIDDEN}
"""Columns of which every row needs a cell of its own."""
Lines = Mapping[int, list[Cell]]


def sheet(name: str, lines: Lines, areas: tuple[Area, ...]) -> Sheet:
    """A sheet by its name, its lines that are not empty, and its merged cells."""
    likely = (number for number, line in lines.items() if number <= HEAD_WITHIN and _like(line))
    head = next(likely, None)
    if head is None:
        hidden = any(layout.shown(cell.text()) for line in lines.values() for cell in line)
        return Sheet(name, wrong=_lacks([])) if hidden else Sheet(name, foreign=True)
    names = [cell.text() for cell in lines[head]]
    first = next(iter(lines))
    title = lines[first][0].text() if first < head else name
    others = {number: line for number, line in lines.items() if number != head}
    spans = [area for area in areas if area[3] > head]
    wrong = _lacks(names) or _twice(names) or _too_merged(spans, max(lines))
    if wrong:
        return Sheet(name, title, wrong=wrong)
    columns = tuple(each for each in names if each and each != layout.HIDDEN)
    read = _rows(name, names, others, _month(title), _merged(names, others, spans))
    return Sheet(name, title, columns, tuple(replace(row, above=row.number < head) for row in read))


def _like(line: list[Cell]) -> bool:
    """Whether a line is the head of a list, or was before somebody changed it."""
    names = {cell.text() for cell in line}
    return layout.HIDDEN in names or len(names & {*layout.KNOWN}) >= ALIKE


def _lacks(names: list[str]) -> str:
    wanted = (*layout.TOLD, *layout.FILLED, layout.HIDDEN)
    lacking = [f"“{name}”" for name in wanted if name not in names]
    return LACKS.format(names="、".join(lacking)) if lacking else ""


def _twice(names: list[str]) -> str:
    many = Counter(names)
    twice = [f"“{name}”" for name in (*layout.KNOWN, layout.HIDDEN) if many[name] > 1]
    return TWICE.format(names="、".join(twice)) if twice else ""


def _too_merged(spans: list[Area], last: int) -> str:
    rows = sum(min(bottom, last) - top + 1 for _, top, _, bottom in spans)
    return TOO_MERGED if rows > MOST_MERGED else ""


def _month(title: str) -> str:
    told = MONTH.match(title)
    return f"{told[1]}-{int(told[2]):02}" if told else ""


def _merged(names: list[str], below: Lines, spans: list[Area]) -> dict[int, bool]:
    """The rows of which a cell that counts is merged, and whether a merged one is filled in."""
    found: dict[int, bool] = {}
    for first, top, last, bottom in spans:
        touched = range(first - 1, min(last, len(names)))
        if (top, first) == (bottom, last) or not COUNTS & {names[at] for at in touched}:
            continue
        numbers = [number for number in range(top, min(bottom, max(below)) + 1) if number in below]
        fill = [at for at in touched if names[at] in layout.FILLED]
        filled = any(_at(below[number], at).text() for number in numbers for at in fill)
        for number in numbers:
            found[number] = found.get(number, False) or filled
    return found


def _at(line: list[Cell], column: int) -> Cell:
    return line[column] if column < len(line) else Cell()


def _rows(
    name: str, names: list[str], others: Lines, month: str, merged: Mapping[int, bool]
) -> Iterator[Read]:
    known = {*layout.KNOWN, layout.HIDDEN, layout.ERROR}
    for number, line in others.items():
        if [cell.text() for cell in line] == names:
            continue
        places = [*enumerate(line)]
        named = {names[at]: cell for at, cell in places if names[at] in known}
        beside = any(cell.text() for at, cell in places if names[at] not in known)
        shared = merged.get(number, False)
        yield Read(name, number, named, month, beside, number in merged, shared)
