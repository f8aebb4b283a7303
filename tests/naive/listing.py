"""Which of all lines a due list shows."""

from datetime import date
from typing import Any

Row = dict[str, Any]


def listed(rows: list[Row], on: date, since: str | None, *, everything: bool) -> list[Row]:
    """A24, A31: what ends on or after `since`; without `everything` what is still to be done."""
    shown = [row for row in rows if not since or not row["due"] or row["due"] >= since]
    if everything:
        return shown
    return [row for row in shown if open_or_of_this_month(row, on)]


def open_or_of_this_month(row: Row, on: date) -> bool:
    if row["status"] == "satisfied":
        return max(str(row["done"] or ""), str(row["opens"]))[:7] == on.isoformat()[:7]
    return row["status"] in ("due", "overdue")
