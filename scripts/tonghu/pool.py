"""The same work on many independent pieces, in several processes where that pays."""

from __future__ import annotations

import errno
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, TypeVar

Piece = TypeVar("Piece")
Result = TypeVar("Result")

PAYS_FROM = 500
"""Pieces below which starting processes costs more than it saves."""

CHUNK = 200
"""Pieces handed to a process at a time."""

AHEAD = 3
"""Chunks that a process may be ahead of who reads the results."""

LOST = "一个工作进程被系统中途结束了，多半是内存不够；请关掉别的程序，再运行一次"

METHOD = "fork" if os.name == "posix" else "spawn"
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
    prepared: Any = None,
) -> Iterator[Result]:
    """`work(prepare(*arguments), chunk)` for every chunk, in the order of the pieces.

    Every process prepares its own state once; the functions must be importable by name. Where
    the state is `prepared` already, a process that is forked has it from the beginning.
    """
    processes = min(os.cpu_count() or 1, len(pieces) // PAYS_FROM + 1)
    if processes > 1:
        if prepared is not None and METHOD == "fork":
            prepare, arguments = partial(_given, prepared), ()
        yield from _shared(processes, (prepare, arguments), work, pieces)
        return
    state = prepare(*arguments) if prepared is None else prepared
    for chunk in chunks(pieces, CHUNK):
        yield work(state, chunk)


def _given(prepared: Any) -> Any:
    return prepared


def _shared(
    processes: int,
    prepared: tuple[Callable[..., Any], tuple[Any, ...]],
    work: Callable[[Any, Sequence[Piece]], Result],
    pieces: Sequence[Piece],
) -> Iterator[Result]:
    """The same in several processes, never more than a few chunks ahead of who reads."""
    from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor

    context = multiprocessing.get_context(METHOD)
    ahead: deque[Future[Result]] = deque()
    with ProcessPoolExecutor(processes, context, _prepare, prepared) as pool:
        try:
            for chunk in chunks(pieces, CHUNK):
                ahead.append(pool.submit(_call, (work, chunk)))
                if len(ahead) > AHEAD * processes:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        except BrokenExecutor:
            raise ChildProcessError(errno.ECHILD, LOST) from None
        finally:
            pool.shutdown(cancel_futures=True)
