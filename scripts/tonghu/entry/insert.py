"""New events in a file that people keep by hand: its comments and its other lines stay."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tonghu.entry.canonical import PLACE, TIMELINE, canonical, order_of_kinds, same
from tonghu.schema import Schemas
from tonghu.source import Document, has_comment, read

EMPTY = re.compile(r"^timeline:[ ]*(?:\[[ ]*\]|null)?[ ]*(#.*)?$", re.MULTILINE)
BLOCK = re.compile(r"^timeline:[ ]*(?:#.*)?\n(?:(?:[ ]*|[ ]*#.*|[ ]+.*|-.*)\n)+", re.MULTILINE)
ITEM = re.compile(r"^([ ]*)- ", re.MULTILINE)


def with_events(
    schemas: Schemas, name: str, document: Document, wanted: Any, events: Sequence[Any]
) -> str | None:
    """The text of a record's file with more events; None where no text is certainly right.

    `wanted` is what the file must hold afterwards.
    """
    if document.problems:
        return None
    text = document.raw.decode("utf-8").replace("\r\n", "\n")
    tidy = canonical(schemas, name, wanted)
    texts = [tidy] if text == canonical(schemas, name, document.data) else []
    if name == PLACE:
        texts.append(_inserted(schemas, text, events))
    if not has_comment(document.raw):
        texts.append(tidy)
    kinds = order_of_kinds(schemas, name)
    return next((each for each in texts if _says(each, wanted, kinds)), None)


def _says(text: str, wanted: Any, kinds: Mapping[str, int]) -> bool:
    document = read("", text.encode())
    return not document.problems and same(document.data, wanted, kinds)


def _inserted(schemas: Schemas, text: str, events: Sequence[Any]) -> str:
    """The text with a line for each event after the last line of its timeline."""
    text = text if text.endswith("\n") or not text else text + "\n"
    block = BLOCK.search(text)
    if block is None:
        text = EMPTY.sub(r"timeline: \1", text) if EMPTY.search(text) else f"{text}{TIMELINE}:\n"
        text = re.sub(r"^timeline: +$", "timeline:", text, flags=re.MULTILINE)
        found = EMPTY.search(text)
        end, indent = (found.end() + 1 if found else len(text)), "  "
    else:
        kept = block[0].rstrip()
        item = ITEM.search(block[0])
        end, indent = block.start() + len(kept) + 1, item[1] if item else "  "
    lines = canonical(schemas, PLACE, {TIMELINE: list(events)}).splitlines(keepends=True)[1:]
    return text[:end] + "".join(indent + line.lstrip() for line in lines) + text[end:]
