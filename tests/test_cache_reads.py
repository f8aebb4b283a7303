"""What laws and counts read of a repository is in the keys of the cache, whichever law may come."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tonghu import period, sweep
from tonghu.cache import depends
from tonghu.checks import Asked, run
from tonghu.checks.published import READ
from tonghu.due import lines
from tonghu.due.course import span
from tonghu.duty.home import definitions
from tonghu.record.links import below

ROOT = Path(__file__).resolve().parent.parent
RECORDS = ROOT / "records"
DAY = period.day("2026-10-20")
READERS = ROOT / ".sops.yaml"
OWN = [ROOT / name for name in ("scripts", "tests", ".venv", ".git")]
heard: list[set[Path]] = []


def hear(event: str, arguments: tuple[Any, ...]) -> None:
    """Called by Python itself for every file that is opened; there is no way to take it back."""
    if heard and event == "open" and isinstance(arguments[0], str | bytes):
        heard[0].add(Path(os.fsdecode(arguments[0])))


sys.addaudithook(hear)


@contextmanager
def opened() -> Iterator[set[Path]]:
    """The files of the repository that are opened meanwhile, the program's own left out."""
    every: set[Path] = set()
    found: set[Path] = set()
    heard.append(every)
    try:
        yield found
    finally:
        heard.clear()
    inside = {each.absolute() for each in every if each.absolute().is_relative_to(ROOT)}
    found |= {each for each in inside if not any(each.is_relative_to(own) for own in OWN)}


def test_laws_read_no_file_that_the_key_of_a_check_does_not_have() -> None:
    with opened() as found:
        run.around(Asked(RECORDS, ROOT, DAY))
    assert found >= {ROOT / "docs/statistics/issues/ledger.csv", ROOT / "docs/checks.md"}
    known = {path for name in READ for path in below(ROOT / name).files}
    assert found - {*known, *depends.apart(RECORDS), READERS} == set()


def test_counts_read_no_file_that_their_key_does_not_have() -> None:
    with opened() as found:
        swept = sweep.sweep(RECORDS, ROOT, lines.Asked(DAY))
        sweep.others(swept, span(swept.rules, DAY, DAY))
    assert found >= {ROOT / "schemas/facts.yml", RECORDS / "settings.yml"}
    assert found - {*definitions(ROOT), *depends.apart(RECORDS)} == set()
