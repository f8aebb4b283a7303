"""What a pool of processes promises to whoever waits for it."""

import os
import signal
from collections.abc import Sequence

import pytest

from tonghu import pool


def ready(base: int) -> int:
    return base


def doubled(base: int, chunk: Sequence[int]) -> list[int]:
    return [base + 2 * piece for piece in chunk]


def killed(_: int, chunk: Sequence[int]) -> int:
    if 700 in chunk:
        os.kill(os.getpid(), signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
    return len(chunk)


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


def test_results_come_in_the_order_of_the_pieces_however_many_processes() -> None:
    pieces = list(range(pool.PAYS_FROM * 5))
    told = [result for chunk in pool.mapped(ready, (1,), doubled, pieces) for result in chunk]
    assert told == [1 + 2 * piece for piece in pieces]


def test_a_process_that_the_system_ends_is_said_and_nobody_waits_for_ever() -> None:
    with pytest.raises(ChildProcessError, match="中途结束"):
        list(pool.mapped(ready, (1,), killed, list(range(pool.PAYS_FROM * 4))))


def test_who_stops_reading_early_does_not_wait_for_the_rest() -> None:
    results = pool.mapped(ready, (1,), doubled, list(range(pool.PAYS_FROM * 40)))
    assert next(results)
    results.close()  # type: ignore[attr-defined]
