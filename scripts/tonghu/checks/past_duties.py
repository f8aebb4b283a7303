"""The law on the past of the handbook: what was once in force is never rewritten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tonghu.checks.ground import Ground
from tonghu.checks.handbook import DUTY, Leaf, leaf, schema_of
from tonghu.checks.past import START, first_change
from tonghu.checks.reading import shown
from tonghu.problem import Problem, error
from tonghu.source import read_page


def definitions_stay(ground: Ground, before: Mapping[Path, bytes]) -> Iterator[Problem]:
    """A definition of a duty that was once in force must never be altered.

    duty-altered 错误
        职责生效过的写法不能改：改规矩，把旧的写法原样移进 `before`，新的写在上面，写新的 `since`。
        改法：恢复原样，照 docs/handbook/grammar.md 里“规矩改了”另写一条。
    duty-deleted 错误
        有过的职责不能删掉，也不能改文件名。
        改法：恢复这一页；不再要求的，看本县还采用不采用那份文件（`adopts`）。
    """
    for path, raw in sorted(before.items()):
        inside = path.relative_to(ground.home).parts if path.is_relative_to(ground.home) else ()
        then = read_page(path.name, raw).document.data
        if schema_of(inside) != DUTY or not ground.schemas.valid(DUTY, then):
            continue
        there = _present_page(path)
        if there is None:
            name = shown(path, ground.home)
            message = "有过的职责不见了：请恢复这一页，也不要改文件名。"
            yield error(name, START, "duty-deleted", message)
            continue
        page = leaf(ground.home, there, ground.schemas)
        if page.data:
            yield from _altered(ground, then, page)


def _present_page(path: Path) -> Path | None:
    """The page of a duty now, in whichever theme it lies."""
    if path.exists():
        return path
    return next(iter(sorted(path.parent.parent.glob(f"*/{path.name}"))), None)


def _altered(ground: Ground, then: Mapping[str, Any], page: Leaf) -> Iterator[Problem]:
    now = {since: (where, whole) for since, where, whole in _versions(page.data)}
    for since, _, whole in _versions(then):
        if since > ground.on:
            continue
        where, present = now.get(since, ((), None))
        key = None if present is None else first_change(whole, present, frozenset())
        if present is None or key is not None:
            mark = page.page.document.mark((*where, key) if key else ("since",))
            message = (
                f"从 {since} 起生效过的写法变了：请恢复原样，新的写法另写一条，旧的移进 before。"
            )
            yield error(page.path, mark, "duty-altered", message)


def _versions(
    data: Mapping[str, Any],
) -> Iterator[tuple[str, tuple[str | int, ...], dict[str, Any]]]:
    """(since, where, what it says) of every definition of a page; titles are only words."""
    inherited = {key: data[key] for key in ("cites", "subject") if key in data}
    yield str(data.get("since")), (), _bare(data)
    before = data.get("before")
    for number, entry in enumerate(before if isinstance(before, list) else ()):
        if isinstance(entry, Mapping):
            yield str(entry.get("since")), ("before", number), _bare({**inherited, **entry})


def _bare(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key not in ("title", "since", "before")}
