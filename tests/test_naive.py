"""Every case holds for the naive reading, and every reading is read by a case."""

from datetime import date

import pytest

from case_loader import Case, expected, lines_of, load_cases, settings_of, world
from naive import judge, listed
from naive.judge import DUTIES

CASES = load_cases()
# What a line of each duty can come to: something lasting ends with its need, the window of one
# day is never cut, and what has no deadline is never overdue.
IN_PLACE = {"name-contact", "name-responsible", "caring-parent", "care-agreement"}
AT_ONCE = {"arrange-guardian", "report-police", "guardian-consent", "closed-file"}
FOR_EVER = {"file-at-18"}
WINDOWS = {
    "update-quarterly",
    "rate-half-yearly",
    "assess-fair-quarterly",
    "assess-poor-monthly",
    "grid-leader-visit",
    "screen-yearly",
    "school-verify",
    "return-visit",
}
READINGS = [f"A{number:02d}" for number in range(1, 56)]


@pytest.mark.parametrize("case", CASES, ids=[f"{case.file}: {case.name}" for case in CASES])
def test_case_holds_for_the_naive_reading(case: Case) -> None:
    on = date.fromisoformat(case.on)
    rows, flags = judge(settings_of(case.options), world()["team"], case.child, on)
    shown = listed(rows, on, case.since, everything=case.all)
    assert lines_of(case, shown) == expected(case)
    if case.flags is not None:
        assert {code for _, code in flags} == set(case.flags)


@pytest.mark.parametrize("reading", READINGS)
def test_every_reading_is_read_by_a_case(reading: str) -> None:
    assert any(reading in case.reads for case in CASES)


def test_cases_read_only_readings_that_exist() -> None:
    assert {reading for case in CASES for reading in case.reads} <= set(READINGS)


@pytest.mark.parametrize("duty", DUTIES)
def test_every_duty_has_cases_of_its_own_in_every_status(duty: str) -> None:
    own = [case for case in CASES if case.duty == duty]
    statuses = {line["status"] for case in own for line in case.expect}
    assert statuses == possible(duty)
    assert len([case for case in own if case.file == duty]) >= 9
    assert any("supersedes" in e or "retracts" in e for c in own for e in c.child["timeline"])


def possible(duty: str) -> set[str]:
    closed = {"overdue"} if duty in WINDOWS | AT_ONCE else set()
    cut = set() if duty in IN_PLACE | AT_ONCE | FOR_EVER else {"lapsed"}
    return {"satisfied", "due"} | closed | cut


def test_case_names_are_sentences_used_once() -> None:
    names = [(case.file, case.name) for case in CASES]
    assert len(set(names)) == len(names)
