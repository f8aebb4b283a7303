"""A ledger as Markdown: what it says on the whole, and the table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tonghu.ledger.model import Cell
from tonghu.ledger.table import Table
from tonghu.report import ledger_words as words
from tonghu.report.due_md import safe


def ledger_md(table: Table, meanings: Mapping[str, str]) -> Iterator[str]:
    """The whole ledger."""
    yield f"# {safe(words.title(table))}\n\n"
    for note in words.notes(table):
        yield f"- {safe(note)}\n"
    heads = words.heads(table)
    yield f"\n{_row(heads)}\n|{'---|' * len(heads)}\n" if table.rows else f"\n{words.NOBODY}\n"
    for row in table.rows:
        yield _row(row) + "\n"
    yield "\n"
    for told in words.legend(table, meanings):
        yield f"- {safe(told)}\n"


def _row(cells: Iterable[Cell]) -> str:
    return f"| {' | '.join(safe(str(cell)) for cell in cells)} |"
