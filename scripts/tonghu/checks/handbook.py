"""The pages and definitions of a home, as read: duties, documents, and other pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tonghu.checks.ground import FACTS
from tonghu.checks.reading import opened, shown, unreadable
from tonghu.facts.spec import Spec, spec
from tonghu.facts.words import Words
from tonghu.problem import Problem
from tonghu.record.files import content
from tonghu.record.links import below
from tonghu.schema import Schemas
from tonghu.source import Document, Page, read_page

DOCS = "docs"
INDEX = "index"
NOTE = "method.md"
NOTHING = Spec({}, {}, frozenset(), frozenset())
DUTY, SOURCE, LEDGER, TABLE = "duty", "source", "ledger", "table"


@dataclass(frozen=True)
class Leaf:
    """One page: its id from the file's name, the page, and what its schema has against it.

    `schema` names the schema that its front matter follows, empty where there is none.
    """

    id: str
    page: Page
    schema: str
    problems: tuple[Problem, ...]

    @property
    def data(self) -> Mapping[str, Any]:
        """The front matter; empty where there is none."""
        data = self.page.document.data
        return data if isinstance(data, Mapping) else {}

    @property
    def path(self) -> str:
        """The page's path."""
        return self.page.document.path


@dataclass(frozen=True)
class Handbook:
    """All pages below docs/, and facts.yml."""

    root: Path
    schemas: Schemas
    pages: tuple[Leaf, ...]
    facts: Document

    @cached_property
    def spec(self) -> Spec:
        """What facts.yml says; nothing where it cannot be used, of which others tell."""
        data = self.facts.data
        if self.facts.problems or not self.schemas.valid("facts", data):
            return NOTHING
        try:
            return spec(data, self.schemas.option_defaults())
        except (KeyError, TypeError, ValueError):
            return NOTHING

    @cached_property
    def words(self) -> Words:
        """The values that attributes and facts may have."""
        return Words(self.schemas, self.spec)

    @property
    def duties(self) -> list[Leaf]:
        """The pages that define a duty."""
        return [page for page in self.pages if page.schema == DUTY]

    @property
    def ledgers(self) -> list[Leaf]:
        """The pages that define a ledger."""
        return [page for page in self.pages if page.schema == LEDGER]

    @property
    def tables(self) -> list[Leaf]:
        """The pages that define a public table."""
        return [page for page in self.pages if page.schema == TABLE]

    @property
    def sources(self) -> list[Leaf]:
        """The pages of the policy documents."""
        return [page for page in self.pages if page.schema == SOURCE]


def handbook(root: Path, schemas: Schemas) -> Handbook:
    """Read every page below docs/, and facts.yml; what is a link is nobody's page."""
    every = (path for path in below(root / DOCS).files if path.name.endswith(".md"))
    pages = tuple(leaf(root, path, schemas) for path in sorted(every))
    return Handbook(root, schemas, pages, opened(FACTS, root / FACTS))


def leaf(root: Path, path: Path, schemas: Schemas) -> Leaf:
    """Read one page, and hold it to the schema of pages that lie where it lies."""
    name, schema = shown(path, root), schema_of(path.relative_to(root).parts)
    try:
        raw = content(path)
    except OSError:
        document = unreadable(name)
        return Leaf(path.stem, Page(document, "", 1, b""), schema, document.problems)
    page = read_page(name, raw)
    if not schema and not raw.startswith(b"---"):
        return Leaf(path.stem, Page(Document(name, None, (), raw), page.body, 1, raw), "", ())
    problems = list(page.document.problems)
    if schema and page.document.data is not None:
        problems += schemas.problems(schema, page.document)
    return Leaf(path.stem, page, schema, tuple(problems))


def schema_of(parts: tuple[str, ...]) -> str:
    """The schema of a page's front matter by where it lies: docs/handbook/theme/id.md …"""
    match parts:
        case (_, "handbook", _, name) if name != f"{INDEX}.md":
            return DUTY
        case (_, "sources", _):
            return SOURCE
        case (_, "ledgers", name) if name != f"{INDEX}.md":
            return LEDGER
        case (_, "statistics", name) if name not in (f"{INDEX}.md", NOTE):
            return TABLE
    return ""
