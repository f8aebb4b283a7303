"""Longer words of ordinary Chinese, from a dictionary where the part that has one is installed."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

DICTIONARY, FILE = "jieba", "dict.txt"
PERSON = "nr"
"""How the dictionary marks what is a person's name: no reason to pass over anything."""

FEWEST = 3


def ordinary() -> Iterator[str]:
    """Words longer than the shortest names; none where there is no dictionary."""
    found = find_spec(DICTIONARY)
    for folder in (found.submodule_search_locations or ()) if found else ():
        path = Path(folder) / FILE
        for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
            word, _, kind = line.partition(" ")
            if len(word) >= FEWEST and not kind.rpartition(" ")[2].startswith(PERSON):
                yield word
