"""One screen at the end of a month's work: what was found, how much there is, where it lies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from tonghu.problem import ERROR, Problem
from tonghu.record.subject import CHILD
from tonghu.report import listing, words
from tonghu.report.listing import Listing

SHOWN = (listing.LATE, listing.MONTH, listing.EARLY, listing.OPEN)


def summary(
    pages: Listing,
    problems: Sequence[Problem],
    children: int,
    sealed: str,
    files: Sequence[tuple[str, str]],
) -> Iterator[str]:
    """The lines of the screen; `files` are (path, what it is for) pairs, `sealed` may be empty."""
    counts: Counter[int] = Counter()
    for page in pages.pages:
        counts.update(page.counts)
    done = sum(page.done for page in pages.pages)
    stages = " · ".join(f"{words.STAGES[stage]} {counts[stage]}" for stage in SHOWN)
    yield f"童护 {words.month(pages.on)}（按 {pages.on} 的档案，{children} 个孩子）\n\n"
    yield f"检查    {_checked(problems)}\n"
    yield f"要做    {stages}；本月已完成 {done}\n"
    yield from _people(pages)
    yield f"密封    {sealed}\n" if sealed else ""
    yield "\n写好了：\n"
    width = max(len(path) for path, _ in files)
    for path, told in files:
        yield f"  {path:<{width}}  {told}\n"


def _checked(problems: Sequence[Problem]) -> str:
    errors = sum(problem.severity == ERROR for problem in problems)
    others = len(problems) - errors
    if not problems:
        return "没有问题"
    told = f"{errors} 处要改" if errors else "没有要改的"
    return f"{told}，{others} 处提醒；用 tonghu check 看每一处"


def _people(pages: Listing) -> Iterator[str]:
    named = [page for page in pages.pages if page.key]
    nobody = sum(sum(page.counts.values()) for page in pages.pages if not page.key)
    yield f"由谁    {len(named)} 人各有一页"
    yield f"；{words.UNNAMED} {nobody} 件，请先定人\n" if nobody else "\n"
    entries = [entry for page in pages.pages for entry in page.entries()]
    never = {entry.subject for entry in entries if entry.never and entry.kind == CHILD}
    unread = {flag.subject for page in pages.pages for flag in page.alerts}
    yield f"当心    {words.NEVER}的孩子 {len(never)} 个；读不全的档案 {len(unread)} 份\n"
