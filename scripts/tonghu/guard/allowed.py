"""What may stand where it stands: made-up numbers, each file named, counted and with a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tonghu.guard.scan import LEAK
from tonghu.problem import Problem, error

FILE = ".tonghu-guard"
COMMENT = "#"
HOW = "每行写：路径 处数 理由；路径要写全，不能用通配符。"


class Allowance(NamedTuple):
    """So many places in one file, and the line that says so."""

    path: str
    places: int
    line: int


def allowances(text: str) -> tuple[list[Allowance], list[Problem]]:
    """What a file of allowances says, and what is wrong with it."""
    found, problems = [], []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split(maxsplit=2)
        if not words or words[0].startswith(COMMENT):
            continue
        if len(words) == len(("path", "count", "reason")) and words[1].isdecimal():
            found.append(Allowance(words[0], int(words[1]), number))
        else:
            problems.append(error(FILE, (number, 1), "guard-allowance", HOW))
    return found, problems


def kept(problems: Sequence[Problem], allowed: Sequence[Allowance], whole: bool) -> list[Problem]:
    """What is left: a file with exactly as many places as allowed is passed over."""
    count = Counter(each.path for each in problems if each.code == LEAK)
    right = {each.path for each in allowed if count[each.path] == each.places}
    left = [each for each in problems if each.code != LEAK or each.path not in right]
    return [*left, *(_stale(allowed, count) if whole else ())]


def _stale(allowed: Sequence[Allowance], count: Counter[str]) -> Iterator[Problem]:
    """An allowance that is larger than it need be would let the next leak through."""
    for each in allowed:
        if count[each.path] < each.places:
            message = f"允许 {each.places} 处，只有 {count[each.path]} 处：请改小，或者删掉这一行。"
            yield error(FILE, (each.line, 1), "guard-allowance", message)
