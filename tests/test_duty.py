"""Definitions over time: what a page, a setting and a cadence mean for which window."""

from pathlib import Path
from typing import Any

import pytest

from tonghu import period
from tonghu.due.assign import staff
from tonghu.due.engine import Rules, obligations, view
from tonghu.duty.compile import Applied, duties
from tonghu.duty.definition import dated, in_force
from tonghu.duty.model import Duty
from tonghu.facts.spec import spec
from tonghu.period import day, iso
from tonghu.record.openly import openly
from tonghu.record.places import Places
from tonghu.record.subject import CHILD, Subject
from tonghu.record.team import Team
from tonghu.schema import load_schemas
from tonghu.source import read

ROOT = Path(__file__).parent.parent
FACTS = read("facts.yml", (ROOT / "schemas" / "facts.yml").read_bytes()).data
KINDS = load_schemas(ROOT).kinds()
OPTIONS = {"first_partial": "required", "lbc_age_limit": 16}

VISIT: dict[str, Any] = {
    "title": "走访",
    "cites": ["QJ-041"],
    "subject": "child",
    "among": {"registers": "留守儿童"},
    "do": "走访",
    "every": "quarter",
    "by": "儿童主任",
    "force": "法定",
    "since": "2020-01-01",
    "before": [],
}
REGISTERED = {"ref": "e1", "date": "2026-01-01", "event": "登记", "register": "留守儿童"}


def applied(**changed: Any) -> Applied:
    settings: dict[str, Any] = {
        "adopts": frozenset({"qianjiang-2016"}),
        "sources": {"QJ-041": "qianjiang-2016", "CX-027": "county-exchange"},
        "options": {name: dated(value) for name, value in OPTIONS.items()},
        "cadences": {},
        "lists": frozenset(name for name, fact in FACTS["facts"].items() if fact.get("list")),
        "waits": "建议",
        "paced": "本地",
    }
    return Applied(**{**settings, **changed})


def windows(found: list[Duty], on: str, *events: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(opens, due, status) of everything that these duties ask for one child."""
    facts = spec(FACTS, OPTIONS)
    child = Subject(CHILD, "K7Q2M48", (REGISTERED, *events), born=day("2016-05-01"))
    rules = Rules(
        tuple(found),
        facts,
        {CHILD: KINDS},
        (),
        staff(Places([]), Team([]), facts),
        (16, 18),
        "feb28",
        openly(load_schemas(ROOT)),
        "records/settings.yml",
    )
    seen = view(child, rules, day(on))
    return [
        (iso(o.opening.opens), "" if o.due is None else iso(o.due), o.status)
        for o in obligations(seen, rules, lambda _opening, _verdict: True)
    ]


def test_a_window_follows_the_definition_in_force_on_its_first_day() -> None:
    page = {**VISIT, "every": "month", "since": "2026-02-15"}
    page["before"] = [{k: VISIT[k] for k in ("among", "do", "by", "force", "every", "since")}]
    found = duties("village-visit", page, applied())
    assert windows(found, "2026-05-10") == [
        ("2026-01-01", "2026-03-31", "overdue"),
        ("2026-03-01", "2026-03-31", "overdue"),
        ("2026-04-01", "2026-04-30", "overdue"),
        ("2026-05-01", "2026-05-31", "due"),
    ]


def test_nothing_is_owed_from_before_a_duty_existed() -> None:
    found = duties("village-visit", {**VISIT, "since": "2026-02-15"}, applied())
    assert windows(found, "2026-05-10") == [("2026-04-01", "2026-06-30", "due")]


def test_a_duty_without_deadline_opens_on_the_day_it_began_for_children_known_before() -> None:
    page = {k: v for k, v in VISIT.items() if k != "every"} | {"since": "2026-02-15"}
    assert windows(duties("x", page, applied()), "2026-05-10") == [("2026-02-15", "", "due")]


def test_what_already_holds_is_judged_by_the_definition_of_the_day_asked() -> None:
    page = {k: v for k, v in VISIT.items() if k not in ("every", "do")}
    page |= {"holds": {"roles": "爱心家长"}, "since": "2026-02-15"}
    found = duties("x", page, applied())
    assert windows(found, "2026-02-14") == []
    assert windows(found, "2026-02-15") == [("2026-02-15", "", "due")]


def test_advice_owes_nothing_until_the_team_sets_a_cadence() -> None:
    page = {k: v for k, v in VISIT.items() if k != "every"} | {"force": "建议"}
    assert duties("village-visit", page, applied()) == []
    cadence = dated({"every": "month", "since": "2026-04-01"})
    found = duties("village-visit", page, applied(cadences={"village-visit": cadence}))
    assert [duty.force for duty in found] == ["本地"]
    assert windows(found, "2026-05-10") == [
        ("2026-04-01", "2026-04-30", "overdue"),
        ("2026-05-01", "2026-05-31", "due"),
    ]


def test_a_cadence_that_changed_leaves_the_past_as_it_was() -> None:
    page = {k: v for k, v in VISIT.items() if k != "every"} | {"force": "建议"}
    entry = {
        "every": "month",
        "since": "2026-04-01",
        "before": [{"every": "quarter", "since": "2025-01-01"}],
    }
    found = duties("village-visit", page, applied(cadences={"village-visit": dated(entry)}))
    assert windows(found, "2026-04-10") == [
        ("2026-01-01", "2026-03-31", "overdue"),
        ("2026-04-01", "2026-04-30", "due"),
    ]


def test_a_cadence_does_not_touch_a_duty_with_a_number_of_its_own() -> None:
    cadence = dated({"every": "month"})
    found = duties("village-visit", VISIT, applied(cadences={"village-visit": cadence}))
    assert [duty.every for duty in found] == ["quarter"]


@pytest.mark.parametrize(
    ("cites", "applies"),
    [(["QJ-041"], True), (["CX-027"], False), (["CX-027", "QJ-041"], True), (["XX-999"], False)],
)
def test_a_duty_applies_if_any_source_it_cites_is_adopted(cites: list[str], applies: bool) -> None:
    assert bool(duties("x", {**VISIT, "cites": cites}, applied())) is applies


def test_an_option_may_change_from_a_day_on() -> None:
    page = {**VISIT, "first": {"option": "first_partial"}}
    option = {"value": "exempt", "since": "2026-06-01", "before": [{"value": "required"}]}
    found = duties("x", page, applied(options={"first_partial": dated(option)}))
    assert [(iso(duty.until) if duty.until < period.LAST else "") for duty in found] == [
        "2026-05-31",
        "",
    ]
    assert [duty.exempt_first for duty in found] == [False, True]


def test_the_newest_definition_that_began_counts() -> None:
    entry = {
        "value": 3,
        "since": "2026-01-01",
        "before": [{"value": 1}, {"value": 2, "since": "2025-01-01"}],
    }
    versions = dated(entry)
    days = ("2024-12-31", "2025-01-01", "2025-12-31", "2026-01-01")
    assert [in_force(versions, day(each)) for each in days] == [1, 2, 2, 3]
