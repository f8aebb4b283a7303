"""A line of a due list: an obligation in the plain values that every format shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from tonghu.due.obligation import Obligation
from tonghu.due.reasons import reasons
from tonghu.due.view import View
from tonghu.period import iso
from tonghu.record.openly import Openly, latin


@dataclass(frozen=True, slots=True)
class Item:
    """One line; `json` is the contract of `tonghu due --format json`, the rest is for lists.

    `never` says that nobody has yet visited the subject; dates are ISO, None where there is none;
    `given` are the attributes by which evidence names this very window.
    """

    duty: str
    title: str
    subject: str
    kind: str
    place: str | None
    household: str | None
    opens: str
    due: str | None
    status: str
    late: bool | None
    force: str
    role: str
    worker: str | None
    cites: tuple[str, ...]
    why: tuple[str, ...]
    evidence: tuple[Mapping[str, str], ...]
    never: bool
    given: tuple[tuple[str, Any], ...] = ()

    def json(self) -> dict[str, Any]:
        """The item as the JSON of `due` has it."""
        return {
            "duty": self.duty,
            "subject": self.subject,
            "kind": self.kind,
            "place": self.place,
            "opens": self.opens,
            "due": self.due,
            "status": self.status,
            "late": self.late,
            "force": self.force,
            "by": {"role": self.role, "worker": self.worker},
            "cites": list(self.cites),
            "why": list(self.why),
            "evidence": [dict(each) for each in self.evidence],
        }


class Shown(NamedTuple):
    """How things are told: the names of facts for people, and what of a record may be shown."""

    titles: Mapping[str, str]
    openly: Openly


def item(found: Obligation, view: View, how: Shown, household: str | None, never: bool) -> Item:
    """The line of one obligation."""
    openly = how.openly
    return Item(
        found.duty.id,
        found.duty.title,
        latin(view.identity),
        view.kind,
        openly.maybe("place", found.place),
        openly.maybe("household", household),
        iso(found.opening.opens),
        None if found.due is None else iso(found.due),
        found.status,
        found.late,
        found.duty.force,
        openly.value(found.by.role),
        openly.maybe("worker", found.by.worker),
        found.duty.cites,
        reasons(found, view, how.titles, openly),
        tuple(
            {"ref": openly.code("ref", e.ref), "date": iso(e.day), "event": e.kind}
            for e in found.evidence
        ),
        never,
        tuple(_given(found, openly)),
    )


def _given(found: Obligation, openly: Openly) -> Iterator[tuple[str, Any]]:
    """The event that it answers, where each is answered by itself, and the value of `per`."""
    duty, opening = found.duty, found.opening
    if duty.answers and opening.trigger is not None:
        yield duty.answers, openly.code("ref", opening.trigger.ref)
    if duty.per and opening.value is not None:
        yield duty.per, openly.value(opening.value)
