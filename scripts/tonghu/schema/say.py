"""Faults of values as Chinese sentences: what is wrong, and what to write instead."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from tonghu.schema.example import example, flow
from tonghu.schema.mask import shown_key, shown_value

if TYPE_CHECKING:
    from collections.abc import Callable

    from tonghu.schema.fault import Fault
    from tonghu.schema.view import View, Where

Said = tuple[str, str]
MANY = 12
LIKE = 0.5
EMPTY = "空着：请写上内容，不需要就删掉这一项。"
SHAPES = {
    "string": "文字",
    "integer": "整数",
    "number": "数字",
    "boolean": " true 或 false",
    "array": "列表",
    "object": "“名称: 内容”",
    "null": "空",
}
HOW = {
    "string": "请写文字，看起来像数字的要加英文双引号",
    "integer": "请只写整数",
    "number": "请只写数字",
    "boolean": "请只写 true 或 false，不加引号",
    "array": "请每项一行、以“- ”开头，或写在 [ ] 里",
    "object": "请按“名称: 内容”一项一项地写",
}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def label(view: View, where: Where) -> str:
    """What a place is called: its key and title; of an item of a list, the list's and a number."""
    if not where:
        return view.title(where) or "这个文件"
    if isinstance(where[-1], int):
        return f"{label(view, where[:-1])}的第 {where[-1] + 1} 项"
    title = view.title(where)
    key = shown_key(where[-1], view.book.vocabulary)
    if not key:
        return f"{label(view, where[:-1])}里的一项"
    return f"{key}（{title}）" if title else key


def listing(values: list[Any]) -> str:
    """Values side by side, as they are written."""
    return "、".join(flow(value) for value in values)


def wrong(view: View, where: Where) -> str:
    """The place and, where that is allowed, the value that it may not have."""
    value = shown_value(view.value(where), view.book.vocabulary, view.privacy(where))
    return label(view, where) + (f"不能写“{value}”" if value else "写法不对")


def hint(view: View, where: Where, value: str = "") -> str:
    """How the place could be written, with its key."""
    value = value or example(view, where)
    if not where or value == "…":
        return ""
    if isinstance(where[-1], int):
        return f"- {value}"
    return f"{shown_key(where[-1], view.book.vocabulary) or '…'}: {value}"


def say_type(view: View, fault: Fault) -> Said:
    """A value of the wrong shape, or none at all."""
    where = fault.where
    value = view.value(where)
    if value is None:
        return label(view, where) + EMPTY, hint(view, where)
    types = fault.limit["type"]
    names = [types] if isinstance(types, str) else list(types)
    given = next((shape for shape, name in _GIVEN if isinstance(value, name)), "")
    how = HOW.get(names[0], "") if len(names) == 1 else "请改正"
    if names == ["string"] and view.first(where, "pattern"):
        how = reason(view, fault)
    wanted = "或".join(SHAPES[name] for name in names)
    return f"{label(view, where)}要写{wanted}，这里写成了{given}：{how}。", hint(view, where)


_GIVEN: tuple[tuple[str, type], ...] = (
    (" true 或 false", bool),
    ("数字", int),
    ("数字", float),
    ("文字", str),
    ("列表", list),
    ("“名称: 内容”", dict),
)


def say_enum(view: View, fault: Fault) -> Said:
    """A word that the schema does not list."""
    where = fault.where
    listed = [fault.limit["const"]] if "const" in fault.limit else list(fault.limit["enum"])
    value = view.value(where)
    near = nearest(value, listed, fault) if isinstance(value, str) else []
    if len(listed) == 1:
        only = flow(listed[0])
        return f"{wrong(view, where)}：只能写 {only}。", hint(view, where, only)
    if len(listed) <= MANY:
        said = f"{wrong(view, where)}：请写 {listing(listed)} 中的一个。"
        return said, hint(view, where, flow(near[0] if near else listed[0]))
    file = f"schemas/{view.owner(where, fault.body).file}.schema.json"
    closest = f"最接近的是 {listing(near)}，" if near else ""
    said = f"{wrong(view, where)}：{closest}能写的都在 {file} 里。"
    return said, hint(view, where, flow(near[0]) if near else "")


def nearest(value: str, listed: list[Any], fault: Fault) -> list[str]:
    """The listed words that are most like a value, also if that is written in English."""
    english = fault.body.get("x-en-values", {})
    told = {str(english[word]).lower(): word for word in english}
    wanted = value.strip().lower()
    if wanted in told:
        return [told[wanted]]
    return get_close_matches(wanted, [word for word in listed if isinstance(word, str)], 3, LIKE)


def say_format(view: View, fault: Fault) -> Said:
    """A text that is no day."""
    value = view.value(fault.where)
    if isinstance(value, str) and _DAY.fullmatch(value):
        why = "日历上没有这一天，请查对后改正"
    else:
        why = "请按“年-月-日”写，年四位、月和日各两位"
    return f"{wrong(view, fault.where)}：{why}。", hint(view, fault.where)


def say_pattern(view: View, fault: Fault) -> Said:
    """A text that is not written as the schema describes."""
    return f"{wrong(view, fault.where)}：{reason(view, fault)}。", hint(view, fault.where)


def reason(view: View, fault: Fault) -> str:
    """What the schema says about how something is written, without its full stop."""
    own = fault.body.get("patternErrorMessage") or fault.body.get("errorMessage")
    told = own or fault.body.get("description") or view.first(fault.place, "description")
    return str(told or "请照例子的样子写").strip().rstrip("。")


def say_length(view: View, fault: Fault) -> Said:
    """A text that is empty, too short or too long."""
    (keyword, limit), *_ = fault.limit.items()
    place = label(view, fault.where)
    if view.value(fault.where) == "":
        return place + EMPTY, hint(view, fault.where)
    most = keyword == "maxLength"
    return f"{place}太{'长' if most else '短'}：请写{'最多' if most else '至少'} {limit} 个字。", ""


def say_range(view: View, fault: Fault) -> Said:
    """A number that is too small or too large."""
    (keyword, limit), *_ = fault.limit.items()
    words = {
        "minimum": "不能小于",
        "maximum": "不能大于",
        "exclusiveMinimum": "要大于",
        "exclusiveMaximum": "要小于",
        "multipleOf": "要是它的倍数：",
    }
    return f"{label(view, fault.where)}{words[keyword]} {limit}：请改正。", hint(view, fault.where)


def say_size(view: View, fault: Fault) -> Said:
    """A list or a mapping with too few or too many entries."""
    (keyword, limit), *_ = fault.limit.items()
    few = keyword.startswith("min")
    said = f"至少要有 {limit} 项：请补上" if few else f"最多写 {limit} 项：请删去多的"
    return f"{label(view, fault.where)}{said}。", hint(view, fault.where) if few else ""


def say_duplicate(view: View, fault: Fault) -> Said:
    """An item that stands in the list already."""
    return f"{label(view, fault.where)}与前面的一项相同：请删掉其中一个。", ""


def say_other(view: View, fault: Fault) -> Said:
    """Whatever else the schema forbids, in its own words."""
    return f"{label(view, fault.where)}这样写不行：{reason(view, fault)}。", hint(view, fault.where)


SAY: dict[str, Callable[[View, Fault], Said]] = {
    "type": say_type,
    "enum": say_enum,
    "format": say_format,
    "pattern": say_pattern,
    "length": say_length,
    "range": say_range,
    "min-items": say_size,
    "max-items": say_size,
    "min-keys": say_size,
    "max-keys": say_size,
    "duplicate": say_duplicate,
}
