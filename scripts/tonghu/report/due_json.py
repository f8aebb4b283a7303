"""The due list as JSON, written as it is worked out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from tonghu.due.flag import ALERTS, MISSING, Flag
from tonghu.period import iso
from tonghu.sweep import Encoded


def due_json(on: int, since: int | None, parts: Iterable[Encoded]) -> Iterator[str]:
    """Pieces of the JSON text: on, since, items, flags; first what may be missing or wrong."""
    begins = json.dumps(None if since is None else iso(since))
    yield f'{{"on": "{iso(on)}", "since": {begins}, "items": ['
    flags: list[Flag] = []
    separator = "\n"
    for part in parts:
        flags += part.flags
        if part.text:
            yield separator + part.text
            separator = ",\n"
    told = dict.fromkeys(flag for flag in flags if flag.code != MISSING)
    first = sorted(told, key=lambda flag: flag.code not in ALERTS)
    yield '\n], "flags": [\n'
    yield ",\n".join(json.dumps(flag.json(), ensure_ascii=False) for flag in first)
    yield "\n]}\n"
