"""The same work on many independent pieces, in several processes where that pays."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

Piece = TypeVar("Piece")
Result = TypeVar("Result")

PAYS_FROM = 500
"""Pieces below which starting processes costs more than it saves."""

CHUNK = 200
"""Pieces handed to a process at a time."""

_state: Any = None


def _prepare(prepare: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    global _state
    _state = prepare(*arguments)


def _call(call: tuple[Callable[[Any, Any], Any], Any]) -> Any:
    work, chunk = call
    return work(_state, chunk)


def chunks(pieces: Sequence[Piece], size: int) -> Iterator[Sequence[Piece]]:
    """The pieces in order, `size` at a time."""
    for start in range(0, len(pieces), size):
        yield pieces[start : start + size]


def mapped(
    prepare: Callable[..., Any],
    arguments: tuple[Any, ...],
    work: Callable[[Any, Sequence[Piece]], Result],
    pieces: Sequence[Piece],
) -> Iterator[Result]:
    """`work(prepare(*arguments), chunk)` for every chunk, in the order of the pieces.

    Every process prepares its own state once; the functions must be importable by name.
    """
    processes = min(os.cpu_count() or 1, len(pieces) // PAYS_FROM + 1)
    if processes == 1:
        state = prepare(*arguments)
        for chunk in chunks(pieces, CHUNK):
            yield work(state, chunk)
        return
    context = multiprocessing.get_context("fork" if os.name == "posix" else "spawn")
    with context.Pool(processes, _prepare, (prepare, arguments)) as pool:
        calls = ((work, chunk) for chunk in chunks(pieces, CHUNK))
        yield from pool.imap(_call, calls)
