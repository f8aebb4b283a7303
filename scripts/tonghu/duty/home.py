"""The definitions of one home: schemas, facts, and what the pages of the handbook say."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tonghu.problem import UnusableError, error
from tonghu.record.files import content
from tonghu.schema import Schemas, load_schemas
from tonghu.source import Document, Page, read, read_page

HANDBOOK = "docs/handbook"
INDEX = "index"
SOURCES = "docs/sources"
FACTS = "schemas/facts.yml"
PAGE = ".md"
LIKE_PAGES = (PAGE, ".markdown", ".mdown", ".mkd", ".md.txt", ".md.bak")
DEPTH = len(("theme", "id.md"))
OF_DUTIES = frozenset({"cites", "subject", "do", "holds", "force", "by"})
"""Keys that only the page of a duty has at the top."""


@dataclass(frozen=True)
class Home:
    """Definitions as read: pages of duties by id, source pages, facts and schemas.

    `unread` are the paths of pages that lie, or are named, so that nothing reads them.
    """

    root: Path
    schemas: Schemas
    facts: Document
    pages: Mapping[str, Page]
    sources: tuple[Page, ...]
    unread: tuple[str, ...] = ()

    def sound(self) -> dict[str, Mapping[str, Any]]:
        """The front matter of every duty page that its schema accepts, by id."""
        return {
            identity: page.document.data
            for identity, page in self.pages.items()
            if page.document.data is not None and self.schemas.valid("duty", page.document.data)
        }

    def requirements(self) -> dict[str, str]:
        """Requirement id → the id of the source page that lists it."""
        found: dict[str, str] = {}
        for page in self.sources:
            data = page.document.data
            rows = data.get("requirements") if isinstance(data, Mapping) else None
            for row in rows if isinstance(rows, list) else ():
                if isinstance(row, Mapping) and isinstance(row.get("id"), str):
                    found[row["id"]] = str(data.get("id"))
        return found


def definitions(root: Path) -> list[Path]:
    """Every file that a home is read from."""
    schemas = (root / FACTS).parent
    patterns = ((root / SOURCES, "*.md"), (schemas, "*"))
    found = [path for folder, each in patterns for path in sorted(folder.glob(each))]
    return [*below(root / HANDBOOK), *found]


def load_home(root: Path) -> Home:
    """Read a home; OSError or UnusableError where there are no schemas or facts to go by."""
    try:
        schemas = load_schemas(root)
    except ValueError as broken:
        raise UnusableError(str(broken)) from None
    facts = read(FACTS, (root / FACTS).read_bytes())
    if facts.data is None or not schemas.valid("facts", facts.data):
        raise UnusableError(f"{FACTS} 读不懂，什么也推算不出来；先运行 tonghu check 改好。")
    found: dict[str, list[Path]] = {}
    for path in sorted((root / HANDBOOK).glob("*/*.md")):
        if path.stem != INDEX:
            found.setdefault(path.stem, []).append(path)
    pages = {identity: _page(root, paths[-1]) for identity, paths in found.items()}
    sources = tuple(_page(root, path) for path in sorted((root / SOURCES).glob("*.md")))
    hidden = [path for paths in found.values() for path in paths[:-1]]
    hidden += (path for path in below(root / HANDBOOK) if passed_over(root, path))
    return Home(root, schemas, facts, pages, sources, tuple(_name(root, each) for each in hidden))


def below(folder: Path) -> list[Path]:
    """Every file and folder below a folder; no link is followed."""
    return [Path(at, name) for at, _, files in os.walk(folder) for name in sorted(files)]


def passed_over(root: Path, path: Path) -> bool:
    """Whether a file of the handbook looks like the page of a duty and is not read as one."""
    name, depth = path.name.lower(), len(path.relative_to(root / HANDBOOK).parts)
    if name.startswith(".") or not name.endswith(LIKE_PAGES):
        return False
    if depth == DEPTH and path.name.endswith(PAGE):
        return False
    if depth >= DEPTH and path.stem.lower() != INDEX:
        return True
    data = _page(root, path).document.data
    return isinstance(data, Mapping) and not OF_DUTIES.isdisjoint(data)


def _page(root: Path, path: Path) -> Page:
    """One page; what cannot be opened is a page with a problem."""
    name = _name(root, path)
    try:
        return read_page(name, content(path))
    except OSError:
        told = error(name, (1, 1), "file-unreadable", "这个文件打不开。")
        return Page(Document(name, None, (told,), b""), "", 1, b"")


def _name(root: Path, path: Path) -> str:
    """A path within a home; what no terminal can show becomes a question mark."""
    name = path.relative_to(root).as_posix()
    return "".join(each if each.isprintable() else "?" for each in name)
