"""Running commands: how long they take, and how much memory their largest process has."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

BIN = Path(sys.executable).parent
PYTHON = sys.executable
TONGHU = str(BIN / "tonghu")


class Cost(NamedTuple):
    """Seconds by the clock, seconds of work by all processes, bytes of the largest process."""

    seconds: float
    work: float
    peak: int

    def told(self) -> str:
        """For people: by the clock, and in brackets the work."""
        if self.seconds < 1:
            return f"{self.seconds * 1000:.0f} ms ({self.work * 1000:.0f})"
        return f"{self.seconds:.1f} s ({self.work:.1f})"


class FailedError(Exception):
    """A command that should have worked did not."""


def environment() -> dict[str, str]:
    """As a user has it: modules are compiled once, here to a place of their own."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return {**kept, "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "tonghu-bench")}


def cost(command: Sequence[str], folder: Path) -> Cost:
    """Run a command to its end; what it prints is thrown away."""
    quiet = subprocess.DEVNULL
    start = time.perf_counter()
    with subprocess.Popen(
        command, cwd=folder, stdout=quiet, stderr=quiet, env=environment()
    ) as process:
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise FailedError(f"{' '.join(command[:6])}: exit {process.returncode}")
    return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def several(commands: Sequence[Sequence[str]], folder: Path) -> Cost:
    """Run commands one after the other: their time together, the peak of any."""
    costs = [cost(command, folder) for command in commands]
    return Cost(
        sum(each.seconds for each in costs),
        sum(each.work for each in costs),
        max(each.peak for each in costs),
    )


Work = Callable[[], Cost]


def medians(works: Sequence[Work], times: int) -> list[Cost]:
    """Do every work so often, taking turns, so that a busy moment does not fall on one alone.

    The first round of more than one is to warm up, and does not count.
    """
    rounds = [[work() for work in works] for _ in range(times + (times > 1))]
    return [_median(column) for column in zip(*rounds[times > 1 :], strict=True)]


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(
        statistics.median(each.seconds for each in costs),
        statistics.median(each.work for each in costs),
        max(each.peak for each in costs),
    )
