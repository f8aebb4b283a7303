"""The folder of an issue: a CSV file for each table, the method note, and how it was made."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tonghu.disclosure.block import Day
from tonghu.disclosure.cell import Figure, cell
from tonghu.disclosure.note import Note
from tonghu.disclosure.noted import note

NOTE = "sdc.json"
MADE = "issue.json"
DEEP = (csv.Error, RecursionError)
"""What a cell without end, and a text that opens too many brackets, lead to."""
FIRST, LAST = ("table", "period", "geo"), ("value", "asof")


class BrokenIssueError(Exception):
    """A folder that is not an issue; the text says what is wrong with it."""


@dataclass(frozen=True)
class Issue:
    """One issue as published: its figures, its note, and how it was made."""

    period: str
    figures: tuple[Figure, ...]
    note: Note
    made: Mapping[str, Any]

    @property
    def asof(self) -> str:
        """The day that its new figures tell of."""
        return str(self.made.get("asof") or max((f.asof for f in self.figures), default=""))

    def geos(self) -> set[str]:
        """Every place that it has a figure of."""
        return {figure.cell.geo for figure in self.figures}

    def day(self) -> Day:
        """Its new figures, as they are attacked."""
        withheld = self.made.get("withheld", ())
        return Day(self.asof, self.anew(), self.geos(), self.note, withheld)

    def anew(self) -> list[Figure]:
        """The figures that were made for this issue, not carried from an earlier one."""
        return [figure for figure in self.figures if figure.asof == self.asof]


def written(issue: Issue) -> dict[str, str]:
    """The files of an issue by name."""
    tables: dict[str, list[Figure]] = {table: [] for table in issue.made["tables"]}
    for figure in issue.figures:
        tables.setdefault(figure.table, []).append(figure)
    files = {f"{table}.csv": _sheet(issue, table, rows) for table, rows in tables.items()}
    files[NOTE] = _json(issue.note.json())
    files[MADE] = _json(issue.made)
    return files


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _sheet(issue: Issue, table: str, figures: Iterable[Figure]) -> str:
    names: list[str] = list(issue.made["tables"].get(table, {}).get("dimensions", ()))
    text = io.StringIO()
    sheet = csv.writer(text, lineterminator="\n")
    sheet.writerow([*FIRST, *names, *LAST])
    hidden = f"<{issue.note.protection(table).threshold}"
    for figure in figures:
        values = dict(figure.cell.dims)
        shown = hidden if figure.value is None else figure.value
        key = [table, issue.period, figure.cell.geo, *(values.get(name, "") for name in names)]
        sheet.writerow([*key, shown, figure.asof])
    return text.getvalue()


def read_issue(folder: Path) -> Issue:
    """An issue out of its folder."""
    try:
        said = note(json.loads((folder / NOTE).read_text(encoding="utf-8")))
        path = folder / MADE
        made = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        figures: list[Figure] = []
        for sheet in sorted(folder.glob("*.csv")):
            figures += _figures(sheet.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, *DEEP) as error:
        raise BrokenIssueError(f"{folder.name}：{type(error).__name__}") from None
    return Issue(folder.name, tuple(figures), said, made)


def _figures(text: str) -> Iterable[Figure]:
    for row in csv.DictReader(io.StringIO(text)):
        dims = {name: value for name, value in row.items() if name not in (*FIRST, *LAST)}
        value = None if row["value"].startswith("<") else int(row["value"])
        yield Figure(row["table"], cell(row["geo"], dims), value, row["asof"])


def read_issues(folder: Path) -> list[Issue]:
    """All issues below a folder in order of their periods; a folder that is one is the only one."""
    if (folder / NOTE).exists():
        return [read_issue(folder)]
    inside = sorted(path for path in folder.glob("*") if (path / NOTE).exists())
    return [read_issue(path) for path in inside]
