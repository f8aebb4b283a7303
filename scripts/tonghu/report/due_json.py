"""The due list as JSON, written as it is worked out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from tonghu.period import iso
from tonghu.sweep import Encoded


def due_json(on: int, since: int | None, parts: Iterable[Encoded]) -> Iterator[str]:
    """Pieces of the JSON text of DESIGN section 5: on, since, items, flags."""
    told = json.dumps(None if since is None else iso(since))
    yield f'{{"on": "{iso(on)}", "since": {told}, "items": ['
    flags = []
    separator = "\n"
    for part in parts:
        flags += part.flags
        if part.text:
            yield separator + part.text
            separator = ",\n"
    yield '\n], "flags": [\n'
    yield ",\n".join(json.dumps(flag.json(), ensure_ascii=False) for flag in flags)
    yield "\n]}\n"
