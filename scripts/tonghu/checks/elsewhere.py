"""Laws on the whole repository around the records: no sealed half and no rules lie elsewhere."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tonghu.checks.ground import Ground
from tonghu.checks.reading import beside
from tonghu.history.listed import around, listed, tracked
from tonghu.problem import Problem, error
from tonghu.record.files import CHILDREN, READERS, SEALED, SETTINGS, TEAM

DEEP = len((CHILDREN, "township", "id"))
START = (1, 1)
STAFF = TEAM.replace(".yml", SEALED)
LOCK = ".tonghu.lock"
SEALED_LIKE = re.compile(r"\.sealed\.ya?ml")
RULES_LIKE = re.compile(r"\.sops\.ya?ml")
NAMES = ("*.sealed.y*", "*.sops.y*")
"""As Git is asked for them, in capitals or not."""


def of_repository(ground: Ground) -> Iterator[Problem]:
    """What lies where it must not, in the records and in all of the repository that has them."""
    ask = listed(ground.records.parent, NAMES)
    locks = tracked(ground.records.parent, (f"*{LOCK}",))
    found = [folder / name for folder, names in _walked(ground.records) for name in names]
    outside = {path for path in ask() if not path.is_relative_to(ground.records)}
    own = ground.records.parent / READERS
    yield from no_half_elsewhere(ground, [*found, *_alone(ground, sorted(outside))])
    yield from one_file_of_rules(ground, [*found, *sorted(outside | {own})])
    yield from no_lock_is_kept(ground, locks())


def of_paths(ground: Ground, paths: Sequence[Path]) -> Iterator[Problem]:
    """The same of some paths alone."""
    found = [folder / name for path in paths for folder, names in _walked(path) for name in names]
    yield from no_half_elsewhere(ground, found)
    yield from one_file_of_rules(ground, found)


def no_half_elsewhere(ground: Ground, paths: Iterable[Path]) -> Iterator[Problem]:
    """A sealed half must lie in a child's folder or beside the team, under its exact name.

    sealed-elsewhere 错误
        `.sealed.yml` 只能放在孩子的文件夹里，或者是 team.sealed.yml；整个仓库的别处都不能有，
        没有人查过它有没有加密。
        改法：立即移走；里面有真实的姓名、已经提交过的，告诉数据保护负责人。
    """
    for path in paths:
        if SEALED_LIKE.search(path.name.lower()) and not _is_in_place(ground.records, path):
            message = "密封的文件不能放在这里，没有人查它有没有加密：请立即移走。"
            yield error(beside(path, ground.records), START, "sealed-elsewhere", message)


def one_file_of_rules(ground: Ground, paths: Iterable[Path]) -> Iterator[Problem]:
    """Beside the `.sops.yaml` that the check reads there must be no other (see sops-rules)."""
    home = ground.records.parent
    folder = ground.rules.folder if ground.rules else home
    others = [path for path in paths if RULES_LIKE.fullmatch(path.name.lower())]
    for path in others if ground.sealed else ():
        near = path.is_relative_to(home) or home.is_relative_to(path.parent)
        if near and path != folder / READERS and path.exists():
            message = "这里不能再有一个 .sops.yaml：请移走，规则只写在档案旁边的那一个。"
            yield error(beside(path, ground.records), START, "sops-rules", message)


def no_lock_is_kept(ground: Ground, paths: Iterable[Path]) -> Iterator[Problem]:
    """The file by which one program keeps others from writing must never be committed.

    lock-committed 错误
        .tonghu.lock 是程序写档案时用的，写完就删；提交了，别人那里就以为一直有人在写，写不进去。
        改法：`git rm -f` 去掉它，在 .gitignore 里加一行 `.tonghu.lock`。
    """
    for path in paths:
        message = "锁文件不能提交，别人会写不进去：请用 git rm -f 去掉，并写进 .gitignore。"
        yield error(beside(path, ground.records), START, "lock-committed", message, LOCK)


def is_watched(path: Path) -> bool:
    """Whether a file has a name that is looked for in the whole repository."""
    name = path.name.lower()
    return bool(SEALED_LIKE.search(name) or RULES_LIKE.fullmatch(name))


def _is_in_place(records: Path, path: Path) -> bool:
    depth = path.parent.relative_to(records).parts if path.is_relative_to(records) else None
    if depth is None or not path.name.endswith(SEALED) or path.name.startswith("."):
        return False
    child = len(depth) == DEEP and depth[0] == CHILDREN and not depth[-1].startswith(".")
    return child or (not depth and path.name == STAFF)


def _alone(ground: Ground, paths: Iterable[Path]) -> Iterator[Path]:
    """What lies around, but not in other records of a repository that holds several."""
    alone = around(ground.records.parent) == ground.records.parent
    for path in paths:
        others = (each for each in path.parents if (each / SETTINGS).is_file())
        if alone or not any(_is_in_place(other, path) for other in others):
            yield path


def _walked(path: Path) -> Iterator[tuple[Path, list[str]]]:
    """Each folder below a path and its files; a file alone in its folder."""
    if path.is_dir():
        yield from ((Path(folder), sorted(names)) for folder, _, names in os.walk(path))
    else:
        yield path.parent, [path.name]
