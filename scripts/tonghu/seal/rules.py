"""`.sops.yaml`: for which path which public keys may open a sealed file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tonghu.record.files import READERS, content
from tonghu.seal.fault import Fault
from tonghu.seal.metadata import RECIPIENT
from tonghu.source import Document, read

NAME = READERS
RULES, PATH, AGE = "creation_rules", "path_regex", "age"
SHAPE = "每条规则只写 path_regex 和 age：请用 tonghu team sync 重新写 .sops.yaml。"
KEYS = "age 一栏要写以 age1 开头的公钥，用逗号分开，不能为空：请用 tonghu team sync 重新写。"
PATTERN = "这个 path_regex 读不懂：请用 tonghu team sync 重新写 .sops.yaml。"


@dataclass(frozen=True)
class Rules:
    """The rules of one file, the first that fits counts; `folder` is where the file lies."""

    folder: Path
    document: Document
    rules: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]
    faults: tuple[Fault, ...]

    def readers(self, path: Path) -> tuple[str, ...] | None:
        """The public keys that may open the file at a path; none where no rule fits."""
        name = path.relative_to(self.folder).as_posix()
        for pattern, keys in self.rules:
            if pattern.search(name):
                return keys
        return None


def read_rules(records: Path) -> Rules | None:
    """The `.sops.yaml` beside the records, or in their folder; none further up is theirs."""
    for folder in (records, records.parent):
        path = folder / NAME
        if path.is_file():
            name = NAME if folder == records.parent else path.name
            document = read(name, content(path))
            found = list(_rules(document.data))
            rules = tuple(each for each in found if not isinstance(each, Fault))
            wrong = tuple(each for each in found if isinstance(each, Fault))
            return Rules(folder, document, rules, wrong)
    return None


def _rules(data: Any) -> Iterator[tuple[re.Pattern[str], tuple[str, ...]] | Fault]:
    found = data.get(RULES) if isinstance(data, dict) else None
    if not isinstance(found, list) or not found or set(data) != {RULES}:
        yield Fault((), "sops-rules", SHAPE)
    for number, rule in enumerate(found if isinstance(found, list) else ()):
        yield _rule(number, rule)


def _rule(number: int, rule: Any) -> tuple[re.Pattern[str], tuple[str, ...]] | Fault:
    if not isinstance(rule, Mapping) or not {AGE} <= set(rule) <= {AGE, PATH}:
        return Fault((RULES, number), "sops-rules", SHAPE)
    keys = _keys(rule[AGE])
    if not keys or not all(RECIPIENT.fullmatch(key) for key in keys):
        return Fault((RULES, number, AGE), "sops-rules", KEYS)
    try:
        return re.compile(str(rule.get(PATH, ""))), keys
    except (re.error, OverflowError, RecursionError):
        return Fault((RULES, number, PATH), "sops-rules", PATTERN)


def _keys(age: Any) -> tuple[str, ...]:
    each = age if isinstance(age, list) else str(age or "").split(",")
    return tuple(str(key).strip() for key in each if str(key).strip())
