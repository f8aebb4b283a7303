"""What a change does as Markdown: for the summary of a job, or a comment on a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from tonghu.change.model import Report
from tonghu.report.diff_section import Cells, Section
from tonghu.report.diff_words import Named, sections
from tonghu.report.due_md import row, safe


def diff_md(found: Report, named: Named) -> Iterator[str]:
    """The whole report."""
    for number, section in enumerate(sections(found, named)):
        yield "\n".join(_section(section, number == 0)) + "\n"


def _section(section: Section, top: bool) -> Iterator[str]:
    yield f"# {safe(section.title)}" if top else f"\n## {safe(section.title)}"
    for line in section.lines:
        yield f"\n{safe(line)}" if top or section.table else f"{_gap(section, line)}- {safe(line)}"
    if section.table:
        yield from ("", *_table(section.table, section.numbers))
    if section.more:
        yield f"\n{safe(section.more)}"


def _gap(section: Section, line: str) -> str:
    return "\n" if line is section.lines[0] else ""


def _table(table: tuple[Cells, ...], numbers: int) -> Iterator[str]:
    heads, *rows = table
    words = len(heads) - numbers
    yield row(map(safe, heads))
    yield "|" + "---|" * words + "---:|" * numbers
    yield from (row(map(safe, cells)) for cells in rows)
