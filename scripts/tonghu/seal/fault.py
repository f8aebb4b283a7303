"""One thing that is wrong with a sealed file: where, which code, and a sentence."""

from __future__ import annotations

from typing import NamedTuple

Where = tuple[str | int, ...]


class Fault(NamedTuple):
    """`where` is the path of the value in the file; `key` whether its key is meant."""

    where: Where
    code: str
    message: str
    key: bool = False
