"""(record, duties, on) → obligations with what they rest on; pure: no clock, files, printing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from tonghu import period
from tonghu.due.assign import Staff, owed
from tonghu.due.judge import Verdict, judge
from tonghu.due.obligation import DUE, OVERDUE, Obligation, Opening
from tonghu.due.view import View, first_day
from tonghu.due.windows import openings
from tonghu.duty.model import TERM, Duty
from tonghu.facts.fold import fold
from tonghu.facts.spec import Spec
from tonghu.facts.spells import run_on
from tonghu.period import Window
from tonghu.record.openly import Openly
from tonghu.record.subject import CHILD, Subject
from tonghu.record.timeline import Timeline, timeline


@dataclass(frozen=True)
class Rules:
    """Everything that evaluation needs besides the subjects.

    `ages` are the ages at which any predicate may change; `leap_rule` the setting feb29;
    `openly` what of a record may be shown; `settings` the path of the file that chose all this.
    """

    duties: tuple[Duty, ...]
    spec: Spec
    kinds: Mapping[str, Mapping[str, int]]
    terms: tuple[Window, ...]
    staff: Staff
    ages: tuple[int, ...]
    leap_rule: str
    openly: Openly
    settings: str


def view(subject: Subject, rules: Rules, on: int) -> View:
    """A subject as known on a day."""
    found = timeline(subject.entries, rules.kinds.get(subject.kind) or rules.kinds.get("", {}), on)
    age = [(period.FIRST, 0)]
    if subject.born is not None:
        age += period.ages(subject.born, rules.ages, rules.leap_rule)[1:]
    facts = fold(found, rules.spec, age)
    return View(subject.kind, subject.id, found, facts, on, _known(subject, found), subject.folder)


def _known(subject: Subject, found: Timeline) -> int:
    """A child is known from its first record; a place or worker always, unless `since` says."""
    if subject.since is not None:
        return subject.since
    return first_day(found.events) if subject.kind == CHILD else period.FIRST


def obligations(
    view: View,
    rules: Rules,
    wanted: Callable[[Opening, Verdict], bool],
    settled: int = period.FIRST,
) -> Iterator[Obligation]:
    """Every obligation of a subject that opens by the day and is wanted, duty by duty.

    What was met in windows that ended before the day `settled` is not wanted.
    """
    for duty in rules.duties:
        if duty.subject != view.kind or duty.since > view.on:
            continue
        for opening in openings(duty, view, rules.terms, settled):
            if duty.holds or duty.since <= opening.opens <= min(duty.until, view.on):
                verdict = judge(duty, opening, view, view.pool(duty.do))
                if wanted(opening, verdict):
                    yield obligation(duty, opening, verdict, view, rules)


def owes_nothing(view: View, rules: Rules) -> bool:
    """Whether a child with records has never been on a register, and nothing else opened a duty."""
    events, spec = view.timeline, rules.spec
    if view.kind != CHILD or not events.events or events.future or events.tangled:
        return False
    if any(view.facts.holdings.get(member.fact) for member in spec.memberships):
        return False
    added = {kind for member in spec.memberships for kind, _ in member.added}
    return not any(view.of_kind(kind) for kind in added) and not any(
        duty.subject == view.kind
        and (_concerned(duty, view) or any(openings(duty, view, rules.terms)))
        for duty in rules.duties
    )


def _concerned(duty: Duty, view: View) -> bool:
    """Whether what a duty asks for has ever held of a subject, before it was in force too."""
    return duty.when is not None and any(
        member.first <= run.last and run.first <= member.last
        for member in view.runs(duty.among)
        for run in view.runs(duty.when)
    )


def out_of_terms(view: View, rules: Rules) -> bool:
    """Whether a subject owes something every term on a day after the last term that is known."""
    if any(view.on <= term.last for term in rules.terms):
        return False
    return any(
        duty.every == TERM and duty.subject == view.kind and _in_force(duty, view)
        for duty in rules.duties
    )


def _in_force(duty: Duty, view: View) -> bool:
    member = run_on(view.runs(duty.among), view.on)
    return duty.since <= view.on <= duty.until and member is not None


def obligation(
    duty: Duty, opening: Opening, verdict: Verdict, view: View, rules: Rules
) -> Obligation:
    """One judged window with where it belongs and who owes it (A21)."""
    there = belongs_on(verdict, view)
    asked = view.on if verdict.status in (DUE, OVERDUE) else there
    by = owed(duty, opening, view, rules.staff, there, asked)
    return Obligation(
        duty,
        opening,
        verdict.due,
        verdict.status,
        verdict.late,
        verdict.evidence,
        view.place(there),
        by,
    )


def belongs_on(verdict: Verdict, view: View) -> int:
    """The day that says where an obligation belongs: the last it could be met, or the one asked."""
    ended = verdict.due is not None and verdict.due < view.on
    return verdict.due if ended and verdict.due is not None else view.on
