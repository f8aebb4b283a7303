"""The duties that an event or a state starts, with no window of the calendar."""

from dataclasses import replace
from datetime import date

from naive.calendar_duties import Holds, episodes, in_difficulty, left_behind
from naive.diary import Day, Life
from naive.journal import Event, correction_of, dated
from naive.lines import Line, at_once, open_ended


def under_18(day: Day) -> bool:
    return day.under_18


def scope_of(life: Life, among: Holds, day: date) -> list[date]:
    for run in episodes(life, among):
        if day in run:
            return run
    return []


def on_each_run(
    life: Life, duty: str, among: Holds, when: Holds, evidence: list[date]
) -> list[Line]:
    """Opens on the first day of each run of the state, outlives it, ends with the membership."""
    lines = []
    for run in episodes(life, lambda day: among(day) and when(day)):
        scope = scope_of(life, among, run[0])
        inside = [day for day in evidence if day >= run[0]]
        lines.append(open_ended(life, duty, run[0], scope, inside))
    return lines


def after_each(
    life: Life, duty: str, triggers: list[date], evidence: list[date], early: int = 0
) -> list[Line]:
    """A25, A39: each day with a trigger opens its own obligation, up to eighteen."""
    lines = []
    for day in triggers:
        scope = scope_of(life, under_18, day)
        if scope:
            lines.append(open_ended(life, duty, day, scope, evidence, early))
    return lines


def support_plan(life: Life) -> list[Line]:
    def key_target(day: Day) -> bool:
        return bool(day.key_targets) or day.guarded is False

    return on_each_run(life, "support-plan", left_behind, key_target, life.dates("帮扶方案"))


def guardian_notice(life: Life) -> list[Line]:
    evidence = life.dates("责任清单送达")
    return on_each_run(life, "guardian-notice", left_behind, left_behind, evidence)


def training_at_16(life: Life) -> list[Line]:
    evidence = life.dates("服务", service="职业技能培训")
    return on_each_run(life, "training-at-16", in_difficulty, lambda day: day.sixteen, evidence)


def migration_filing(life: Life) -> list[Line]:
    """A29: filed up to ninety days before leaving."""
    leavings, filings = life.dates("外出"), life.dates("外出备案")
    return after_each(life, "migration-filing", leavings, filings, early=90)


def dropout_register(life: Life) -> list[Line]:
    return after_each(life, "dropout-register", life.dates("辍学"), life.dates("辍学登记"))


def dropout_persuade(life: Life) -> list[Line]:
    """A55: back at school is as good."""
    evidence = life.dates("劝返") + life.dates("复学")
    return after_each(life, "dropout-persuade", life.dates("辍学"), evidence)


def dropout_report(life: Life) -> list[Line]:
    return after_each(life, "dropout-report", life.dates("辍学"), life.dates("书面报告"))


def arrange_guardian(life: Life) -> list[Line]:
    """A15, A40: each day of losing one, and the first day in the register of one without."""
    lost = {day for day in life.dates("失去监护") if life.days[day].left_behind}
    for episode in episodes(life, left_behind):
        if life.days[episode[0]].guarded is False:
            lost.add(episode[0])
    arranged = life.dates("监护落实")
    return [at_once(life, "arrange-guardian", day, arranged) for day in sorted(lost)]


def report_police(life: Life) -> list[Line]:
    """A33, A39: each concern its own line, met by the report that answers it."""
    answers = answered(life)
    lines = []
    for event in concerns(life):
        if life.days[dated(event)].under_18:
            days = answers.get(event["ref"], [])
            line = at_once(life, "report-police", dated(event), days)
            lines.append(replace(line, finder=event["finder"]))
    return lines


def concerns(life: Life) -> list[Event]:
    return [event for event in life.events if event["event"] == "发现情形"]


def answered(life: Life) -> dict[str, list[date]]:
    """Which report answers which concern: the one it names, else the only one open."""
    answers: dict[str, list[date]] = {}
    for report in life.events:
        if report["event"] == "强制报告":
            ref = concern_of(life, report, answers)
            answers.setdefault(ref, []).append(dated(report))
    return answers


def concern_of(life: Life, report: Event, answers: dict[str, list[date]]) -> str:
    """A29: only what had been found by the day of the report; none is an empty reference."""
    found = [event["ref"] for event in concerns(life) if dated(event) <= dated(report)]
    if "about" in report:
        ref = correction_of(life.timeline, report["about"])
        return ref if ref in found else ""
    waiting = [ref for ref in found if ref not in answers]
    return waiting[0] if len(waiting) == 1 else ""
