"""Pages as a reader follows them: commands in order, what they print, files to write, rows to fill.

How a page says what, without marks that a reader would stumble over:

- a bare code block holds command lines; an `input` block what is typed when they ask; an `output`
  block what they printed, a line `…` standing for some lines left out;
- a block after a sentence that ends with a path in backticks and a colon is written to that path:
  a whole file, the same top-level key of one that is there, or (indented) more at its end;
- `age1…` stands for the public key that was printed last; `export` lines are obeyed;
- a table after a sentence that ends with the path of a spreadsheet and a colon is filled in there.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

PIECE = re.compile(
    r"^(?P<fence>```+)(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=fence)[ ]*$|(?P<table>(?:^\|[^\n]*\n)+)",
    re.MULTILINE | re.DOTALL,
)
PATH = re.compile(r"`(?P<path>[\w./-]+\.(?:yml|xlsx|gitignore)|Makefile)`[^`\n]*：$")
INLINE = re.compile(r"`(tonghu [^`\n]+)`")


class Piece(NamedTuple):
    """A code block or a table, its line, and the path that the sentence before it names."""

    line: int
    info: str
    body: str
    path: str


def pieces(page: Path) -> Iterator[Piece]:
    """The code blocks and tables of a page."""
    text = page.read_text(encoding="utf-8")
    for found in PIECE.finditer(text):
        before = text[: found.start()].rstrip()
        named = PATH.search(before.rpartition("\n")[2])
        info = "table" if found["table"] else found["info"].strip()
        body = found["table"] or found["body"]
        yield Piece(
            text.count("\n", 0, found.start()) + 1, info, body, named["path"] if named else ""
        )


def command_lines(page: Path) -> Iterator[tuple[int, str]]:
    """Every `tonghu …` of a page with its line; what is said beside a command is left out."""
    for piece in pieces(page):
        if not piece.info:
            for number, text in enumerate(piece.body.splitlines(), piece.line + 1):
                for each in re.split(r"\s{2,}", text):
                    if each.startswith("tonghu "):
                        yield number, each.removesuffix(" ·")
    text = page.read_text(encoding="utf-8")
    for found in INLINE.finditer(text):
        yield text.count("\n", 0, found.start()) + 1, found[1]


def phrases(page: Path, kinds: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What tables say to write: a kind of event, and the attributes in backticks after it."""
    known = "|".join(kinds)
    for piece in pieces(page):
        for line in piece.body.splitlines() if piece.info == "table" else ():
            for found in re.finditer(rf"(?<!\w)({known})[ |]+((?:`\w+=[^`]+`、?)+)", line):
                for attributes in re.findall(r"`([^`]+)`", found[2]):
                    yield found[1], attributes


def rows(table: str) -> list[dict[str, str]]:
    """The rows of a Markdown table by column."""
    lines = [line.strip()[1:-1].split("|") for line in table.splitlines()]
    head, _, *others = [[cell.strip().strip("`") for cell in line] for line in lines]
    return [dict(zip(head, each, strict=True)) for each in others]


def alike(shown: str, printed: str) -> bool:
    """Whether a page shows what was printed, lines `…` standing for any others."""
    parts = re.split(r"^…\n", shown, flags=re.MULTILINE)
    pattern = r"(?:.*\n)*?".join(map(re.escape, parts))
    return re.fullmatch(pattern, printed) is not None
