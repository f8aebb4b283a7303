"""Laws on the pages of the handbook: their names, and the files they point to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from tonghu.checks.ground import Ground
from tonghu.checks.handbook import Handbook, Leaf
from tonghu.checks.reading import shown
from tonghu.duty.home import HANDBOOK, below, passed_over
from tonghu.problem import Problem, error

LINK = re.compile(r"\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)|^\[[^\]]+\]:\s+(\S+)", re.MULTILINE)
CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]*`", re.MULTILINE | re.DOTALL)
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)


def page_ids_differ(_: Ground, handbook: Handbook) -> Iterator[Problem]:
    """No two duties must have the same id, in whatever folder their pages lie.

    page-twice 错误
        手册里一项职责的编号就是文件名，不能有两页同名，放在不同主题里也不行。
        改法：改掉新的一页的文件名；是同一件事的，合成一页。
    """
    named = Counter(page.id for page in handbook.duties)
    for page in handbook.duties:
        if named[page.id] > 1:
            message = "另一个主题里有同名的一页，编号（文件名）不能重复：请给新的一页换一个文件名。"
            yield error(page.path, (1, 1), "page-twice", message)


def source_id_is_the_name(_: Ground, handbook: Handbook) -> Iterator[Problem]:
    """The id of a document or of a public table must be the name of its page.

    page-id 错误
        文件页、统计表的 `id` 必须与文件名相同（不带 .md），别处靠它引用。
        改法：照文件名改正 `id`。
    """
    for page in (*handbook.sources, *handbook.tables):
        identity = page.data.get("id")
        if isinstance(identity, str) and identity != page.id:
            mark = page.page.document.mark(("id",))
            message = "id 与文件名不一样：请照文件名改正。"
            yield error(page.path, mark, "page-id", message, f"id: {page.id}")


def pages_are_where_they_are_read(_: Ground, handbook: Handbook) -> Iterator[Problem]:
    """A page of the handbook must lie directly in a theme's folder (see file-unread)."""
    for path in below(handbook.root / HANDBOOK):
        if passed_over(handbook.root, path):
            message = (
                "手册的页放在这里或者这样命名，不会被读到："
                "请放到 docs/handbook/主题/ 下面，文件名以 .md 结尾。"
            )
            yield error(shown(path, handbook.root), (1, 1), "file-unread", message)


def links_lead_somewhere(_: Ground, handbook: Handbook) -> Iterator[Problem]:
    """A link to another file of the repository must lead to a file that exists.

    link-broken 错误
        docs/ 里的页，链接到的文件必须存在。
        改法：改正路径，路径从这一页所在的文件夹算起。
    """
    for page in handbook.pages:
        for target, mark in links(page):
            if not leads_somewhere(handbook.root, page.path, target):
                message = "链接的文件不存在：请改正路径，路径从这一页所在的文件夹算起。"
                yield error(page.path, mark, "link-broken", message)


def links(page: Leaf) -> Iterator[tuple[str, tuple[int, int]]]:
    """The files of the repository that a page points to, and where it does."""
    body = CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), page.page.body)
    for found in LINK.finditer(body):
        group = 1 if found[1] else 2
        if not ELSEWHERE.match(found[group]):
            start = found.start(group)
            line = page.page.body_line + body.count("\n", 0, start)
            target = unquote(re.split(r"[#?]", found[group])[0])
            yield target, (line, start - body.rfind("\n", 0, start))


def leads_somewhere(root: Path, page: str, target: str) -> bool:
    """Whether what a page of a home points to is there."""
    try:
        return ((root / page).parent / target).exists()
    except (OSError, ValueError):  # a name that no file can have
        return False
