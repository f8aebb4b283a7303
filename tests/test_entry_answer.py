"""Every duty of the handbook can be answered by one row of a list: one event, one thing to say."""

from dataclasses import replace
from pathlib import Path

import pytest

from tonghu import period
from tonghu.due.item import Item
from tonghu.due.lines import Asked
from tonghu.duty.model import Duty, Matcher, Of, matches
from tonghu.entry.answer import Answer, answer, defined
from tonghu.entry.form import Form, Forms
from tonghu.record.timeline import Event
from tonghu.sweep import Sweep, sweep

ROOT = Path(__file__).parent.parent
PAGES = sorted(path for path in (ROOT / "docs/handbook").glob("*/*.md") if path.stem != "index")


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Sweep:
    """A team that has set a number for everything the documents leave open."""
    folder = tmp_path_factory.mktemp("records")
    paces = "".join(f"  {page.stem}: {{every: month}}\n" for page in PAGES)
    (folder / "settings.yml").write_text(f"cadences:\n{paces}", "utf-8")
    return sweep(folder, ROOT, Asked(period.day("2026-10-15")))


@pytest.fixture(scope="module")
def forms(rules: Sweep) -> Forms:
    return Forms(rules.home.schemas)


def line(duty: Duty, worker: str | None) -> Item:
    roles = [role for role in duty.by if not isinstance(role, Of)]
    role = roles[0] if roles else "学校"
    given = ((duty.answers, "a1"),) if duty.answers else ((duty.per, "a"),) if duty.per else ()
    return Item(
        duty.id, duty.title, "K7Q2M48", duty.subject, None, None, "2026-10-01", None, "due", None,
        duty.force, role, worker, duty.cites, (), (), False, given,
    )  # fmt: skip


def answered(rules: Sweep, forms: Forms, duty: Duty, worker: str | None) -> tuple[Answer, Form]:
    found = answer(line(duty, worker), duty, rules.rules.spec, forms)
    assert found, "a row of a list must say what it records"
    return found, forms.form(duty.subject, found.event)


@pytest.mark.parametrize("worker", ["W001", None])
@pytest.mark.parametrize("name", [page.stem for page in PAGES])
def test_a_row_leaves_at_most_one_thing_to_say(
    name: str, worker: str | None, rules: Sweep, forms: Forms
) -> None:
    (duty,) = [each for each in rules.rules.duties if each.id == name]
    found, form = answered(rules, forms, duty, worker)
    ask = form.ask(found.known, found.narrowed)
    said = {ask.attribute} if ask else set()
    assert {*form.required, *found.narrowed} <= {*found.known, *said}


@pytest.mark.parametrize("name", [page.stem for page in PAGES])
def test_what_a_row_records_satisfies_its_duty(name: str, rules: Sweep, forms: Forms) -> None:
    (duty,) = [each for each in rules.rules.duties if each.id == name]
    for worker in ("W001", None):
        found, form = answered(rules, forms, duty, worker)
        ask = form.ask(found.known, found.narrowed)
        said = {ask.attribute: ask.choices[0].value} if ask and ask.choices else {}
        event = Event(1, 1, "a1", found.event, {**found.known, **said})
        assert duty.holds or matches(event, duty.do)


def test_a_role_is_said_for_whoever_holds_it_and_asked_of_anybody_else(
    rules: Sweep, forms: Forms
) -> None:
    duty = replace(
        next(each for each in rules.rules.duties if each.id == "return-visit"),
        do=(Matcher("回访", (("visitor_role", ("社工", "儿童主任")),)),),
    )
    named, _ = answered(rules, forms, duty, "W001")
    assert named.known == {"visitor_role": "社工"}
    nobody, form = answered(rules, forms, duty, None)
    ask = form.ask(nobody.known, nobody.narrowed)
    assert nobody.known == {} and ask and {c.value for c in ask.choices} == {"社工", "儿童主任"}


def test_a_line_follows_the_definition_of_its_first_day(rules: Sweep) -> None:
    duty = next(each for each in rules.rules.duties if each.id == "village-visit")
    change = period.day("2026-10-01")
    old, new = replace(duty, until=change - 1), replace(duty, since=change)
    item = line(duty, None)
    assert defined(item, [old, new]) is new
    assert defined(replace(item, opens="2026-09-30"), [old, new]) is old
    assert defined(replace(item, opens="2016-01-01"), [new]) is new
