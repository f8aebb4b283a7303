"""Writing: one canonical text for any data, and a file that is there whole or not at all."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tonghu.source.scalars import WORDS, is_ambiguous, is_number
from tonghu.source.traps import UNSEEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Orders = Mapping[str, Sequence[str]]

PLAIN = r"[0-9A-Za-z_一-鿿](?:[0-9A-Za-z_一-鿿./@+\-]| (?=[0-9A-Za-z_一-鿿]))*"
ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0"}
ESCAPED = rf'["\\\n\t]|{UNSEEN}'


def dump(data: Any, orders: Orders | None = None) -> str:
    """The canonical text of a record (a mapping) or of a file of events (a list).

    `orders` gives the order of keys: under "" for the outermost mapping, or for each item of an
    outermost list, and under a key's name for the mapping or the list of mappings it holds. Keys
    that are not named follow in the order they have. A list of mappings has one item a line.
    """
    orders = orders or {}
    if isinstance(data, list) and data:
        return "".join(_items("", data, "", orders))
    if isinstance(data, dict) and data:
        return "".join(_entries(data, orders))
    return _inline(data, "", orders) + "\n"


def _entries(data: dict[str, Any], orders: Orders) -> Iterator[str]:
    for key in _ordered(data, orders.get("", ())):
        value = data[key]
        if isinstance(value, list) and any(isinstance(item, dict) for item in value):
            yield f"{_scalar(key)}:\n"
            yield from _items("  ", value, key, orders)
        else:
            yield f"{_scalar(key)}: {_inline(value, key, orders)}\n"


def _items(indent: str, items: list[Any], name: str, orders: Orders) -> Iterator[str]:
    for item in items:
        yield f"{indent}- {_inline(item, name, orders)}\n"


def _ordered(data: dict[str, Any], order: Sequence[str]) -> list[str]:
    """The keys that the order names, then the others as they come."""
    return [key for key in order if key in data] + [key for key in data if key not in order]


def _inline(value: Any, name: str, orders: Orders) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        parts = (
            f"{_scalar(key)}: {_inline(value[key], key, orders)}"
            for key in _ordered(value, orders.get(name, ()))
        )
        return "{" + ", ".join(parts) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_inline(item, name, orders) for item in value) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _string(value)
    return _number(value)


def _number(value: int | float) -> str:
    """A number as every parser reads it; ValueError where there is no such form."""
    text = repr(value)
    if not is_number(text):
        raise ValueError(text)
    return text


@lru_cache(maxsize=8192)
def _string(text: str) -> str:
    """A string without quotes where nobody can take it for something else, else in double ones."""
    if re.fullmatch(PLAIN, text) and not (text in WORDS or is_number(text) or is_ambiguous(text)):
        return text
    return '"' + re.sub(ESCAPED, _escape, text) + '"'


def _escape(found: re.Match[str]) -> str:
    return ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04x}"


def replace(path: Path, text: str, *, lasting: bool = True) -> None:
    """Write a text with LF and UTF-8 beside its place, then move it there in one step.

    `lasting` waits until the disk has it, so that a power cut leaves the old text or the new.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            if lasting:
                os.fsync(file.fileno())
        if path.exists():
            temporary.chmod(path.stat().st_mode)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    if lasting:
        settle(path.parent)


def settle(folder: Path) -> None:
    """Wait until the disk has the names in a folder, where a system can open one."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
