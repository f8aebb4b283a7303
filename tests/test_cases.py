"""Every case holds for the engine, asked through the command line."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from case_loader import Case, expected, lines_of, load_cases, settings_of
from case_records import due, write_records

CASES = load_cases()


@cache
def answer(group: tuple[Any, ...]) -> dict[str, Any]:
    """One run for all cases that ask the same question of the same settings."""
    options, on, since, everything = group
    children = [case.child for case in CASES if case.group == group]
    with TemporaryDirectory() as folder:
        records = Path(folder) / "records"
        write_records(records, settings_of(dict(options)), children)
        return due(records, on, since, everything=everything)


@pytest.mark.parametrize("case", CASES, ids=[f"{case.file}: {case.name}" for case in CASES])
def test_case_holds_for_the_engine(case: Case) -> None:
    said = answer(case.group)
    rows = [item for item in said["items"] if item["subject"] == case.child["id"]]
    assert lines_of(case, rows) == expected(case)
    if case.flags is not None:
        flags = [flag for flag in said["flags"] if flag["subject"] == case.child["id"]]
        assert {flag["code"] for flag in flags} == set(case.flags)
