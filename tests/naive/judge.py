"""All dated duties of one child on one day."""

from collections.abc import Callable
from datetime import date
from typing import Any

from naive import calendar_duties as calendar
from naive import event_duties as events
from naive import file_duties as files
from naive import lasting_duties as lasting
from naive.diary import Life, live
from naive.journal import flags
from naive.lines import Line, judged_on, place_on
from naive.people import owing
from naive.return_visits import return_visit

DEFAULTS = {
    "first_partial": "required",
    "lbc_age_limit": 16,
    "feb29": "feb28",
    "return_year": "rolling",
    "school_verify": "per_school",
    "keep_closed": "P3Y",
}

DUTIES: dict[str, Callable[[Life], list[Line]]] = {
    "update-quarterly": calendar.update_quarterly,
    "rate-half-yearly": calendar.rate_half_yearly,
    "assess-fair-quarterly": calendar.assess_fair_quarterly,
    "assess-poor-monthly": calendar.assess_poor_monthly,
    "name-contact": lasting.name_contact,
    "name-responsible": lasting.name_responsible,
    "support-plan": events.support_plan,
    "arrange-guardian": events.arrange_guardian,
    "caring-parent": lasting.caring_parent,
    "care-agreement": lasting.care_agreement,
    "migration-filing": events.migration_filing,
    "guardian-notice": events.guardian_notice,
    "school-verify": calendar.school_verify,
    "dropout-register": events.dropout_register,
    "dropout-persuade": events.dropout_persuade,
    "dropout-report": events.dropout_report,
    "report-police": events.report_police,
    "return-visit": return_visit,
    "grid-leader-visit": calendar.grid_leader_visit,
    "screen-yearly": calendar.screen_yearly,
    "training-at-16": events.training_at_16,
    "guardian-consent": files.guardian_consent,
    "consent-withdrawn": files.consent_withdrawn,
    "closed-file": files.closed_file,
    "file-at-18": files.file_at_18,
}

Row = dict[str, Any]


def judge(
    settings: Row, team: list[Row], child: Row, on: date
) -> tuple[list[Row], set[tuple[str, str]]]:
    """Every line that has opened, whatever its status, and the flags (child, code)."""
    options = DEFAULTS | settings.get("options", {})
    life = live(child, options, settings.get("terms", []), on)
    rows = []
    for duty in DUTIES.values():
        rows += [row(life, team, line) for line in duty(life) if line.opens <= on]
    return rows, {(child["id"], code) for code in flags(child["timeline"], on)}


def row(life: Life, team: list[Row], line: Line) -> Row:
    day = judged_on(life, line)
    return {
        "duty": line.duty,
        "opens": line.opens.isoformat(),
        "due": line.due.isoformat() if line.due else None,
        "status": line.status,
        "late": line.late,
        "place": place_on(life, day),
        "by": owing(life, team, line, day),
        "done": line.done.isoformat() if line.done else None,
    }
