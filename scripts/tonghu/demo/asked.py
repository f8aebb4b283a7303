"""What the duties ask of a subject over the years: every window, whatever was done in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from tonghu import period
from tonghu.due.engine import Rules
from tonghu.due.obligation import Opening
from tonghu.due.view import View
from tonghu.due.windows import openings
from tonghu.duty.model import Duty
from tonghu.facts.spells import Run, common, gaps


class Asked(NamedTuple):
    """One window of one duty."""

    duty: Duty
    opening: Opening

    @property
    def key(self) -> tuple[str, int, str]:
        """What tells it from all others of the subject."""
        trigger = self.opening.trigger
        return self.duty.id, self.opening.opens, trigger.ref if trigger else ""

    @property
    def closes(self) -> int:
        """The last day that helps: of the window, or of what it lies in."""
        last = self.opening.last
        return self.opening.scope.last if last is None else last


def asked(
    view: View, rules: Rules, before: View | None = None, added: Collection[str] = ()
) -> list[Asked]:
    """All windows up to the day of the view, those that close first at the head.

    With the view as it was `before` and the kinds of event `added` since, only of those duties
    that may open other windows now.
    """
    found = [
        Asked(duty, opening)
        for duty in rules.duties
        if duty.subject == view.kind and (before is None or _touched(duty, view, before, added))
        for opening in (_gaps(duty, view) if duty.holds else _windows(duty, view, rules))
    ]
    return sorted(found, key=lambda each: (each.closes, *each.key))


def _touched(duty: Duty, view: View, before: View, added: Collection[str]) -> bool:
    """Whether anything that the windows of a duty depend on has changed."""
    tests = (duty.among, duty.when, duty.holds, duty.carried)
    names = [name for test in tests if test for name in test.reads]
    if duty.per:
        names.append(duty.per)
    now, then = view.facts.steps, before.facts.steps
    return (
        view.known != before.known
        or any(now.get(name) != then.get(name) for name in names)
        or any(matcher.kind in added for matcher in (*duty.after, *duty.ended_by))
    )


def _windows(duty: Duty, view: View, rules: Rules) -> Iterator[Opening]:
    """The windows that open while the duty is in force, up to the day of the view."""
    last = min(duty.until, view.on)
    return (o for o in openings(duty, view, rules.terms) if duty.since <= o.opens <= last)


def _gaps(duty: Duty, view: View) -> Iterator[Opening]:
    """Every gap in every need, the past ones included."""
    assert duty.holds is not None
    for need in common(view.runs(duty.among), view.runs(duty.when)):
        if need.first <= view.on:
            inside = Run(max(need.first, duty.since), min(need.last, duty.until, view.on))
            for gap in gaps(inside, view.holding(duty.holds)):
                last = gap.last if gap.last < view.on else period.LAST
                yield Opening(gap.first, None, Run(gap.first, last))
