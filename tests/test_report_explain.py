"""explain: what holds, what is owed and why, and for everything else the reason."""

import shutil
from pathlib import Path

import pytest

from county_lists import COUNTY, ON, Out, as_golden
from tonghu import period
from tonghu.cli import main
from tonghu.due.explain import (
    CAUSE,
    NO_CADENCE,
    NO_LONGER,
    NOT_ADOPTED,
    NOT_YET,
    SCOPE,
    SETTLED,
    STATE,
    Explanation,
    explanation,
)
from tonghu.due.lines import Asked
from tonghu.due.obligation import SATISFIED
from tonghu.entry.width import width
from tonghu.sweep import Sweep, sweep

ROOT = Path(__file__).parent.parent
ILL, FAIR, BABY, CLOSED = "M9S346B", "N3D25VR", "Q4F5V37", "V7KB6CG"
RATED_TWICE, LEFT, UNREADABLE = "N643DZ9", "ZVMXXQF", "KFBF5KT"


@pytest.fixture
def out(capfdbinary: Out) -> Out:
    return capfdbinary


@pytest.fixture(scope="module")
def county() -> Sweep:
    return sweep(COUNTY, ROOT, Asked(period.day(ON)))


def explain(out: Out, child: str, *words: str) -> str:
    assert main(["explain", child, "--records", str(COUNTY), "--on", ON, *words]) == 0
    return out.readouterr().out.decode("utf-8")


def why(county: Sweep, child: str, adopts: frozenset[str] | None = None) -> Explanation:
    (subject,) = [each for each in county.repository.children() if each.id == child]
    return explanation(subject, county.rules, county.home, adopts, county.asked.on)


def reasons(found: Explanation) -> dict[str, str]:
    return {absent.duty: absent.reason for absent in found.absent}


@pytest.mark.parametrize("child", [ILL, CLOSED, UNREADABLE])
def test_an_explanation_reads_as_it_should(child: str, out: Out) -> None:
    text = explain(out, child)
    as_golden(f"explain-{child}.txt", text)
    assert max(map(width, text.splitlines())) <= 78
    assert text.encode("gbk").decode("gbk") == text


def test_a_number_is_found_however_it_is_typed(out: Out) -> None:
    assert explain(out, "ｍ9s346b") == explain(out, ILL)


def test_a_number_that_is_nobodys_is_said_to_be(out: Out) -> None:
    assert main(["explain", "M9S346C", "--records", str(COUNTY), "--on", ON]) == 2
    told = out.readouterr().err.decode("utf-8")
    assert "没有编号是 M9S346C" in told and f"最接近的是 {ILL}" in told


def test_every_duty_is_either_owed_or_has_its_reason(county: Sweep) -> None:
    pages = {name for name, page in county.home.sound().items() if page["subject"] == "child"}
    for child in county.repository.children():
        found = why(county, child.id)
        owed, absent = {item.duty for item in found.items}, set(reasons(found))
        assert owed | absent == pages and not owed & absent


def test_the_part_that_fails_is_named(county: Sweep) -> None:
    found = reasons(why(county, FAIR))
    assert found["grid-leader-visit"] == SCOPE
    assert found["assess-poor-monthly"] == STATE
    assert found["migration-filing"] == CAUSE
    assert found["case-visit"] == NO_CADENCE
    assert reasons(why(county, CLOSED))["screen-yearly"] == SCOPE
    only = frozenset({"qianjiang-2016"})
    assert reasons(why(county, CLOSED, only))["problem-family-visit"] == NOT_ADOPTED


def test_what_a_failing_part_asks_about_is_told(county: Sweep) -> None:
    absent = {each.duty: each for each in why(county, FAIR).absent}
    (rating,) = absent["assess-poor-monthly"].facts
    assert (rating.fact, rating.value, rating.since) == ("rating", "一般", "2026-01-20")
    assert absent["migration-filing"].kinds == ("外出",)
    assert [fact.value for fact in absent["support-plan"].facts] == [None, None]


def test_facts_are_told_with_since_when_and_by_whom_they_are_held(county: Sweep) -> None:
    found = {(known.fact, known.value): known for known in why(county, ILL).facts}
    assert found["rating", "差"].since == "2026-01-20", "confirmed in August, true since January"
    assert found["roles", "责任人"].holder == "W002"
    assert ("parents_away", "父亲") in found and ("parents_away", "母亲") in found
    assert not [fact for fact, _ in found if fact == "age"]
    assert not [known for known in why(county, LEFT).facts if known.fact in ("registers", "rating")]


def test_a_duty_that_begins_later_says_when(county: Sweep) -> None:
    before = sweep(COUNTY, ROOT, Asked(period.day("2025-12-05")))
    absent = {each.duty: each for each in why(before, LEFT).absent}
    assert (absent["village-visit"].reason, absent["village-visit"].day) == (NOT_YET, "2026-01-01")
    assert "village-visit" not in reasons(why(county, ILL))


def test_a_duty_that_the_team_gave_up_says_until_when(tmp_path: Path) -> None:
    records = tmp_path / "records"
    shutil.copytree(COUNTY, records)
    given_up = "{since: 2026-06-01, before: [{every: month, since: 2026-01-01}]}"
    (records / "settings.yml").write_text(f"cadences: {{village-visit: {given_up}}}\n", "utf-8")
    later = sweep(records, ROOT, Asked(period.day(ON)))
    absent = {each.duty: each for each in why(later, BABY).absent}
    assert (absent["village-visit"].reason, absent["village-visit"].day) == (
        NO_LONGER,
        "2026-05-31",
    )


def test_what_was_settled_long_ago_says_so(county: Sweep, out: Out) -> None:
    assert reasons(why(county, RATED_TWICE))["report-police"] == SETTLED
    text = explain(out, RATED_TWICE)
    assert "以前的都已了结" in text and "同一天有两个不同的监护情况" in text


def test_only_what_was_done_this_month_is_told_as_done(county: Sweep) -> None:
    found = why(county, ILL)
    done = {item.duty: item for item in found.items if item.status == SATISFIED}
    assert [each["date"] for each in done["update-quarterly"].evidence] == ["2026-10-09"]
    assert all(each["date"] >= "2026-10-01" for item in done.values() for each in item.evidence)
    assert reasons(found)["guardian-notice"] == SETTLED


def test_one_duty_can_be_asked_about_alone(out: Out) -> None:
    whole = explain(out, CLOSED)
    text = explain(out, CLOSED, "--duty", "return-visit")
    assert 0 < len(text.splitlines()) < len(whole.splitlines()) / 2
    assert main(["explain", CLOSED, "--records", str(COUNTY), "--on", ON, "--duty", "nothing"]) == 2
