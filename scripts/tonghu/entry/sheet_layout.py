"""The list as a spreadsheet: its columns, and what each row hides so that it can come back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
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

    def text(self) -> str:
        """One line of JSON that ends in a digest of the rest."""
        data = asdict(self)
        return _json({**data, "check": _digest(data)})


def behind(text: str) -> Behind | None:
    """What a row hides, None where that was changed or lost."""
    try:
        data = json.loads(text)
        check = data.pop("check")
        narrowed = {name: tuple(values) for name, values in data["narrowed"].items()}
        found = Behind(**{**data, "narrowed": narrowed})
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return found if check == _digest(data) else None


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _digest(data: Mapping[str, Any]) -> str:
    return hashlib.sha256(_json(data).encode("utf-8", "surrogatepass")).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it tells by column, what it hides, and how its empty cells may be filled.

    `first` says that a new subject begins; `filled` is what was filled in already, by column.
    """

    told: Mapping[str, str]
    behind: Behind | None
    form: Form | None
    ask: Ask | None
    first: bool = False
    filled: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: a title, notes, rows under columns, and a closing line."""

    name: str
    title: str
    notes: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    closing: str = ""
