"""A whole sealed file seen without a key: nothing in clear, and nothing that calls elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tonghu.seal import metadata
from tonghu.seal.fault import Fault, Where
from tonghu.seal.leaf import is_sealed, starts
from tonghu.source import Document, read

MOST = 64 * 1024
SOPS = "sops"
REFERENCE = "#/$defs/"
LINE = re.compile(
    rb" *(?:- +)*(?:\w+|\"\w+\"|'\w+'):(?: +ENC\[[^\]\s]+\])? *|"
    rb" *(?:- +)+ENC\[[^\]\s]+\] *| *",
    re.ASCII,
)
"""A line as sops writes it: a key, a plain value that ends on it, or both."""

COMMENT = "comment"
PLAIN = "这里没有加密，能直接读到：请用 tonghu seal edit 重新封存，已经提交的立即告诉协调员。"
REMARK = "密封文件里不能有没加密的批注：请删掉这一行的 # 和后面的字。"
WHOLE = "这个密封文件不完整，或者没有加密：请从上一版取回，或者用 tonghu seal edit 重新封存。"
FORM = "这一行不是 sops 写的样子：密文要整个写在一行里，不加引号；请从上一版取回，或者重新封存。"
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
    yield from _values((), held, allowed, allowed.get("$defs", {}))
    yield from metadata.faults(data[SOPS])


def remarks(raw: bytes) -> Iterator[tuple[int, int]]:
    """Line and column of every comment that is not encrypted; no sealed value holds a `#`."""
    for number, line in enumerate(raw.splitlines(), 1):
        if b"#" in line and not _is_sealed_remark(line):
            yield number, line.index(b"#") + 1


def _is_sealed_remark(line: bytes) -> bool:
    text = line.strip(b" \t").decode("ascii", "replace")
    return text.startswith("#") and is_sealed(text[1:], COMMENT)


def oddities(raw: bytes) -> Iterator[tuple[int, int]]:
    """Line and column of every line outside the block `sops` that sops would not write so."""
    inside = False
    for number, line in enumerate(raw.splitlines(), 1):
        if line[:1] not in (b"", b" "):
            inside = line.rstrip() == b"sops:"
        if not inside and not LINE.fullmatch(line) and b"#" not in line:
            yield number, 1


def values(name: str, raw: bytes) -> set[bytes]:
    """What tells each encrypted value of a file from all others, however it is written."""
    found = set(starts(raw.decode("utf-8", "replace")))
    if next(oddities(raw), None):
        found |= {each for text in _texts(read(name, raw).data) for each in starts(text)}
    return found


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for inner in data.values() if isinstance(data, dict) else data:
            yield from _texts(inner)


def _values(
    where: Where, value: Any, allowed: Mapping[str, Any], shared: Mapping[str, Any]
) -> Iterator[Fault]:
    """The leaves of a sealed value are encrypted, and its keys are those of the schema."""
    if isinstance(value, dict):
        for key, inner in value.items():
            shape = _inside(allowed, key, shared)
            if shape is None:
                yield Fault((*where, key), "sealed-key", UNKNOWN, key=True)
            yield from _values((*where, key), inner, shape or {}, shared)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _values((*where, number), inner, allowed.get("items", {}), shared)
    elif not is_sealed(value):
        yield Fault(where, "sealed-leaf", PLAIN)


def _inside(
    allowed: Mapping[str, Any], key: str, shared: Mapping[str, Any]
) -> Mapping[str, Any] | None:
    """The schema of an attribute; none where there is no such attribute."""
    found = allowed.get("properties", {}).get(key)
    for pattern, shape in allowed.get("patternProperties", {}).items():
        found = shape if found is None and re.search(pattern, key) else found
    if found is None:
        return None
    return {**shared.get(str(found.get("$ref")).removeprefix(REFERENCE), {}), **found}
