"""Laws on what became of sealed halves since the base, seen without a key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from tonghu.checks.ground import Ground
from tonghu.checks.reading import opened_raw, shown
from tonghu.checks.sealed import MAC, START
from tonghu.problem import Problem, error, warning
from tonghu.record.files import CHILDREN, SEALED


def halves_stay_with_their_child(ground: Ground, before: Mapping[Path, bytes]) -> Iterator[Problem]:
    """A sealed half must stay with its child, and what changed in it should be looked at.

    sealed-moved 错误
        密封的内容不能从一个孩子移到另一个孩子那里，也不能互相调换。
        改法：从上一版取回两个孩子的文件；孩子迁移时，整个文件夹一起移。
    sealed-changed 提醒
        密封的内容有改动，没有钥匙看不见改了什么。
        改法：合并以前，请一位有钥匙的人用 `tonghu reveal` 或 `git diff` 看过。
    """
    was = {_seal(raw): path for path, raw in before.items() if path.name.endswith(SEALED)}
    was.pop(None, None)
    if not was:
        return
    for path in sorted((ground.records / CHILDREN).glob(f"*/*/*{SEALED}")):
        name = shown(path, ground.records.parent)
        now = _seal(opened_raw(name, path).raw)
        origin = was.get(now)
        if origin and _owner(origin) != _owner(path):
            message = "这份密封的内容原来是另一个孩子的：请从上一版取回，迁移时整个文件夹一起移。"
            yield error(name, START, "sealed-moved", message)
        elif origin is None and path in before:
            message = "密封的内容有改动，机器看不见改了什么：合并以前请有钥匙的人看过。"
            yield warning(name, START, "sealed-changed", message)


def _seal(raw: bytes) -> bytes | None:
    found = MAC.search(raw)
    return found[1] if found else None


def _owner(path: Path) -> tuple[str, str]:
    return path.parent.name, path.name
