"""Laws on what is published: only files that lie in docs/ themselves, of the kinds that we show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from tonghu.checks.ground import Ground
from tonghu.checks.handbook import DOCS, Handbook
from tonghu.checks.reading import shown
from tonghu.problem import Problem, error, warning
from tonghu.record.files import ISSUES
from tonghu.record.links import below, links_to
from tonghu.statistics.ledger import registered

READ = (DOCS, "schemas", "mkdocs.yml")
"""What a site is made from."""

PAGE = ".md"
PICTURES = frozenset({".gif", ".jpeg", ".jpg", ".png", ".webp"})
"""An SVG file may hold a program; ours are drawn in the pages themselves."""

KINDS = (
    (("assets",), frozenset({".css", ".js"})),
    (("statistics", "issues"), frozenset({".csv", ".json", ".txt"})),
)
"""Folders below docs/ in which other kinds of files are published too."""

SHELF = "statistics/issues"
NOT_PUBLISHED = "overrides"
START = (1, 1)
TOLD_LINK = "这是一个链接，公开出去的会是它指向的内容：请删掉链接，把要公开的文件本身放在这里。"
TOLD_NAME = "这个名称里有看不见的或者读不出的字：请改成普通的文字。"


def is_published(path: str) -> bool:
    """Whether a file that is no page belongs to the site, by its path below docs/."""
    parts, ending = PurePosixPath(path).parts, PurePosixPath(path).suffix.lower()
    if _is_passed_over(parts):
        return False
    return ending in PICTURES or any(
        ending in endings and parts[: len(folder)] == folder for folder, endings in KINDS
    )


def beside(root: Path, public: Path) -> dict[str, Path]:
    """What is published besides the pages, by its path below docs/.

    `public` is the root whose issues are shown: those that lie in another are of other children.
    Of them, nothing goes out but what the ledger has, and as the ledger has it.
    """
    docs, issued = root / DOCS, public / ISSUES
    own = {path for path in below(docs).files if not path.is_relative_to(root / ISSUES)}
    found = {path.relative_to(docs).as_posix(): path for path in own}
    found |= {f"{SHELF}/{name}": issued / name for name in registered(issued)}
    return {name: path for name, path in sorted(found.items()) if is_published(name)}


def unfit(root: Path, names: tuple[str, ...] = READ) -> Iterator[Problem]:
    """What keeps a site from being made: links, and names that cannot be written."""
    for path in links_to(root, names):
        yield error(shown(path, root), START, "file-link", TOLD_LINK)
    for path in _named(root, names):
        if not path.name.isprintable():
            yield error(shown(path, root), START, "file-name-unseen", TOLD_NAME)


def files_are_their_own(_: Ground, handbook: Handbook) -> Iterator[Problem]:
    """What lies in docs/ and schemas/ must be an ordinary file with an ordinary name.

    file-link 错误
        docs/ 和 schemas/ 里不能有链接：网站公开的会是它指向的内容，档案也会这样公开出去。
        改法：删掉链接，把要公开的文件本身放在这里。
    file-name-unseen 错误
        文件和文件夹的名称只用看得见的字，并且是 UTF-8。
        改法：改名。
    """
    yield from unfit(handbook.root)


def others_are_not_published(_: Ground, handbook: Handbook) -> Iterator[Problem]:
    """A file in docs/ that is neither a page nor of a kind that we show should move.

    file-unpublished 提醒
        网站只有页（.md）、图片（png、jpg、gif、webp）、docs/assets/ 里的样式和脚本、
        已经公布的统计；别的文件不会放进网站。
        改法：写成一页，或者换成图片；不需要的移走。
    """
    docs = handbook.root / DOCS
    for path in below(docs).files:
        name = path.relative_to(docs)
        known = name.suffix == PAGE or is_published(name.as_posix())
        if not (known or _is_passed_over(name.parts)):
            message = "这个文件不会放进网站：请写成一页（.md），或者换成图片；不需要的请移走。"
            yield warning(shown(path, handbook.root), START, "file-unpublished", message)


def _is_passed_over(parts: tuple[str, ...]) -> bool:
    return parts[0] == NOT_PUBLISHED or any(part.startswith(".") for part in parts)


def _named(root: Path, names: tuple[str, ...]) -> Iterator[Path]:
    """Every file, link and folder whose name may be shown."""
    for name in names:
        found = below(root / name)
        every = [*found.files, *found.links]
        folders = {up for path in every for up in path.relative_to(root).parents}
        yield from sorted([*every, *(root / folder for folder in folders if folder.name)])
