"""A ledger as one flat table, for a spreadsheet or a program."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO

from tonghu.entry.cell import harmless
from tonghu.ledger.model import Cell
from tonghu.ledger.table import Table
from tonghu.report import ledger_words as words
from tonghu.report.due_csv import BOM


def ledger_csv(table: Table, meanings: Mapping[str, str]) -> Iterator[str]:  # noqa: ARG001
    """The heads and the rows; totals and what words mean are in the other forms."""
    yield BOM + _row(words.heads(table))
    yield from (_row(row) for row in table.rows)


def _row(cells: Iterable[Cell]) -> str:
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in cells])
    return out.getvalue()
