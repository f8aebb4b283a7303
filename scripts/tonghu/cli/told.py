"""What was recorded and what was not, as sentences."""

from __future__ import annotations

from collections.abc import Iterable

from tonghu.cli.writing import near
from tonghu.entry.add import Plan, Told


def grouped(told: Iterable[Told]) -> list[str]:
    """Every sentence once, after those whom it is about."""
    about: dict[str, list[str]] = {}
    for each in told:
        names = about.setdefault(each.text, [])
        if each.wish.target.subject.id not in names:
            names.append(each.wish.target.subject.id)
    return [f"{'、'.join(names)}：{text}" for text, names in about.items()]


def recorded(plan: Plan) -> str:
    """The events that were recorded, with their refs, and the files that hold them."""
    if not plan.booked:
        return "没有要写的。"
    named = ((each.target.subject.id, each.event) for each in plan.booked)
    lines = [
        f"记下了 {len(plan.booked)} 条：",
        *(f"  {name} {event['event']}，ref {event['ref']}" for name, event in named),
        f"写在 {len(plan.changes)} 个文件里：",
        *(f"  {near(change.path)}" for change in plan.changes),
    ]
    return "\n".join(lines)
