"""The parser under the reference: libyaml's events, or PyYAML's own where libyaml is missing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Span = tuple[int, int]
COMMENT = re.compile(r"(?:^|(?<=[\s,\[\]{}\"]))#.*", re.MULTILINE)


def events(text: str) -> Iterator[Any]:
    """The events of a text; a syntax error is a YAMLError with a mark."""
    yield from yaml.parse(text, Loader=LOADER)


def span(event: Any) -> Span:
    """From which character to which an event reaches."""
    return event.start_mark.index, event.end_mark.index


def outside_quotes(text: str, quoted: Sequence[Span]) -> str:
    """The text with every quoted character made a quotation mark, and every other in its place."""
    parts: list[str] = []
    end = 0
    for start, stop in quoted:
        parts += [text[end:start], re.sub(r"[^\n]", '"', text[start:stop])]
        end = stop
    return "".join([*parts, text[end:]])


def has_comment(raw: bytes) -> bool:
    """Whether writing the data anew would lose a comment; a file that cannot be read has one."""
    try:
        text = raw.decode("utf-8")
        if "#" not in text:
            return False
        quoted = [span(event) for event in events(text) if getattr(event, "style", None)]
    except (UnicodeDecodeError, yaml.YAMLError):
        return True
    return COMMENT.search(outside_quotes(text, quoted)) is not None
