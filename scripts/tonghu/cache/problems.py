"""A check with Git: only children who have changed are read, what else there is is known."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import NamedTuple

from tonghu import pool
from tonghu.cache.around import GROUND, Around, around, days
from tonghu.cache.past import rewritten
from tonghu.cache.store import Name, Row, Store, load, possible, save
from tonghu.cache.twins import answered, lasting, trait_of, words
from tonghu.cache.work import Work, change, kept, settled, whole, work
from tonghu.checks import Asked, check
from tonghu.checks.children import child
from tonghu.checks.ground import Ground
from tonghu.checks.identity import ids_differ
from tonghu.checks.past import history_is_known
from tonghu.checks.run import beside, same_ids, survey
from tonghu.checks.twins import Trait, no_child_twice, trait
from tonghu.history.standing import Look, look
from tonghu.problem import Problem
from tonghu.record import files
from tonghu.record.files import CHILDREN, Folder

Progress = Callable[[int, int], None]


class Result(NamedTuple):
    """A child's row, and whether it may be kept as far as the child's files can tell."""

    row: Row
    lasts: bool


class Tools(NamedTuple):
    """What checking a child needs; `began` is when its files must have been at rest."""

    rules: Ground
    began: int


def checked(asked: Asked, progress: Progress) -> list[Problem]:
    """The problems that `check` finds, from what is known of an earlier run where that holds."""
    begun = look(asked.records, beside(asked)) if possible() and not asked.paths else None
    found = _found(asked, begun, progress) if begun else None
    return check(asked, progress) if found is None else sorted(set(found))


def _found(asked: Asked, begun: Look, progress: Progress) -> list[Problem] | None:
    """All problems; None where Git cannot tell."""
    path = begun.file("check")
    store = load(path) or Store()
    known = around(asked, store)
    rules, found = known.rules, files.names(asked.records)
    problems = [*known.problems, *survey(rules)]
    seen = begun.answer()
    if seen is None:
        return None
    again = all(store.fixed.get(name) == known.fixed[name] for name in GROUND)
    done = work(asked.records, seen, found, store) if again else None
    if done is None:
        store, done = Store(), whole(asked.records, seen, found)
    if done is None:
        return None
    problems += _children(known, store, done, path, progress)
    problems += ids_differ(rules, same_ids(rules, _twice(rules, done)))
    problems += history_is_known(rules, asked.base)
    problems += rewritten(asked, rules, seen)
    return problems


def _children(
    known: Around, store: Store, done: Work, path: Path, progress: Progress
) -> Iterator[Problem]:
    """What is wrong with children; what lasts of it goes into the file."""
    rules = known.rules
    done.also(store.stale(rules.on))
    done.also(name for _, each in done.changed for name in store.having(_naming(each)))
    results = _results(rules, done, progress)
    told = [row for row in store.telling() if row.name not in done.again]
    for row in (*told, *(result.row for result in results)):
        yield from (Problem(*each) for each in json.loads(row.value)["problems"])
    pairs = answered(store, done.again, _traits(r.row for r in results), _teller(rules))
    for problems in pairs.values():
        yield from problems or ()
    rows = change(done, store, (result.row for result in results if result.lasts))
    gone = {row.name for row in rows.gone}
    unsure = done.again - {row.name for row in rows.new}
    twins = lasting(store, gone, _traits(rows.new), pairs, unsure)
    if kept(done, store, rows, {**known.fixed, "twins": twins}):
        save(path, store)


def _results(rules: Ground, done: Work, progress: Progress) -> list[Result]:
    pieces = done.folders(rules.records)
    found: list[Result] = []
    for chunk in pool.mapped(Tools, (rules, done.standing.began), _chunk, pieces):
        found += chunk
        progress(len(found), len(pieces))
    return found


def _chunk(tools: Tools, folders: Sequence[Folder]) -> list[Result]:
    return [_result(tools, folder) for folder in folders]


def _result(tools: Tools, folder: Folder) -> Result:
    dossier, problems = child(tools.rules, folder)
    one = trait(tools.rules, dossier)
    others = dossier.head.get("distinct_from", ())
    named = [_naming(each) for each in others if isinstance(each, str) and each.isprintable()]
    value = {"problems": [list(astuple(problem)) for problem in problems], "trait": one}
    row = Row(
        (folder.township, folder.id),
        json.dumps(value),
        *days(tools.rules.on, [dossier]),
        bool(problems),
        (*named, *(words(one) if one else ())),
    )
    return Result(row, settled(folder.path, tools.began))


def _naming(identity: str) -> str:
    """The word by which those are found who name another child."""
    return f"names\n{identity}"


def _traits(rows: Iterable[Row]) -> dict[Name, Trait]:
    return {row.name: found for row in rows if (found := trait_of(row))}


def _teller(rules: Ground) -> Callable[[Trait, Trait], list[Problem]]:
    return lambda one, other: list(no_child_twice(rules, [one, other]))


def _twice(rules: Ground, done: Work) -> list[Folder]:
    """The folders of those that share their id with another."""
    every = [each for ids in done.found.values() for each in ids]
    if len(set(every)) == len(every):
        return []
    twice = {each for each, count in Counter(every).items() if count > 1}
    return [
        Folder(township, each, rules.records / CHILDREN / township / each)
        for township, ids in done.found.items()
        for each in ids
        if each in twice
    ]
