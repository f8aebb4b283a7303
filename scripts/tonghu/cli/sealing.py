"""Sealed halves written: judged by their schema first, sealed for the readers of their path."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tonghu.cli import keyring
from tonghu.cli.keyring import Holder
from tonghu.cli.parser import RefusedError
from tonghu.entry.change import Change, apply
from tonghu.entry.ground import Ground
from tonghu.problem import Problem
from tonghu.record import files
from tonghu.seal import clash, halves, merging, rules
from tonghu.source import dump, read

NO_RULE = (
    "还没有规则说谁能打开这个乡镇的密封文件：请协调员运行 tonghu team sync，把 .sops.yaml 也提交。"
)
NO_RULES = (
    "仓库里没有 .sops.yaml，不知道该让谁打开："
    "请协调员运行 tonghu team sync，把 .sops.yaml 也提交（git add .sops.yaml）。"
)
NOT_YOURS = "这个孩子的密封文件不归你的钥匙打开，写了自己也看不到：请交给所在乡镇的人写。"


def half_of(ground: Ground, child: str, event: str = "") -> Path:
    """Where a child's sealed half lies, or that of one of its event files."""
    folder = ground.folder(child)
    if folder is None:
        raise RefusedError(f"没有编号是 {child} 的孩子。")
    name = event or files.CASE
    open_half = folder.path / name.replace(files.SEALED, ".yml")
    if not open_half.is_file():
        raise RefusedError(f"旁边没有公开的一半 {open_half.name}。")
    return open_half.with_name(open_half.name.replace(".yml", files.SEALED))


class Plain(NamedTuple):
    """A half in clear, and the file that it was read from.

    Where two disagree, ours, with what the other wrote under which keys.
    """

    path: Path
    data: Mapping[str, Any]
    before: bytes | None = None
    others: tuple[tuple[str, str], ...] = ()
    apart: bool = False


def plain(ground: Ground, path: Path, held: Holder | None) -> Plain:
    """A half in clear, or an empty one that only says whose it is."""
    if not path.exists():
        return Plain(path, {"id": path.parent.name})
    raw = files.content(path)
    three = clash.parted(raw)
    base, ours, theirs = (_opened(ground, path, each, held) for each in three or (b"", raw, b""))
    if three is None:
        return Plain(path, ours, raw)
    found = merging.merged(base, ours, theirs)
    others = ((".".join(keys), clash.value(theirs, keys)) for keys in found.conflicts)
    return Plain(path, found.data, raw, tuple((k, json_of(v)) for k, v in others), True)


def _opened(ground: Ground, path: Path, raw: bytes, held: Holder | None) -> Mapping[str, Any]:
    sops = keyring.sops(held.key) if held else None
    half = halves.opened_text(path, raw, ground.schemas, sops)
    if half.closed:
        raise RefusedError(half.closed.told)
    if held and raw.strip() and not halves.is_encrypted(read(path.name, raw)):
        raise RefusedError(f"{path.name} 没有加密，或者坏了，没有打开：请先运行 tonghu check。")
    return half.data


def json_of(value: Any) -> str:
    """A value on one line."""
    return "（删掉了）" if value is None else json.dumps(value, ensure_ascii=False)


def wrong(ground: Ground, path: Path, text: bytes) -> list[Problem]:
    """What is wrong with a plain text; no message repeats a value."""
    document = read(path.name, text)
    found = list(document.problems)
    if not found:
        found = list(ground.schemas.problems(halves.schema_of(path), document))
    return found


def ready(ground: Ground, path: Path) -> None:
    """Stop before anybody types anything where there is no rule to seal by."""
    if is_plain(ground):
        return
    found = rules.read_rules(ground.repository.records)
    if found is None or not found.readers(path):
        raise RefusedError(NO_RULE if found else NO_RULES)


def written(ground: Ground, half: Plain, data: Mapping[str, Any], held: Holder | None) -> None:
    """Seal plain data for the readers of its path, or write it plain where nothing is sealed.

    What somebody else wrote meanwhile is never overwritten (OSError).
    """
    path, before = half.path, half.before
    if held is None:
        orders = {"": ground.schemas.key_order(halves.schema_of(path))}
        apply([Change(path, dump(data, orders), before)])
        return
    found = rules.read_rules(ground.repository.records)
    readers = found.readers(path) if found else None
    if not readers:
        raise RefusedError(NO_RULE)
    if held.key.public not in readers:
        raise RefusedError(NOT_YOURS)
    raw = keyring.sops(held.key).sealed(halves.quoted(data), readers)
    apply([Change(path, raw.decode("utf-8"), before)])


def is_plain(ground: Ground) -> bool:
    """Whether these records keep their sealed halves in clear."""
    settings = ground.repository.settings.data
    return not (isinstance(settings, Mapping) and settings.get("seal") == "sops")
