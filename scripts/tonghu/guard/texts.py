"""The text that is in a file: of archives each part, of pages and calendars as people read it."""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

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
    r"</?(?:a|b|i|u|em|code|mark|span|strong|font|small|wbr|sub|sup)\b[^<>]*>", re.I
)
ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
POWER = re.compile(r"(?<![\w.])(\d)\.(\d{4,17})[eE]\+?(\d{2})(?![\w.])", re.ASCII)
MARKUP = (".html", ".htm", ".xml", ".svg", ".rels", ".xhtml")


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
        text = INLINE.sub("", text)
        text = html.unescape(text) if "&" in text else text
    if "\\u" in text:
        text = ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    if "%" in text:
        text = PERCENT.sub(_unquoted, text)
    return POWER.sub(_whole, text) if "E" in text or "e+" in text else text


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
