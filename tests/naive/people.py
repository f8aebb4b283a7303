"""Who owes a line: the first role that finds a worker, by designation or by post."""

from datetime import date
from typing import Any

from naive.diary import Life
from naive.lines import Line, place_on

OWED_BY = {
    "update-quarterly": ["儿童督导员"],
    "rate-half-yearly": ["儿童督导员"],
    "assess-fair-quarterly": ["联络人"],
    "assess-poor-monthly": ["责任人"],
    "name-contact": ["儿童督导员", "儿童主任"],
    "name-responsible": ["儿童督导员", "儿童主任"],
    "support-plan": ["儿童督导员"],
    "arrange-guardian": ["儿童督导员"],
    "caring-parent": ["群团组织"],
    "care-agreement": ["监护人", "儿童主任"],
    "migration-filing": ["监护人", "儿童主任"],
    "guardian-notice": ["儿童主任"],
    "school-verify": ["学校"],
    "dropout-register": ["学校"],
    "dropout-persuade": ["学校"],
    "dropout-report": ["学校"],
    "return-visit": ["社工"],
    "grid-leader-visit": ["镇网格长"],
    "screen-yearly": ["儿童主任"],
    "training-at-16": ["就保中心"],
    "guardian-consent": ["儿童主任", "儿童督导员"],
    "consent-withdrawn": ["机构协调员", "儿童督导员"],
    "closed-file": ["机构协调员", "数据保护负责人"],
    "file-at-18": ["机构协调员", "数据保护负责人"],
}


def owing(life: Life, team: list[dict[str, Any]], line: Line, day: date) -> dict[str, Any]:
    """A53: of a list the first role that resolves, else the first; `day` says whose staff."""
    roles = [line.finder] if line.finder else OWED_BY[line.duty]
    for role in roles:
        worker = worker_for(life, team, str(role), day)
        if worker:
            return {"role": role, "worker": worker}
    return {"role": roles[0], "worker": None}


def worker_for(life: Life, team: list[dict[str, Any]], role: str, day: date) -> str | None:
    """The one designated last, then the staff of the village, the township, the school."""
    for named, worker, _ in reversed(life.days[life.on].named):
        if named == role:
            return worker
    village = place_on(life, day)
    for post in (village, village.split("/")[0], life.days[day].school):
        for member in team:
            if member["works_at"] == post and role in member["roles"]:
                return str(member["code"])
    return None
