"""Someone who follows a page: types its commands, writes its files, fills in its spreadsheets."""

import io
import re
import shlex
import subprocess
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from guide_pages import Piece, rows
from tonghu.cli import main

WHOSE, TASK = "编号", "要做的事"
WRITTEN = ("yaml", "make", "text")
ITS_KEY = "age1…"
KEY = re.compile(r"^age1[0-9a-z]{58}$", re.MULTILINE)


class Typing(io.TextIOWrapper):
    """What somebody types at a keyboard, where a program asks."""

    def __init__(self, typed: str) -> None:
        super().__init__(io.BytesIO(typed.encode("utf-8")), "utf-8")

    def isatty(self) -> bool:
        return True


def key_in(printed: str) -> str:
    """The public key that was printed last; none yet."""
    return next(reversed(KEY.findall(printed)), ITS_KEY)


def follow(line: str, change: Callable[[str], None]) -> str:
    """What a line of a page prints when it is typed."""
    program, *words = shlex.split(line)
    if program == "cd":
        change(*words)
        return ""
    return said(words) if program == "tonghu" else run(line)


def said(words: list[str]) -> str:
    """All that a command shows, results and complaints in their order."""
    screen = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n", write_through=True)
    with redirect_stdout(screen), redirect_stderr(screen):
        main(words)
    screen.seek(0)
    return screen.read()


def run(line: str) -> str:
    """What another program prints."""
    words = shlex.split(line)
    assert words[0] == "git"
    return subprocess.run(words, check=True, capture_output=True, encoding="utf-8").stdout


def take(piece: Piece) -> None:
    """Write or fill in what a reader is told to."""
    path = Path(piece.path)
    if piece.info == "table":
        fill(path, piece.body)
    elif piece.info in WRITTEN:
        path.parent.mkdir(parents=True, exist_ok=True)
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(edited(old, piece.body), encoding="utf-8", newline="\n")


def edited(old: str, new: str) -> str:
    """The old text with one of its top-level keys said anew, with more at its end, or all new."""
    if not old or new.startswith("-"):
        return new
    if new.startswith(" "):
        return old + new
    key = new.partition(":")[0]
    kept, replaced = [], False
    for line in old.splitlines(keepends=True):
        if not line.startswith((" ", "-", "#")):
            replaced = line.startswith(f"{key}:")
        kept += [] if replaced else [line]
    return "".join(kept) + new


def fill(path: Path, table: str) -> None:
    """Fill in the rows that a table names by whom and what they are about."""
    book = load_workbook(path)
    cells = list(book.worksheets[0].iter_rows())
    head = next(row for row in cells if WHOSE in [cell.value for cell in row])
    columns = {str(cell.value): number for number, cell in enumerate(head)}
    for told in rows(table):
        found = next(
            row
            for row in cells
            if row[columns[WHOSE]].value == told[WHOSE]
            and str(row[columns[TASK]].value).startswith(told[TASK])
        )
        for name in set(told) - {WHOSE, TASK}:
            found[columns[name]].value = typed(told[name])
    book.save(path)


def typed(text: str) -> date | str | None:
    """What a spreadsheet makes of what is typed."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text or None
