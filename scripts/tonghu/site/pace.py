"""How often and until when something is owed, as people say it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tonghu import period

TIMES = {1: "一次", 2: "两次", 3: "三次"}
NO_DEADLINE = "没有期限，做到为止"
LASTING = "一直要有"
OPEN = "文件没有写次数"
SAME_DAY = "当天"


def length(text: str) -> str:
    """A duration."""
    months, days = period.duration(text)
    years, months = divmod(months, period.MONTHS["year"])
    parts = ((years, "年"), (months, "个月"), (days, "天"))
    return "".join(f"{count}{unit}" for count, unit in parts if count)


def times(count: int) -> str:
    """How many times."""
    return TIMES.get(count, f"{count}次")


def pace(page: Mapping[str, Any], periods: Mapping[str, str], waits: str) -> str:
    """How often a duty with its options chosen is owed; `waits` is the force without a number."""
    every, within = page.get("every"), page.get("within")
    if every:
        told = periods.get(every) or f"每满{length(every)}"
        count = page.get("times", 1)
        return told + (times(count) if count == 1 else f"至少{times(count)}")
    if within:
        return f"{length(within)}以内" if length(within) else SAME_DAY
    if page.get("force") == waits:
        return OPEN
    return LASTING if "holds" in page else NO_DEADLINE


def headline(told: str) -> str:
    """A pace as one looks for it: without what the table already says."""
    return told.partition("，")[0]
