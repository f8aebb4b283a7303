"""Seeded slips in definitions: a value, a key or a line of a file is something else."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tonghu.source import dump, read, read_page

LINES = Path(__file__).with_name("slips.txt").read_text(encoding="utf-8").splitlines()
VALUES: list[Any] = [*map(json.loads, LINES), "好" * 5000]
KEYS = [
    "every",
    "within",
    "times",
    "since",
    "before",
    "per",
    "early",
    "first",
    "kind",
    "foo",
    "adopt",
    "option",
    "not",
    "anyOf",
    "$ref",
    "village-visit",
    "nope",
    "when",
    "among",
    "holds",
    "after",
    "carried",
    "answers",
    "ended_by",
    "order",
    "list",
    "each",
    "中文",
]


def mutated(raw: str, chance: random.Random) -> str:
    """A file with one or two slips, as data or as text."""
    if chance.random() < 0.1:
        return _text(raw, chance)
    if not raw.startswith("---\n"):
        return dump(_slipped(read("", raw.encode()).data, chance))
    page = read_page("", raw.encode())
    return f"---\n{dump(_slipped(page.document.data, chance))}---\n{page.body}"


def _text(raw: str, chance: random.Random) -> str:
    lines = raw.splitlines(keepends=True)
    at = chance.randrange(len(lines) + 1)
    slip = chance.choice(["---\n", "\t x\n", "a: [\n", "：\n", "  - \n", "<<: *a\n", "\u200b: 1\n"])
    return "".join([*lines[:at], slip, *lines[at + chance.randrange(2) :]])


def _slipped(data: Any, chance: random.Random) -> Any:
    for _ in range(chance.choice([1, 1, 2])):
        spots = list(_spots(data))
        if not spots:
            return chance.choice(VALUES)
        data = _with(data, chance.choice(spots), chance)
    return data


def _spots(data: Any, where: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    each = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data if isinstance(data, list) else [])
    )
    for key, value in each:
        yield (*where, key)
        yield from _spots(value, (*where, key))


def _with(data: Any, where: tuple[Any, ...], chance: random.Random) -> Any:
    step, *rest = where
    copy: Any = dict(data) if isinstance(data, dict) else list(data)
    if rest:
        copy[step] = _with(data[step], tuple(rest), chance)
        return copy
    match chance.randrange(5):
        case 0:
            del copy[step]
        case 1 if isinstance(copy, dict):
            copy[chance.choice(KEYS)] = chance.choice(VALUES)
        case 2 if isinstance(copy, dict):
            copy[chance.choice(KEYS)] = copy.pop(step)
        case _:
            copy[step] = chance.choice(VALUES)
    return copy
