"""Pages and settings → the duties that apply, cut where a definition changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tonghu import period
from tonghu.duty.definition import Definition, dated, in_force
from tonghu.duty.model import Duty, Matcher, Of
from tonghu.facts.predicate import Predicate, chosen, predicate

SELECTIONS = ("among", "when", "holds", "carried")
DURATIONS = ("within", "early")


@dataclass(frozen=True)
class Applied:
    """What a team has chosen: adopted sources, options and cadences with their dates.

    `sources` maps a requirement id to the id of its source page; a duty of force `waits` owes
    nothing until the team gives it a cadence, which makes it one of force `paced`. What a page
    says once its options are chosen must still be what `fits` a page.
    """

    adopts: frozenset[str]
    sources: Mapping[str, str]
    options: Mapping[str, list[Definition]]
    cadences: Mapping[str, list[Definition]]
    lists: frozenset[str]
    waits: str
    paced: str
    fits: Callable[[Mapping[str, Any]], bool] = bool

    def options_on(self, day: int) -> dict[str, Any]:
        """Every option's value in force on a day."""
        return {name: in_force(versions, day) for name, versions in self.options.items()}

    def adopted(self, cites: Iterable[str]) -> bool:
        """A duty applies if any source it cites is adopted."""
        return any(self.sources.get(cited) in self.adopts for cited in cites)


def duties(identity: str, page: Mapping[str, Any], applied: Applied) -> list[Duty]:
    """The duties one page defines for a team, oldest first; none if it does not apply.

    ValueError, TypeError or LookupError where the page cannot be read.
    """
    pages = dated({**page, "before": [{**_inherited(page), **b} for b in page.get("before", ())]})
    cadence = applied.cadences.get(identity, [])
    options = [version for versions in applied.options.values() for version in versions]
    days = sorted({version.since for version in (*pages, *cadence, *options)})
    found: list[Duty] = []
    for day, following in zip(days, [*days[1:], period.LAST + 1], strict=True):
        definition = _paced(in_force(pages, day), in_force(cadence, day), applied)
        if definition is None or not applied.adopted(definition["cites"]):
            continue
        said: Mapping[str, Any] = chosen(definition, applied.options_on(day))
        if not applied.fits({**said, "since": period.iso(day), "before": []}):
            raise ValueError("an option makes of this page what no page may say")
        duty = _duty(identity, said, applied.lists)
        _append(found, replace(duty, since=day, until=following - 1))
    return [replace(duty, first_since=found[0].since) for duty in found]


def _inherited(page: Mapping[str, Any]) -> dict[str, Any]:
    return {key: page[key] for key in ("title", "cites", "subject") if key in page}


def _paced(
    page: Mapping[str, Any] | None, cadence: Mapping[str, Any] | None, applied: Applied
) -> Mapping[str, Any] | None:
    """The definition with the team's cadence; None where nothing is owed without one."""
    if page is None or page["force"] != applied.waits:
        return page
    return {**page, **cadence, "force": applied.paced} if cadence else None


def _append(found: list[Duty], duty: Duty) -> None:
    last = found[-1] if found else None
    if last and last.until + 1 == duty.since and _same(last, duty):
        found[-1] = replace(last, until=duty.until)
    else:
        found.append(duty)


def _same(left: Duty, right: Duty) -> bool:
    return _shape(left) == _shape(right)


def _shape(duty: Duty) -> dict[str, Any]:
    return {
        key: value.schema if isinstance(value, Predicate) else value
        for key, value in vars(duty).items()
        if key not in ("since", "until", "first_since")
    }


def _duty(identity: str, page: Mapping[str, Any], lists: frozenset[str]) -> Duty:
    tests = {key: predicate(page[key], lists) for key in SELECTIONS if key in page}
    lengths = {key: period.duration(page[key]) for key in DURATIONS if page.get(key)}
    return Duty(
        id=identity,
        title=page["title"],
        cites=tuple(page["cites"]),
        subject=page["subject"],
        force=page["force"],
        by=_roles(page["by"]),
        do=matchers(page.get("do")),
        after=matchers(page.get("after")),
        ended_by=matchers(page.get("ended_by")),
        every=_pace(page.get("every")),
        times=page.get("times", 1),
        per=page.get("per"),
        exempt_first=page.get("first") == "exempt",
        answers=page.get("answers"),
        among=tests.get("among"),
        when=tests.get("when"),
        holds=tests.get("holds"),
        carried=tests.get("carried"),
        within=lengths.get("within"),
        early=lengths.get("early"),
    )


def _pace(every: str | None) -> str | period.Duration | None:
    return period.duration(every) if every and every.startswith("P") else every


def matchers(written: Any) -> tuple[Matcher, ...]:
    """The events that a page describes, as it writes them."""
    if written is None:
        return ()
    if isinstance(written, list):
        return tuple(matcher for each in written for matcher in matchers(each))
    if isinstance(written, str):
        return (Matcher(written),)
    attributes = tuple(
        (name, tuple(value) if isinstance(value, list) else (value,))
        for name, value in written.items()
        if name != "event"
    )
    return (Matcher(written["event"], attributes),)


def _roles(written: Any) -> tuple[str | Of, ...]:
    each = written if isinstance(written, list) else [written]
    return tuple(Of(role["of"]) if isinstance(role, Mapping) else role for role in each)
