"""A whole sealed file seen without a key: nothing in clear, and nothing that calls elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tonghu.seal import metadata
from tonghu.seal.fault import Fault, Where
from tonghu.seal.leaf import is_sealed
from tonghu.source import Document

MOST = 64 * 1024
SOPS = "sops"
COMMENT = re.compile(rb"[ \t]*#ENC\[AES256_GCM,[^\]#\s]*,type:comment\][ \t]*", re.ASCII)
PLAIN = "这里没有加密，能直接读到：请用 tonghu seal edit 重新封存，已经提交的立即告诉协调员。"
REMARK = "密封文件里不能有没加密的批注：请删掉这一行的 # 和后面的字。"
WHOLE = "这个密封文件不完整，或者没有加密：请从上一版取回，或者用 tonghu seal edit 重新封存。"
UNKNOWN = "密封的一半没有这一栏：请改成手册里有的栏目，姓名不能写成栏目名。"
LARGE = "密封文件不能超过 64 KB：请只写必要的文字，照片和扫描件不放在这里。"


def faults(document: Document, allowed: Mapping[str, Any]) -> Iterator[Fault]:
    """What is wrong with an encrypted file, whose plain text the schema `allowed` describes."""
    if len(document.raw) > MOST:
        yield Fault((), "sealed-size", LARGE)
    data = document.data
    if not isinstance(data, dict) or not isinstance(data.get(SOPS), dict):
        yield Fault((), "sealed-plain", WHOLE)
        return
    held = {key: value for key, value in data.items() if key != SOPS}
    yield from _values((), held, allowed)
    yield from metadata.faults(data[SOPS])


def remarks(raw: bytes) -> Iterator[tuple[int, int]]:
    """Line and column of every comment that is not encrypted; no sealed value holds a `#`."""
    for number, line in enumerate(raw.splitlines(), 1):
        if b"#" in line and not COMMENT.fullmatch(line):
            yield number, line.index(b"#") + 1


def _values(where: Where, value: Any, allowed: Mapping[str, Any]) -> Iterator[Fault]:
    """The leaves of a sealed value are encrypted, and its keys are those of the schema."""
    if isinstance(value, dict):
        for key, inner in value.items():
            shape = _inside(allowed, key)
            if shape is None:
                yield Fault((*where, key), "sealed-key", UNKNOWN, key=True)
            yield from _values((*where, key), inner, shape or {})
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _values((*where, number), inner, allowed.get("items", {}))
    elif not is_sealed(value):
        yield Fault(where, "sealed-leaf", PLAIN)


def _inside(allowed: Mapping[str, Any], key: str) -> Mapping[str, Any] | None:
    """The schema of an attribute; none where there is no such attribute."""
    found = allowed.get("properties", {}).get(key)
    if found is not None:
        return dict(found)
    for pattern, shape in allowed.get("patternProperties", {}).items():
        if re.search(pattern, key):
            return dict(shape)
    return None
