"""In which role somebody did it, where nobody typed it and only one of theirs will do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tonghu.entry.ground import Ground
from tonghu.entry.laying import missing, points_to, view_of
from tonghu.entry.words import Act
from tonghu.record.subject import Subject

ROLE = "role"
TAKEN = "{key} 没有写，按 {by} 的角色记作 {value}；不是的话写上 {key}=…。"


def own_role(ground: Ground, subject: Subject, event: Mapping[str, Any]) -> dict[str, str]:
    """The roles that an event lacks and of which whoever did it has exactly one.

    A role that changes a fact is given to somebody by the event, and is nobody's own.
    """
    worker = ground.repository.team.by_code.get(str(event.get("by")))
    if worker is None:
        return {}
    view, where = view_of(ground.schemas, subject, event)
    telling = ground.telling(str(event["event"]))
    found = {}
    for key, allowed in missing(view, where).items():
        own = [role for role in dict.fromkeys(worker.roles) if role in allowed]
        if len(own) == 1 and key not in telling and ROLE in points_to(view, (*where, key)):
            found[key] = own[0]
    return found


def taken(acts: Sequence[Act], events: Sequence[Mapping[str, Any]], own: Any) -> Iterator[str]:
    """What was added to typed events, as sentences."""
    for act, event in zip(acts, events, strict=True):
        typed = {key for key, _ in act.pairs}
        for key in event.keys() - typed - set(own) - {"event"}:
            yield TAKEN.format(key=key, by=event["by"], value=event[key])
