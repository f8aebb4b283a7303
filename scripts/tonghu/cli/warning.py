"""What the coordinator must know of an issue that was made: what was not shown anew, and why."""

from __future__ import annotations

from collections.abc import Iterator

from tonghu.statistics.candidate import Candidate, year_after
from tonghu.statistics.folder import Issue

LOST = (
    "截至 {asof} 的那一期用的档案找不到了，看不出以后变了多少孩子，所以那天的数字只能沿用。"
    "先找回来：git fetch --unshallow，或者从备份里取回那个版本；确实没有了的，"
    "从截至 {after} 的那一期起，加 --begin-anew 重新开始。"
)
NO_GIT = (
    "这些档案没有提交到 Git：改了以后，以前的样子就没有了，下一期只能沿用这一期的数字。"
    "请把档案放进 Git 仓库，提交以后再做。"
)
NOT_BEGUN = (
    "还没有开始公布的地方：{places}。改名、合并、拆分出来的地方，里面的孩子以前在别的名下数过，"
    "变动够了才开始。"
)


def warnings(candidate: Candidate, issue: Issue, in_git: bool) -> Iterator[str]:
    """What is to be done where nobody can see how many children changed; and what waits."""
    for asof in sorted(candidate.changes.lost):
        yield LOST.format(asof=asof, after=year_after(asof))
    if not in_git:
        yield NO_GIT
    if waiting := sorted(set(candidate.waiting) - issue.geos()):
        yield NOT_BEGUN.format(places="、".join(waiting))
