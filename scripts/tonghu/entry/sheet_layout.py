"""The list as a spreadsheet: its columns, and what each row hides so that it can come back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from tonghu.entry.form import Ask, Form

VILLAGE, HOUSEHOLD, SUBJECT = "村", "户", "编号"
TASK, CITES, DUE, STATE = "要做的事", "依据", "期限", "状态"
WHO, DONE, HOW, SAW, RESULT = "由谁", "完成日期", "方式", "见到儿童", "结果"
ERROR, HIDDEN = "错误", "机器用"

TOLD = (VILLAGE, HOUSEHOLD, SUBJECT, TASK, CITES, DUE, STATE)
FILLED = (DONE, HOW, SAW, RESULT)
KNOWN = (*TOLD, WHO, *FILLED)
YES, NO = "是", "否"
LISTS = "选项"
"""The hidden sheet that holds the words to choose from."""


@dataclass(frozen=True, slots=True)
class Behind:
    """What a row hides: the obligation it stands for, and the event that would answer it."""

    duty: str
    subject: str
    kind: str
    opens: str
    event: str
    known: Mapping[str, Any]
    narrowed: Mapping[str, tuple[Any, ...]]
    worker: str | None


FIELDS = tuple(each.name for each in fields(Behind))
MAPPINGS = ("known", "narrowed")


def hide(told: Mapping[str, str], kept: Behind | None) -> str:
    """What a row hides: the texts that it shows, and what it is for; the end is a digest of it."""
    data = {"told": dict(told), "for": asdict(kept) if kept else None}
    return _json({**data, "check": _digest(data)})


def behind(text: str) -> Behind | None:
    """What a row is for, None where it is for nothing or that was changed or lost."""
    found = (_hidden(text) or {}).get("for")
    if not isinstance(found, Mapping) or {*found} != {*FIELDS}:
        return None
    texts = (found[name] for name in FIELDS if name not in (*MAPPINGS, "worker"))
    if not all(isinstance(value, str) for value in texts):
        return None
    if not all(isinstance(found[name], Mapping) for name in MAPPINGS):
        return None
    if not all(isinstance(values, list) for values in found["narrowed"].values()):
        return None
    if not isinstance(found["worker"], str | None):
        return None
    narrowed = {name: tuple(values) for name, values in found["narrowed"].items()}
    return Behind(**{**found, "narrowed": narrowed})


def shown(text: str) -> dict[str, str] | None:
    """What a row showed when it was sent, by column; None where that was changed or lost."""
    told = (_hidden(text) or {}).get("told")
    if not isinstance(told, Mapping) or not all(isinstance(each, str) for each in told.values()):
        return None
    return dict(told)


def _hidden(text: str) -> dict[str, Any] | None:
    try:
        data = json.loads(text)
        check = data.pop("check")
        return data if check == _digest(data) else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _digest(data: Mapping[str, Any]) -> str:
    return hashlib.sha256(_json(data).encode("utf-8", "surrogatepass")).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it tells by column, what it hides, and how its empty cells may be filled.

    `first` says that a new subject begins; `filled` is what was filled in already, by column;
    `sent` what it told when it was first sent, where that is not what it tells now.
    """

    told: Mapping[str, str]
    behind: Behind | None
    form: Form | None
    ask: Ask | None
    first: bool = False
    filled: Mapping[str, Any] = field(default_factory=dict)
    sent: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: a title, notes, rows under columns, and a closing line."""

    name: str
    title: str
    notes: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    closing: str = ""
