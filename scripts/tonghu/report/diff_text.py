"""What a change does as plain text: the same sections, with columns that line up."""

from __future__ import annotations

from collections.abc import Iterator

from tonghu.change.model import Report
from tonghu.entry.cell import plain
from tonghu.entry.width import width, wrapped
from tonghu.report.diff_section import Cells, Section
from tonghu.report.diff_words import Named, sections

COLUMNS = 78
GAP = "  "


def diff_text(found: Report, named: Named) -> Iterator[str]:
    """The whole report."""
    for number, section in enumerate(sections(found, named)):
        yield "\n".join(_section(section, number == 0)) + "\n"


def _section(section: Section, top: bool) -> Iterator[str]:
    yield f"【{plain(section.title)}】" if top else f"\n◆{plain(section.title)}"
    listed = not top and not section.table
    for line in section.lines:
        yield from wrapped(("- " if listed else "") + plain(line), COLUMNS, GAP * listed)
    if section.table:
        yield from _table(section.table, section.numbers)
    if section.more:
        yield plain(section.more)


def _table(table: tuple[Cells, ...], numbers: int) -> Iterator[str]:
    cells = [[plain(cell) for cell in each] for each in table]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    for each in cells:
        told = []
        for number, (cell, wide) in enumerate(zip(each, widths, strict=True)):
            space = " " * (wide - width(cell))
            told.append(space + cell if number >= len(each) - numbers else cell + space)
        yield GAP.join(told).rstrip()
