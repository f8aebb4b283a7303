"""The text that is in a file: of archives and mail each part, of pages as people read them."""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from tonghu.guard import mail

ZIP = b"PK\x03\x04"
DEEPEST = 3
LARGEST = 64 * 1024 * 1024
"""So much of an archive's part is read, and no more."""

NUL = b"\x00"
HEAD = 8192
WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
FOLD = re.compile(r"(?:[^\r\n]*\r?\n[ \t])+[^\r\n]*")
FOLDED = re.compile(r"\r?\n[ \t]")
INLINE = re.compile(
    r"</?(?:a|b|i|u|em|code|mark|span|strong|font|small|wbr|sub|sup|text:(?:span|s|a))\b[^<>]*>",
    re.I,
)
ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
POWER = re.compile(r"(?<![\w.])(\d)\.(\d{4,17})[eE]\+?(\d{2})(?![\w.])", re.ASCII)
MARKUP = (".html", ".htm", ".xml", ".svg", ".rels", ".xhtml", ".md", ".markdown")
CELLS = re.compile(r"</t[dh]>(\s*)<t[dh]\b[^<>]*>|</v></c>(\s*)<c\b[^<>]*><v>", re.I)
"""Where one cell of a table ends and the next begins."""

RUNS = re.compile(r"</(?:\w+:)?t>(.*?)<(?:\w+:)?t(?:\s[^<>]*)?>", re.S)
APART = re.compile(r"</(?:\w+:)?(?:p|si|is|tc|c)>|<(?:\w+:)?(?:tab|br|cr)\b")
CELL = re.compile(r"</(?:\w+:)?tc>")
"""What stands between two pieces of a paragraph's text, what parts them, and the end of a cell."""


def texts(name: str, raw: bytes, depth: int = 0) -> Iterator[tuple[str, str | None]]:
    """The name and the text of a file, or of everything in it; nothing of pictures and programs.

    None stands for the rest of an archive that cannot be opened to its end.
    """
    if raw[: len(ZIP)] == ZIP and depth < DEEPEST:
        yield from _archive(name, raw, depth)
        return
    text = _decoded(raw)
    if text is not None:
        yield name, _read(name, text)
        if depth < DEEPEST and mail.is_mail(raw):
            for number, part in enumerate(mail.parts(raw), 1):
                yield from texts(f"{name}/{number}", part, depth + 1)


def is_text(raw: bytes) -> bool:
    """Whether there is anything in a file that can be read."""
    return raw[: len(ZIP)] == ZIP or raw[:2] in WIDE or NUL not in raw[:HEAD]


def _archive(name: str, raw: bytes, depth: int) -> Iterator[tuple[str, str | None]]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for member in archive.infolist():
                yield f"{name}/{member.filename}", member.filename
                with archive.open(member) as part:
                    yield from texts(f"{name}/{member.filename}", part.read(LARGEST), depth + 1)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, zlib.error):
        yield name, None


def _decoded(raw: bytes) -> str | None:
    if not is_text(raw):
        return None
    for encoding in (WIDE.get(raw[:2], "utf-8"), "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def _read(name: str, text: str) -> str:
    """The text as people read it; every line stays on its line."""
    lower = name.lower()
    if lower.endswith(".ics"):
        text = FOLD.sub(_unfolded, text)
    if lower.endswith(MARKUP):
        text = CELLS.sub(_next, RUNS.sub(_joined, INLINE.sub("", text)))
    text = html.unescape(text) if "&" in text else text
    if "\\u" in text:
        text = ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    if "%" in text:
        text = PERCENT.sub(_unquoted, text)
    return POWER.sub(_whole, text) if "E" in text or "e+" in text else text


def _joined(found: re.Match[str]) -> str:
    """Two pieces of one paragraph as one, with the ends of lines; two cells side by side."""
    if CELL.search(found[1]):
        return "|" + "\n" * found[0].count("\n")
    return found[0] if APART.search(found[1]) else "\n" * found[0].count("\n")


def _next(found: re.Match[str]) -> str:
    return "|" + (found[1] or found[2] or "")


def _unfolded(lines: re.Match[str]) -> str:
    """One line of a calendar in one piece, and the ends of its lines after it."""
    return FOLDED.sub("", lines[0]) + "\n" * lines[0].count("\n")


def _unquoted(found: re.Match[str]) -> str:
    """Characters of an address as they are; a line in it stays one line."""
    raw = bytes.fromhex(found[0].replace("%", ""))
    return raw.decode("utf-8", "replace").replace("\n", " ").replace("\r", " ")


def _whole(found: re.Match[str]) -> str:
    """A number as spreadsheets keep long ones, without the power of ten."""
    digits = found[1] + found[2]
    return digits.ljust(int(found[3]) + 1, "0") if int(found[3]) < len(digits) + 4 else found[0]
