"""The present against the base revision: whose files changed, and what they are now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tonghu.checks.children import gathered
from tonghu.checks.dossier import Dossier, Now
from tonghu.checks.forgotten import removals_are_looked_at, rows_stay
from tonghu.checks.ground import Ground
from tonghu.checks.reading import opened, shown
from tonghu.history.changes import as_it_was, changed
from tonghu.problem import Problem
from tonghu.record.files import CHILDREN, ISSUED, ISSUES, PLACES, READERS, SETTINGS, TEAM, Folder
from tonghu.source import read


def compared(
    ground: Ground, base: str, paths: Sequence[Path], others: Sequence[Dossier]
) -> Iterator[Problem]:
    """What was rewritten below some paths since the base; `others` are places and workers."""
    rules = ground.records.parent / READERS
    secret = changed(rules.parent, base, [*paths, rules] if ground.sealed else paths)
    before = {path: raw for path, raw in secret.items() if path != rules or rules in paths}
    if before and not _invented(ground, base):
        from tonghu.checks import past

        by_name = {_key(dossier): dossier for dossier in others}
        yield from past.records_stay(ground, before, _now(ground, by_name))
        yield from rows_stay(ground, before)
        yield from removals_are_looked_at(ground, before)
    if ground.records.parent / ISSUED in before:
        from tonghu.checks.statistics import ledger_only_grows

        yield from ledger_only_grows(ground, before)
    if secret:
        from tonghu.checks.sealed_past import of_secrecy  # most checks find nothing changed

        yield from of_secrecy(ground, secret)
    if ground.home != ground.records.parent:
        pages = [path for path in paths if not path.is_relative_to(ground.records)]
        before = changed(ground.home, base, pages)
    if any(path.is_relative_to(ground.home) for path in before):
        from tonghu.checks.past_duties import definitions_stay

        yield from definitions_stay(ground, before)
    yield from _issues(ground, base, paths)


def _issues(ground: Ground, base: str, paths: Sequence[Path]) -> Iterator[Problem]:
    """What is wrong with issues of statistics that the base did not have."""
    folder = ground.records.parent / ISSUES
    if any(folder.is_relative_to(path) or path.is_relative_to(folder) for path in paths):
        from tonghu.checks.statistics import new_issues_are_of_today

        yield from new_issues_are_of_today(ground, base)


def _invented(ground: Ground, base: str) -> bool:
    """Whether the records are marked as invented, and were at the base."""
    path = ground.records / SETTINGS
    then, name = as_it_was(ground.records.parent, base, path), shown(path, ground.records.parent)
    both = [opened(name, path).data, read(name, then).data if then else None]
    return all(isinstance(each, Mapping) and each.get("invented") is True for each in both)


def _now(ground: Ground, others: Mapping[tuple[str, str], Dossier]) -> Now:
    def now(group: str, identity: str) -> Dossier | None:
        if group == CHILDREN:
            return present_child(ground, identity)
        return others.get((group, identity))

    return now


def _key(dossier: Dossier) -> tuple[str, str]:
    """The group and the id of a place or a worker."""
    if "code" in dossier.head:
        return TEAM, dossier.head["code"]
    return PLACES, str(dossier.head.get("id"))


def present_child(ground: Ground, identity: str) -> Dossier | None:
    """The child of an id, wherever its folder lies now."""
    for township in sorted((ground.records / CHILDREN).glob("*/")):
        if (township / identity).is_dir():
            return gathered(ground, Folder(township.name, identity, township / identity))
    return None
