"""What MkDocs complains of, as people say it; names and addresses stay on their line."""

from __future__ import annotations

import re
from collections.abc import Callable

from tonghu.entry.cell import plain

Told = Callable[[re.Match[str]], str]

KNOWN: tuple[tuple[re.Pattern[str], Told], ...] = (
    (
        re.compile(r"Doc file '(.*)' contains a link '(.*)', but .*\banchor\b.*", re.DOTALL),
        lambda found: f"{found[1]}：链接“{found[2]}”指的标题在那一页上没有，请改正 # 后面的字。",
    ),
    (
        re.compile(r"Doc file '(.*)' contains an? .*?link '(.*?)', .*", re.DOTALL),
        lambda found: f"{found[1]}：链接“{found[2]}”在网站里找不到，只能链接到网站里的页和图片。",
    ),
    (
        re.compile(r"Excluding '(.*)' from the site because it conflicts with '(.*)'\.", re.DOTALL),
        lambda found: f"{found[1]} 和 {found[2]} 会成为同一页：请留下一个。",
    ),
    (
        re.compile(r"Aborted with .*", re.DOTALL),
        lambda _: "",
    ),
)


def complaint(text: str) -> str:
    """A sentence on one line; what is not known is repeated, and said to be MkDocs' own words."""
    for form, told in KNOWN:
        if found := form.fullmatch(text):
            return plain(told(found))
    return plain(f"MkDocs 说：{text}")
