"""A month in numbers, for a forge: a summary, and an issue for each township; never an id."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence

from tonghu.problem import Problem
from tonghu.record.subject import CHILD
from tonghu.report import listing, words
from tonghu.report.due_md import row, safe
from tonghu.report.listing import TOWNSHIP, Listing, Page
from tonghu.report.pages import only
from tonghu.report.problems import tally
from tonghu.report.words import Names

SHOWN = (listing.LATE, listing.MONTH, listing.EARLY, listing.OPEN)
HEADINGS = (*(words.STAGES[stage] for stage in SHOWN), "本月已完成", "从未走访的孩子")
LATER = "以前各月还欠的也都在这里；以前各月的那一条不用再看，程序会关掉。"
WHERE = "这里只有件数。每个人的清单在这次运行的附件里，登录以后下载，过期自动删除："
UNREAD = "有 {count} 份档案读不全或者要核对，件数可能不全：先运行 tonghu check 改好。"


def month_md(pages: Listing, names: Names, problems: Sequence[Problem]) -> Iterator[str]:
    """The summary: a row for every township, and what the check says in one line."""
    yield f"# {words.month(pages.on)}要做的事\n\n检查：{tally(problems)}\n"
    if count := _unread(pages):
        yield UNREAD.format(count=count) + "\n\n"
    yield row(["乡镇", *HEADINGS]) + "\n" + "|---" * (len(HEADINGS) + 1) + "|\n"
    for page in pages.pages:
        yield row([_name(page, names), *map(str, _numbers(page))]) + "\n"
    total = [sum(each) for each in zip(*map(_numbers, pages.pages), strict=True)]
    yield row(["合计", *map(str, total or [0] * len(HEADINGS))]) + "\n"


def issues_json(pages: Listing, names: Names) -> Iterator[str]:
    """An issue for every township: what to know it by, its title, its text, and how much it owes.

    One that owes nothing is there so that what its issue said before does not stay.
    """
    every = [only(pages, key).pages[0] for key in sorted(names.places.by_id)]
    found = [
        {
            "mark": _mark(page, pages, names),
            "title": f"{words.month(pages.on)} {names.own(page.key)}：要做的事",
            "body": "".join(_body(page, names, _unread(pages))),
            "owed": len(page.owed()),
        }
        for page in every
        if _is_township(page, names)
    ]
    yield json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _mark(page: Page, pages: Listing, names: Names) -> str:
    """By which the issue is found again when the month is made again."""
    place = names.openly.code("place", page.key)
    return f"<!-- tonghu {pages.on[: len('2026-10')]} {place} -->"


def _body(page: Page, names: Names, unread: int) -> Iterator[str]:
    yield row(["由谁", *(words.STAGES[stage] for stage in SHOWN)]) + "\n"
    yield "|---" * (len(SHOWN) + 1) + "|\n"
    counts: dict[str, Counter[int]] = {}
    for each in page.owed():
        counts.setdefault(each.item.role, Counter())[each.stage] += 1
    for role, count in sorted(counts.items()):
        told = safe(str(names.openly.value(role)))
        yield row([told, *(str(count[stage]) for stage in SHOWN)]) + "\n"
    if not counts:
        yield f"\n{words.NOTHING}\n"
    *_, done, never = _numbers(page)
    yield f"\n{HEADINGS[-2]} {done} 件；{HEADINGS[-1]} {never} 个。\n"
    if unread:
        yield f"\n全县{UNREAD.format(count=unread)}\n"
    yield f"\n{LATER}\n\n{WHERE}\n"


def _numbers(page: Page) -> list[int]:
    never = {each.subject for each in page.entries() if each.never and each.kind == CHILD}
    return [*(page.counts.get(stage, 0) for stage in SHOWN), page.done, len(never)]


def _unread(pages: Listing) -> int:
    return len({flag.subject for page in pages.pages for flag in page.alerts})


def _is_township(page: Page, names: Names) -> bool:
    place = names.places.by_id.get(page.key)
    return place is not None and place.kind == TOWNSHIP and names.own(page.key) != page.key


def _name(page: Page, names: Names) -> str:
    return safe(names.own(page.key)) if page.key else words.NOWHERE
