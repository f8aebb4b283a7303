"""The lines that problems stand in, with nothing in them that may be personal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from tonghu.problem import Problem
from tonghu.record.files import SEALED, content
from tonghu.record.numbers import masked
from tonghu.record.openly import hidden
from tonghu.schema import Schemas
from tonghu.schema.mask import OPEN as OPENLY
from tonghu.schema.mask import like_a_number, shown_key, shown_value
from tonghu.schema.node import chain, within

CODED = re.compile(r"[A-Za-z0-9/_-]{1,40}", re.ASCII)
WORD = re.compile(r"[^\s{}\[\],:\"'#：，（）「」“”]+|(?<=\w):(?=\w)")
ENDS = re.compile(r"\r\n|\r|\n")
MARKS = frozenset({"-", "---", "...", "|", ">", "&", "*", "!", "%", "?", "<<", "@", "`"})
OPEN = "P0"
TRUTHS = frozenset({"true", "false", "null"})


class Lines:
    """Reads the line of each problem; the last file is kept, for its next problem."""

    def __init__(self, roots: Sequence[Path], schemas: Schemas) -> None:
        self.roots = roots
        self.vocabulary = schemas.vocabulary | TRUTHS
        self.coded = coded(schemas)
        self._path = ""
        self._lines: list[str] = []

    def __call__(self, problem: Problem) -> str:
        """The line, masked; empty where it cannot be read."""
        if self._path != problem.path:
            self._path, self._lines = problem.path, self._read(problem.path)
        if problem.line > len(self._lines) or problem.path.endswith(SEALED):
            return ""
        return self.masked(self._lines[problem.line - 1])

    def masked(self, line: str) -> str:
        """A line with only the schemas' own words, ids and dates in it, as wide as it was."""
        shown = self._masked(masked(line))
        return "".join(each if each.isprintable() else " " for each in shown).rstrip()

    def _read(self, path: str) -> list[str]:
        for root in self.roots:
            try:
                return ENDS.split(content(root / path).decode("utf-8").removeprefix("\ufeff"))
            except (OSError, ValueError):
                continue
        return []

    def _masked(self, line: str) -> str:
        """Every word that is not the schemas' own, a short code or a date, is hidden."""
        key = ""

        def mask(found: re.Match[str]) -> str:
            nonlocal key
            word, before = found[0], key
            is_key = line[found.end() :].lstrip().startswith(":")
            key = word if is_key else ""
            known = word in MARKS or self._is_known(word, is_key)
            is_name = before in self.coded and CODED.fullmatch(word) and not like_a_number(word)
            return word if known or (is_name and not is_key) else hidden(word)

        return WORD.sub(mask, line)

    def _is_known(self, word: str, is_key: bool) -> bool:
        if is_key:
            return bool(shown_key(word, self.vocabulary))
        return bool(shown_value(word, self.vocabulary, OPEN))


def coded(schemas: Schemas) -> frozenset[str]:
    """The keys whose values are names of things, and are open wherever they stand."""
    codes: set[str] = set()
    others: set[str] = set()
    for name in schemas.names():
        for key, place in within(schemas.raw, schemas.node(name), set()):
            bodies = [step.body for step in chain(schemas.raw, place)]
            is_open = all(body.get("x-class", OPEN) in OPENLY for body in bodies)
            is_code = any("pattern" in body for body in bodies)
            (codes if is_open and is_code else others).add(key)
    return frozenset(codes - others)
