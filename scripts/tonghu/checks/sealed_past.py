"""Laws on what became of sealed halves since the base, seen without a key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tonghu.checks.ground import Ground
from tonghu.checks.reading import opened, opened_raw, shown
from tonghu.checks.sealed import START, halves
from tonghu.problem import Problem, error, warning
from tonghu.record.files import ACCESS, CHILDREN, SEALED, SETTINGS
from tonghu.seal import envelope
from tonghu.seal.rules import NAME
from tonghu.source import Document, read

Before = Mapping[Path, bytes]
FEW = 5
"""So many halves that changed are told one by one."""


def of_secrecy(ground: Ground, before: Before) -> Iterator[Problem]:
    """What became less secret since the base."""
    yield from halves_stay_with_their_child(ground, before)
    yield from sealing_stays(ground, before)
    yield from looks_stay(ground, before)
    yield from readers_are_looked_at(before)


def halves_stay_with_their_child(ground: Ground, before: Before) -> Iterator[Problem]:
    """A sealed half must stay with its child, and what changed in it should be looked at.

    sealed-moved 错误
        密封的内容不能从一个孩子移到另一个孩子那里，也不能互相调换，一个值也不行。
        改法：从上一版取回两个孩子的文件；孩子迁移时，整个文件夹一起移。
    sealed-gone 错误
        密封的一半不能删：姓名、住址和经过就没有了。
        改法：从上一版取回；整个孩子要依法删除的，用 `tonghu forget`。
    sealed-changed 提醒
        密封的内容或者收件人有改动，没有钥匙看不见改了什么。
        改法：合并以前，请一位有钥匙的人用 `tonghu reveal` 或 `git diff` 看过。
    """
    was = {path: raw for path, raw in before.items() if path.name.endswith(SEALED)}
    if not was:
        return
    origin = {value: _owner(path) for path, raw in was.items() for value in _values(path, raw)}
    altered: list[str] = []
    present = halves(ground.records)
    for path in present:
        name = shown(path, ground.records.parent)
        now = opened_raw(name, path).raw
        if any(origin.get(value, _owner(path)) != _owner(path) for value in _values(path, now)):
            message = "这里有原来是另一个孩子的密文：请从上一版取回，迁移时整个文件夹一起移。"
            yield error(name, START, "sealed-moved", message)
        elif path in was and was[path] != now:
            altered.append(name)
    yield from _altered(altered)
    yield from _gone(ground, was, {_owner(path) for path in present})


def _altered(names: list[str]) -> Iterator[Problem]:
    """Each half that changed; where there are many, the first with how many there are."""
    many = len(names) > FEW
    for name in names[: 1 if many else FEW]:
        told = f"这样的共 {len(names)} 个：" if many else ""
        message = f"密封的内容或收件人有改动，机器看不见改了什么：{told}合并以前请有钥匙的人看过。"
        yield warning(name, START, "sealed-changed", message)


def _gone(ground: Ground, was: Before, left: set[tuple[str, str]]) -> Iterator[Problem]:
    children = {path.name for path in (ground.records / CHILDREN).glob("*/*")}
    for path in sorted(was):
        child, _ = _owner(path)
        stays = child in children or path.parent == ground.records
        if _owner(path) not in left and stays and not path.exists():
            message = "这里原来有密封的一半，现在没有了：请从上一版取回。"
            yield error(shown(path, ground.records.parent), START, "sealed-gone", message)


def sealing_stays(ground: Ground, before: Before) -> Iterator[Problem]:
    """Sealing must not be switched off, nor real records be called invented, on the way.

    seal-off 错误
        已经密封的档案不能改成不密封，真实的档案不能改写成虚构的：一改，检查就不再管姓名。
        改法：改回来；确实要换做法的，另建仓库，由数据保护负责人决定。
    """
    path = ground.records / SETTINGS
    if path not in before:
        return
    then, document = read(SETTINGS, before[path]).data, _settings(ground)
    now = document.data
    if not isinstance(then, Mapping) or not isinstance(now, Mapping):
        return
    off = then.get("seal") == "sops" and now.get("seal") != "sops"
    for key, wrong in (("seal", off), ("invented", _feigned(then, now))):
        if wrong:
            message = "这里不能改得更松：请改回来，要换做法的由数据保护负责人决定。"
            yield error(document.path, document.mark((key,), key=True), "seal-off", message)


def _feigned(then: Mapping[str, object], now: Mapping[str, object]) -> bool:
    return now.get("invented") is True and then.get("invented") is not True


def _settings(ground: Ground) -> Document:
    path = ground.records / SETTINGS
    return opened(shown(path, ground.records.parent), path)


def looks_stay(ground: Ground, before: Before) -> Iterator[Problem]:
    """What was noted of looks must stay in its order; only more may be added.

    Where one person looks from two computers, Git puts the lines of one before the other's.

    access-changed 错误
        查看记录只能添加，原来的各条不能改、不能删、不能调换次序。
        改法：从上一版取回这个文件，再把新的几条加在末尾。
    """
    for path, raw in sorted(before.items()):
        if path.parent == ground.records / ACCESS:
            name = shown(path, ground.records.parent)
            then, now = read(name, raw).data, opened(name, path).data
            if isinstance(then, list) and not _is_kept(then, now):
                message = "查看记录只能添加，不能改、不能删：请从上一版取回，再加新的。"
                yield error(name, START, "access-changed", message)


def _is_kept(then: Sequence[object], now: object) -> bool:
    """Whether all that was there is still there in its order."""
    left: Iterator[object] = iter(now if isinstance(now, list) else ())
    return all(look in left for look in then)


def readers_are_looked_at(before: Before) -> Iterator[Problem]:
    """A change of who may open what should be looked at.

    readers-changed 提醒
        谁能打开密封的内容有变动。
        改法：合并以前，请协调员核对多了谁、少了谁，公钥是不是本人当面给的。
    """
    if any(path.name == NAME for path in before):
        message = "谁能打开密封的内容有变动：合并以前请协调员核对多了谁、少了谁。"
        yield warning(NAME, START, "readers-changed", message)


def _values(path: Path, raw: bytes) -> set[bytes]:
    return envelope.values(path.name, raw)


def _owner(path: Path) -> tuple[str, str]:
    return path.parent.name, path.name
