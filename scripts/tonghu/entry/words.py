"""The words of a command: about whom, what happened, and the attributes of each event."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

PAIR = re.compile(r"([^\W\d]\w*)\s*[=＝](.*)", re.DOTALL)
AND = ("+", "＋")
NO_EVENT = "还没写是什么事，例如：{target} 事件 键=值"
NO_TARGET = "还没写是谁的事：先写儿童编号（可以写几个），再写事件。"
STRAY = (
    "“{word}”放错了位置：先写儿童编号，再写事件，后面都写成“键=值”；一个键有几个值时用顿号隔开。"
)
TWICE = "同一件事里 {key} 写了两次：只留一个；一个键有几个值时用顿号隔开。"
EMPTY = "加号后面要写一件事，例如：+ 事件 键=值"


class Act(NamedTuple):
    """One event as typed: its kind and its attributes."""

    kind: str
    pairs: tuple[tuple[str, str], ...]


class Said(NamedTuple):
    """About whom and what; `refused` says why the words make no sense, else empty."""

    targets: tuple[str, ...]
    acts: tuple[Act, ...]
    refused: str = ""


def said(words: Sequence[str], *, named: bool) -> Said:
    """Targets, then one event with its pairs, then further events each after a plus.

    `named`: whether the subjects are named elsewhere, as by their household.
    """
    first, *others = _pieces(words)
    bare = _leading(first)
    if not bare:
        return _refused(NO_TARGET)
    targets, kind = bare[:-1], bare[-1]
    if not targets and not named:
        return _refused(NO_EVENT.format(target=kind) if kind.isascii() else NO_TARGET)
    acts = []
    for piece in [[kind, *first[len(bare) :]], *others]:
        if not piece or PAIR.fullmatch(piece[0]):
            return _refused(EMPTY)
        if why := unpaired(piece[1:]):
            return _refused(why)
        acts.append(Act(piece[0], pairs(piece[1:])))
    return Said(tuple(dict.fromkeys(targets)), tuple(acts))


def unpaired(words: Sequence[str]) -> str:
    """Why words are no pairs, each of another key; empty where they are."""
    stray = next((word for word in words if not PAIR.fullmatch(word)), None)
    if stray is not None:
        return STRAY.format(word=stray[:20])
    keys = [key for key, _ in pairs(words)]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    return TWICE.format(key=twice) if twice else ""


def pairs(words: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Each `key=value` as key and value; what is none is left out."""
    found = (PAIR.fullmatch(word) for word in words)
    return tuple((pair[1], pair[2]) for pair in found if pair)


def _pieces(words: Sequence[str]) -> list[list[str]]:
    pieces: list[list[str]] = [[]]
    for word in words:
        if word in AND:
            pieces.append([])
        else:
            pieces[-1].append(word)
    return pieces


def _leading(piece: Sequence[str]) -> list[str]:
    count = next((place for place, word in enumerate(piece) if PAIR.fullmatch(word)), len(piece))
    return list(piece[:count])


def _refused(why: str) -> Said:
    return Said((), (), why)
