"""What the site is made of: every page below docs/ and the words of the schemas, nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tonghu.checks.handbook import Handbook, Leaf, handbook
from tonghu.checks.published import unfit
from tonghu.problem import ERROR, Problem
from tonghu.record.files import ISSUES
from tonghu.schema import load_schemas
from tonghu.schema.node import Node, chain, properties
from tonghu.statistics.folder import BrokenIssueError, Issue, read_issues

DOCS = "docs/"
INDEX = "handbook/index.md"
HEADING = re.compile(r"^### (.+)$|\]\(([a-z0-9-]+)/([a-z0-9-]+)\.md\)", re.MULTILINE)


@dataclass(frozen=True)
class Theme:
    """A part of the handbook: its folder, its title, and its duties in the handbook's order."""

    folder: str
    title: str
    duties: tuple[Leaf, ...]


@dataclass(frozen=True)
class Book:
    """Pages and words, and what is asked of them again and again.

    `public` is the root beside whose records the issues lie that are shown.
    """

    handbook: Handbook
    public: Path

    @property
    def problems(self) -> list[Problem]:
        """What keeps the pages from being read as they are meant."""
        found = [problem for page in self.handbook.pages for problem in page.problems]
        found += [*self._issued[1], *unfit(self.handbook.root), *unfit(self.public, (ISSUES,))]
        return sorted(each for each in found if each.severity == ERROR)

    @property
    def issues(self) -> tuple[Issue, ...]:
        """Every issue of the public statistics, in order of time."""
        return self._issued[0]

    @cached_property
    def _issued(self) -> tuple[tuple[Issue, ...], list[Problem]]:
        try:
            return tuple(read_issues(self.public / ISSUES)), []
        except BrokenIssueError as broken:
            told = f"公布过的一期读不出来（{broken}）：请恢复原样。"
            return (), [Problem(ISSUES, 1, 1, "issue-altered", ERROR, told)]

    @cached_property
    def leaves(self) -> dict[str, Leaf]:
        """Every page by its path below docs/."""
        return {path_of(page): page for page in self.handbook.pages}

    @cached_property
    def duties(self) -> dict[str, Leaf]:
        """Every duty by its id."""
        return {page.id: page for page in self.handbook.duties}

    @cached_property
    def facts(self) -> Mapping[str, Mapping[str, Any]]:
        """What facts.yml says of each fact."""
        data = self.handbook.facts.data
        return data["facts"] if isinstance(data, Mapping) else {}

    @cached_property
    def options(self) -> dict[str, Any]:
        """Every option's default."""
        return self.handbook.schemas.option_defaults()

    @cached_property
    def requirements(self) -> dict[str, tuple[Leaf, Mapping[str, Any]]]:
        """Every requirement by its id, with the document that makes it."""
        return {row["id"]: (page, row) for page in self.handbook.sources for row in rows_of(page)}

    @cached_property
    def themes(self) -> tuple[Theme, ...]:
        """The themes as the handbook's first page orders them; what it does not name comes last."""
        titles, order = self._contents()
        found: dict[str, list[Leaf]] = {folder: [] for folder in titles}
        for page in sorted(self.handbook.duties, key=lambda each: order.get(each.id, len(order))):
            found.setdefault(folder_of(page), []).append(page)
        return tuple(Theme(f, titles.get(f, f), tuple(own)) for f, own in found.items() if own)

    def labels(self, schema: str, *steps: str) -> dict[str, str]:
        """What the values of a list in a schema are called: (value, description) pairs."""
        raw = self.handbook.schemas.raw(schema)
        for step in steps:
            raw = raw[step]
        return dict(zip(raw["enum"], raw.get("enumDescriptions", raw["enum"]), strict=True))

    def attribute(self, schema: str, name: str) -> Mapping[str, Any]:
        """What a schema says of an attribute of its events."""
        schemas = self.handbook.schemas
        event = schemas.raw(schema).get("$defs", {}).get("event", schemas.raw(schema))
        node = properties(schemas.raw, Node(schema, event)).get(name)
        found: dict[str, Any] = {}
        for step in chain(schemas.raw, node) if node else ():
            found = {**step.body, **found}
        return found

    def _contents(self) -> tuple[dict[str, str], dict[str, int]]:
        """The headings of the handbook's first page by folder, and the order of its duties."""
        titles: dict[str, str] = {}
        order: dict[str, int] = {}
        heading = ""
        first = self.leaves.get(INDEX)
        for title, folder, name in HEADING.findall(first.page.body if first else ""):
            heading = title or heading
            if folder and heading:
                titles.setdefault(folder, heading)
                order.setdefault(name, len(order))
        return titles, order


def read_book(root: Path, public: Path | None = None) -> Book:
    """Read the pages and schemas of a home; OSError or ValueError where there are none."""
    return Book(handbook(root, load_schemas(root)), public or root)


def path_of(page: Leaf) -> str:
    """The path of a page below docs/."""
    return page.path.removeprefix(DOCS)


def folder_of(page: Leaf) -> str:
    """The folder in which a page lies."""
    return page.path.split("/")[-2]


def title_of(page: Leaf) -> str:
    """The title in the front matter, else the first heading, else the name."""
    if "title" in page.data:
        return str(page.data["title"])
    heading = re.search(r"^# (.+)$", page.page.body, re.MULTILINE)
    return heading[1].strip() if heading else page.id


def rows_of(page: Leaf) -> Iterator[Mapping[str, Any]]:
    """The requirements of a document."""
    rows = page.data.get("requirements")
    yield from (row for row in (rows if isinstance(rows, list) else ()))
