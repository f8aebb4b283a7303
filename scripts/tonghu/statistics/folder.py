"""The folder of an issue: a CSV file for each table, the method note, and how it was made."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from tonghu.disclosure.block import Day
from tonghu.disclosure.cell import Figure, cell
from tonghu.disclosure.note import Note
from tonghu.disclosure.noted import note
from tonghu.period import day
from tonghu.statistics.made import sound

NOTE = "sdc.json"
MADE = "issue.json"
CSV = ".csv"
T = TypeVar("T")
NUMBER = re.compile(r"[0-9]{1,9}")
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
    files = {sheet(table): _sheet(issue, table, rows) for table, rows in tables.items()}
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


def sheet(table: str) -> str:
    """The name of a table's file."""
    return f"{table}{CSV}"


def read_issue(folder: Path) -> Issue:
    """An issue out of its folder."""
    said = _read(folder / NOTE, lambda text: note(json.loads(text)))
    path = folder / MADE
    made = _read(path, lambda text: sound(json.loads(text))) if path.exists() else {}
    figures: list[Figure] = []
    for each in sorted(folder.glob(f"*{CSV}")):
        figures += _read(each, lambda text: list(_figures(text, said)))
    return Issue(folder.name, tuple(figures), said, made)


def _read(path: Path, meaning: Callable[[str], T]) -> T:
    """What a file of an issue means; BrokenIssueError names the file that means nothing."""
    try:
        return meaning(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, csv.Error):
        raise BrokenIssueError(f"{path.parent.name}/{path.name} 的内容不对") from None


def _figures(text: str, said: Note) -> Iterator[Figure]:
    for row in csv.DictReader(io.StringIO(text)):
        dims = {name: value for name, value in row.items() if name not in (*FIRST, *LAST)}
        if any(value and value not in said.domains[name] for name, value in dims.items()):
            raise ValueError("unknown value")
        written = row["value"]
        hidden = written == f"<{said.protection(row['table']).threshold}"
        if not hidden and not NUMBER.fullmatch(written):
            raise ValueError("no count")
        day(row["asof"])
        where = cell(row["geo"], dims)
        yield Figure(row["table"], where, None if hidden else int(written), row["asof"])


def read_issues(folder: Path) -> list[Issue]:
    """All issues below a folder in order of their periods; a folder that is one is the only one."""
    if (folder / NOTE).exists():
        return [read_issue(folder)]
    inside = sorted(path for path in folder.glob("*") if (path / NOTE).exists())
    return [read_issue(path) for path in inside]
