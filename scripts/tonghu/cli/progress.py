"""A progress bar on the error stream, where work takes more than a second and someone looks."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any


def progress(told: str) -> Callable[[int, int], None]:
    """A function of (done, total) that shows how far the work is."""
    bar: list[Any] = []

    def show(done: int, total: int) -> None:
        if not bar:
            from tqdm import tqdm

            bar.append(tqdm(total=total, desc=told, delay=1, leave=False, disable=_quiet()))
        bar[0].update(done - bar[0].n)
        if done >= total:
            bar[0].close()

    return show if not _quiet() else _silent


def _quiet() -> bool:
    return not sys.stderr.isatty()


def _silent(done: int, total: int) -> None:
    """Nobody is looking."""
