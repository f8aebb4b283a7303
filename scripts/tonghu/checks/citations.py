"""Laws on citations: what is cited exists, and every requirement is cited or explained."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tonghu.checks.conditions import Part
from tonghu.checks.ground import Ground
from tonghu.checks.handbook import Handbook, Leaf
from tonghu.checks.known import nearest
from tonghu.checks.reading import opened_raw
from tonghu.problem import Problem
from tonghu.schema.book import FOLDER
from tonghu.schema.node import SUFFIX
from tonghu.source import Document

CITES = "cites"
EXPLAINED = ("outside", "later")
REQUIREMENTS = "requirements"
IN_SCHEMAS, KINDS = "x-cites", "x-kinds"


def citations_exist(ground: Ground, handbook: Handbook) -> Iterator[Problem]:
    """What a page or a schema cites must be a requirement of a document.

    cite-unknown 错误
        引用的要求必须在 docs/sources/ 某一页的 `requirements` 里。
        改法：改正编号；文件里有而那一页没有的，先补到那一页。
    """
    known = {part.value for part in _requirements(handbook)}
    for cited in (*_cited_by_pages(handbook), *_cited_by_schemas(ground)):
        if cited.value not in known:
            message = "没有这条要求：请改正编号，或者先把它补到那份文件的页里。"
            yield cited.problem("cite-unknown", message, nearest(cited.value, map(str, known)))


def requirements_are_met(ground: Ground, handbook: Handbook) -> Iterator[Problem]:
    """Every requirement of a document must be cited somewhere, or say why it is not.

    requirement-uncited 错误
        文件里的每条要求，必须有一页、一种记录引用它，或者写明为什么没有（`outside` 或 `later`）。
        改法：在落实它的那一页 `cites` 里加上编号，或者在这里写 `outside: 理由`。
    requirement-twice 错误
        要求的编号不能重复，在哪一份文件里都一样。
        改法：给新的一条换一个编号，已有的编号不改。
    """
    cited = {part.value for part in (*_cited_by_pages(handbook), *_cited_by_schemas(ground))}
    seen: set[str] = set()
    for part in _requirements(handbook):
        row = _row(part)
        if part.value in seen:
            message = "这个编号在另一条要求上已经用过：请换一个。"
            yield part.problem("requirement-twice", message)
        elif part.value not in cited and not any(key in row for key in EXPLAINED):
            message = "没有哪一页、哪一种记录引用这条要求：请在落实它的页里引用，或者写明理由。"
            yield part.problem("requirement-uncited", message, "outside: …")
        seen.add(part.value)


def _requirements(handbook: Handbook) -> Iterator[Part]:
    """The id of every requirement of every document."""
    for page in handbook.sources:
        rows = page.data.get(REQUIREMENTS)
        for number, row in enumerate(rows if isinstance(rows, list) else ()):
            if isinstance(row, Mapping) and isinstance(row.get("id"), str):
                yield Part(page.page.document, (REQUIREMENTS, number, "id"), row["id"])


def _row(part: Part) -> Mapping[str, Any]:
    row: Any = part.document.data
    for step in part.where[:-1]:
        row = row[step]
    return row if isinstance(row, Mapping) else {}


def _cited_by_pages(handbook: Handbook) -> Iterator[Part]:
    for page in handbook.pages:
        if page.schema != "source":
            yield from _cites(page, page.data, ())


def _cites(page: Leaf, data: Mapping[str, Any], where: tuple[str | int, ...]) -> Iterator[Part]:
    cites = data.get(CITES)
    for number, cited in enumerate(cites if isinstance(cites, list) else ()):
        if isinstance(cited, str):
            yield Part(page.page.document, (*where, CITES, number), cited)
    before = data.get("before")
    for number, entry in enumerate(before if isinstance(before, list) else ()):
        if isinstance(entry, Mapping):
            yield from _cites(page, entry, (*where, "before", number))


def _cited_by_schemas(ground: Ground) -> Iterator[Part]:
    """What the schemas say they stand for; JSON is YAML, so its places can be named too."""
    for name in ground.schemas.names():
        path = f"{FOLDER}/{name}{SUFFIX}"
        body = ground.schemas.raw(name)
        document = Document(path, body, (), opened_raw(path, ground.home / path).raw)
        for where, cited in _within(body, ()):
            yield Part(document, where, cited)


def _within(body: Any, where: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """(where, id) of every citation in a part of a schema."""
    if isinstance(body, list):
        for number, item in enumerate(body):
            yield from _within(item, (*where, number))
    elif isinstance(body, Mapping):
        for key, item in body.items():
            inner = (*where, key)
            if key == IN_SCHEMAS or (key == CITES and KINDS in where):
                yield from (((*inner, number), cited) for number, cited in enumerate(item))
            else:
                yield from _within(item, inner)
