"""Why each thing is or is not owed for one child, as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tonghu.due.explain import (
    CAUSE,
    NO_CADENCE,
    NO_LONGER,
    NOT_ADOPTED,
    NOT_YET,
    SCOPE,
    SETTLED,
    STATE,
    UNUSABLE,
    Absent,
    Explanation,
    Known,
)
from tonghu.due.reasons import shown
from tonghu.entry.cell import plain
from tonghu.entry.width import wrapped
from tonghu.period import day as number
from tonghu.report import words
from tonghu.report.listing import Judged, judged, pressing, sorter
from tonghu.report.words import Names

COLUMNS = 78
IN, FURTHER = "　", "　　"
WINDOW = slice(-3, -1)
"""Of the reasons of an obligation its window and what was found in it."""
REASONS = {
    SETTLED: "以前的都已了结，现在没有开着的",
    SCOPE: "不在范围",
    STATE: "情况不符",
    CAUSE: "没有起因",
    NOT_YET: "还没有生效",
    NO_LONGER: "已经不再要求",
    NO_CADENCE: "建议，本地没有定频次（settings.yml 的 cadences）",
    UNUSABLE: "手册这一页读不懂，先运行 tonghu check 改好",
    NOT_ADOPTED: "本地没有采用它所依据的文件（settings.yml 的 adopts）",
}


def explained(
    subject: str, found: Explanation, names: Names, titles: Mapping[str, str]
) -> Iterator[str]:
    """The text, line by line; `titles` are the names of facts."""
    for line in _lines(subject, found, names, titles):
        yield line + "\n"


def _lines(
    subject: str, found: Explanation, names: Names, titles: Mapping[str, str]
) -> Iterator[str]:
    yield f"{subject}：按 {found.on} 的记录"
    for flag in found.flags:
        yield from _wrapped(f"注意：{flag.message}", FURTHER)
    yield from ("", "◆现在的情况")
    for known in found.facts:
        yield from _wrapped(f"{IN}{_known(known, names, titles)}", FURTHER)
    if not found.facts:
        yield f"{IN}没有记录。"
    yield from ("", "◆要做的，和这个月做过的")
    order = sorter(number(found.on), ())
    duties: dict[str, list[Judged]] = {}
    for each in sorted((judged(item, order) for item in found.items), key=pressing):
        duties.setdefault(each.item.duty, []).append(each)
    for count, own in enumerate(duties.values(), 1):
        yield from _duty(count, own, names)
    if not duties:
        yield f"{IN}{words.NOTHING}"
    yield from ("", "◆没有列出的，和为什么")
    yield from _absent(found, names, titles)


def _duty(count: int, own: Sequence[Judged], names: Names) -> Iterator[str]:
    """One duty with each of its windows; clause, facts and person are told when they change."""
    first = own[0].item
    yield from _wrapped(f"{count}. {first.title}（{first.duty}）", FURTHER)
    told: set[str] = set()
    for stage, item in own:
        yield f"{IN}{words.STAGES[stage]}"
        own_window = item.why[WINDOW]
        for reason in item.why:
            if reason in own_window or reason not in told:
                yield from _wrapped(f"{FURTHER}{_located(reason, names)}", FURTHER + IN)
        told.update(item.why)


def _located(reason: str, names: Names) -> str:
    """A reason with the name of the place whose id it tells."""
    title, colon, told = reason.partition("：")
    identity, *since = told.split("，")
    if identity not in names.places.by_id:
        return reason
    return "，".join([f"{title}{colon}{identity}（{names.place(identity)}）", *since])


def _absent(found: Explanation, names: Names, titles: Mapping[str, str]) -> Iterator[str]:
    for reason, told in REASONS.items():
        own = [absent for absent in found.absent if absent.reason == reason]
        if own:
            yield f"{IN}{told}："
        for absent in own:
            detail = _detail(absent, names, titles)
            yield from _wrapped(f"{FURTHER}{absent.title}（{absent.duty}）{detail}", FURTHER + IN)


def _detail(absent: Absent, names: Names, titles: Mapping[str, str]) -> str:
    if absent.day:
        return f"：{absent.day} {'起' if absent.reason == NOT_YET else '止'}"
    if absent.kinds:
        return f"：没有“{'”“'.join(absent.kinds)}”的记录"
    facts = "；".join(_known(known, names, titles) for known in absent.facts)
    return f"：{facts}" if facts else ""


def _known(known: Known, names: Names, titles: Mapping[str, str]) -> str:
    title = titles.get(known.fact, known.fact)
    if isinstance(known.value, Mapping):
        return f"{title}：{_between(known.value)}"
    value = known.value
    place = isinstance(value, str) and value in names.places.by_id
    said = names.place(value) if place else shown(value)
    held = f" {known.holder}" if known.holder else ""
    return f"{title}：{said}{held}" + (f"，{known.since} 起" if known.since else "")


def _between(age: Mapping[str, int | None]) -> str:
    """Of an age only what rules ask: which ages are reached."""
    reached = f"满 {age['from']} 岁" if age["from"] else ""
    coming = f"不满 {age['to']} 岁" if age["to"] else ""
    return "，".join(part for part in (reached, coming) if part)


def _wrapped(text: str, hang: str) -> list[str]:
    lead = text[: len(text) - len(text.lstrip(IN))]
    return wrapped(lead + plain(text), COLUMNS, hang)
