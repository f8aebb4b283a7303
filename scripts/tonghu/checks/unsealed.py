"""Laws on the sealed halves that only a key can see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tonghu.checks.reading import shown
from tonghu.checks.sealed import START
from tonghu.problem import Problem, error
from tonghu.record import files
from tonghu.schema import Schemas
from tonghu.seal import halves, metadata
from tonghu.seal.halves import Half
from tonghu.seal.sops import CHANGED

LEFT = re.compile(rb"^\s*#\s?ENC\[AES256_GCM", re.MULTILINE)
"""A comment that only looks encrypted: sops leaves it as it is."""


def to_open(records: Path, paths: Sequence[Path]) -> list[Path]:
    """The sealed halves that a check of some paths, or of everything, is about."""
    found = [*halves.paths(files.folders(records)), records / halves.TEAM]
    asked = [path for path in found if not paths or any(path.is_relative_to(p) for p in paths)]
    return [path for path in asked if path.is_file()]


def of_halves(
    root: Path, schemas: Schemas, opened: Iterable[Half], public: str
) -> Iterator[Problem]:
    """What is wrong inside the halves that the key of `public` should open."""
    for half in opened:
        path = shown(half.path, root)
        yield from half_opens(path, half, public)
        if not half.closed:
            yield from half_says_what_it_may(path, half, schemas)


def half_opens(path: str, half: Half, public: str) -> Iterator[Problem]:
    """A half must open with the key of each of its readers, and be as it was sealed.

    sealed-broken 错误
        有钥匙的人打开时，密封的内容必须完整：没有被改过，写着能打开的人确实能打开。
        改法：从上一版取回；查清是谁改的，再请有钥匙的人重新封存。
    """
    if not half.closed:
        if LEFT.search(half.document.raw):
            message = "这里有一行冒充密文的批注，打不开：请从上一版取回，并查清是谁写的。"
            yield error(path, START, "sealed-broken", message)
    elif half.closed.kind == CHANGED:
        message = "打开时发现内容被改过或不完整：请从上一版取回，并查清是谁改的。"
        yield error(path, START, "sealed-broken", message)
    elif public in metadata.readers(half.document.data):
        message = "收件人里写着这把钥匙，却打不开：请从上一版取回，并告诉协调员。"
        yield error(path, START, "sealed-broken", message)


def half_says_what_it_may(path: str, half: Half, schemas: Schemas) -> Iterator[Problem]:
    """What is sealed must follow its schema, and be about the child beside whom it lies.

    sealed-content 错误
        密封的内容要符合 schema：栏目对、每个值是文字、日期和号码加引号。
        改法：用 `tonghu seal edit` 改好。
    sealed-exchanged 错误
        密封的内容里的 `id` 要与文件夹的编号一样；不一样的，是别的孩子的内容。
        改法：从上一版取回两个孩子的文件，查清是怎样调换的。
    """
    found = [*half.document.problems]
    found += [] if found else [*schemas.problems(halves.schema_of(half.path), half.document)]
    for one in found:
        yield error(path, START, "sealed-content", f"密封的内容里：{one.message}")
    own = half.path.parent.name
    if half.path.name != halves.TEAM and half.data.get("id", own) != own:
        message = "这是别的孩子的内容：请从上一版取回，查清是怎样调换的。"
        yield error(path, START, "sealed-exchanged", message)
