"""The definitions of one home: schemas, facts, and what the pages of the handbook say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tonghu.schema import Schemas, load_schemas
from tonghu.source import Document, Page, read, read_page

HANDBOOK = "docs/handbook"
SOURCES = "docs/sources"
FACTS = "schemas/facts.yml"


@dataclass(frozen=True)
class Home:
    """Definitions as read: pages of duties by id, source pages, facts and schemas."""

    root: Path
    schemas: Schemas
    facts: Document
    pages: Mapping[str, Page]
    sources: tuple[Page, ...]

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
    patterns = ((root / HANDBOOK, "*/*.md"), (root / SOURCES, "*.md"), (schemas, "*"))
    return [path for folder, each in patterns for path in sorted(folder.glob(each))]


def load_home(root: Path) -> Home:
    """Read a home; OSError or ValueError where there are no schemas or facts at all."""
    facts = root / FACTS
    pages = {
        path.stem: _page(root, path)
        for path in sorted((root / HANDBOOK).glob("*/*.md"))
        if path.stem != "index"
    }
    sources = tuple(_page(root, path) for path in sorted((root / SOURCES).glob("*.md")))
    return Home(root, load_schemas(root), read(FACTS, facts.read_bytes()), pages, sources)


def _page(root: Path, path: Path) -> Page:
    return read_page(path.relative_to(root).as_posix(), path.read_bytes())
