"""The sealed cells of a ledger filled in, for somebody with a key and nobody else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from tonghu.ledger.cells import ID
from tonghu.ledger.model import Cell, Column
from tonghu.ledger.table import Table

Halves = Mapping[str, Sequence[Mapping[str, Any]]]
"""Id → what the sealed halves of a child say."""


def subjects(table: Table) -> list[str]:
    """The ids in a ledger; none where it has no column of ids, or nothing sealed."""
    place = _ids(table)
    if place is None or not any(column.sealed for column in table.ledger.columns):
        return []
    return list(dict.fromkeys(str(row[place]) for row in table.rows))


def opened(table: Table, halves: Halves) -> Table:
    """The same table with what is sealed, where it was opened."""
    place = _ids(table)
    if place is None:
        return table
    columns = table.ledger.columns
    rows = [_row(row, columns, halves.get(str(row[place]), ())) for row in table.rows]
    return replace(table, rows=rows)


def _ids(table: Table) -> int | None:
    names = [column.of.name if column.of else "" for column in table.ledger.columns]
    return names.index(ID) if ID in names else None


def _row(
    row: tuple[Cell, ...], columns: Sequence[Column], halves: Sequence[Mapping[str, Any]]
) -> tuple[Cell, ...]:
    return tuple(_cell(column, cell, halves) for column, cell in zip(columns, row, strict=True))


def _cell(column: Column, cell: Cell, halves: Sequence[Mapping[str, Any]]) -> Cell:
    found = (half.get(column.sealed) for half in halves if column.sealed)
    return next((str(value) for value in found if isinstance(value, str)), cell)
