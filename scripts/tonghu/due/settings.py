"""What a team's settings say as far as it can be used, and what of it cannot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tonghu import period
from tonghu.duty.definition import Definition, dated
from tonghu.duty.home import Home
from tonghu.period import Window

SETTINGS = "settings"
REST = {"area": "county", "adopts": ["document"]}
"""What a part of settings stands beside when it is judged alone."""


class Settings(NamedTuple):
    """What can be used; `adopts` is None where nothing says which documents are adopted."""

    adopts: frozenset[str] | None
    options: Mapping[str, list[Definition]]
    cadences: Mapping[str, list[Definition]]
    terms: tuple[Window, ...]


def settings(home: Home, data: Any) -> Settings:
    """The settings; of a part that is wrong the default holds."""
    written = data if isinstance(data, Mapping) else {}
    adopts = written.get("adopts")
    return Settings(
        _documents(adopts) if isinstance(adopts, list) else None,
        _options(home, written.get("options")),
        _cadences(home, written.get("cadences")),
        _terms(written.get("terms")),
    )


def doubts(home: Home, data: Any) -> Iterator[str]:
    """What in the settings is not followed, or leaves a list shorter than it should be."""
    written = data if isinstance(data, Mapping) else {}
    found = [
        *_adopted(home, written.get("adopts")),
        *_chosen(home, written.get("options")),
        *_paced(home, written.get("cadences")),
        *_dated(home, written.get("terms")),
    ]
    yield from found
    if not found and not home.schemas.valid(SETTINGS, data):
        yield "有不认得、缺少或写错的项，没有照它算"


def _documents(written: list[Any]) -> frozenset[str]:
    return frozenset(each for each in written if isinstance(each, str))


def _adopted(home: Home, written: Any) -> Iterator[str]:
    if not isinstance(written, list):
        yield "adopts 没有写清采用哪些文件，先当作手册里的都采用"
        return
    known = {page.document.path.rpartition("/")[2].removesuffix(".md") for page in home.sources}
    known.update(home.requirements().values())
    if known.isdisjoint(_documents(written)):
        yield "adopts 里一份手册有的文件也没有，所以什么都没有列出来"
        return
    for number, each in enumerate(written, 1):
        if not isinstance(each, str) or each not in known:
            yield f"adopts 的第 {number} 个，手册里没有这份文件，它要求的事没有列出来"


def _fits(home: Home, **part: Any) -> bool:
    return home.schemas.valid(SETTINGS, {**REST, **part})


def _options(home: Home, written: Any) -> dict[str, list[Definition]]:
    """Every option with its definitions; a value outside the schema counts as the default."""
    given = written if isinstance(written, Mapping) else {}
    found = {}
    for name, default in home.schemas.option_defaults().items():
        sound = name in given and _fits(home, options={name: given[name]})
        versions = dated(given[name]) if sound else []
        found[name] = [Definition(period.FIRST, default), *versions]
    return found


def _chosen(home: Home, written: Any) -> Iterator[str]:
    if written is not None and not isinstance(written, Mapping):
        yield "options 写得不对，选项都按默认的算"
        return
    known = home.schemas.option_defaults()
    for number, (name, value) in enumerate((written or {}).items(), 1):
        if name not in known:
            yield f"options 的第 {number} 项，没有这个选项，没有照它算"
        elif not _fits(home, options={name: value}):
            yield f"options 的 {name} 写得不对，按默认的算"


def _cadences(home: Home, written: Any) -> dict[str, list[Definition]]:
    given = written if isinstance(written, Mapping) else {}
    return {name: _paces(home, name, entry) for name, entry in given.items() if name in home.pages}


def _paces(home: Home, name: str, entry: Any) -> list[Definition]:
    """The definitions of a cadence that can be used; an empty one ends those before it."""
    if not isinstance(entry, Mapping):
        return []
    try:
        versions = dated(entry)
    except (TypeError, ValueError):
        return []
    return [
        each for each in versions if each.value == {} or _fits(home, cadences={name: each.value})
    ]


def _paced(home: Home, written: Any) -> Iterator[str]:
    if written is not None and not isinstance(written, Mapping):
        yield "cadences 写得不对，本地定了次数的事没有列出来"
        return
    *_, waits = home.schemas.raw("duty")["properties"]["force"]["enum"]
    for number, (name, entry) in enumerate((written or {}).items(), 1):
        page = home.pages[name].document.data if name in home.pages else None
        if name not in home.pages:
            yield f"cadences 的第 {number} 项，手册里没有这个编号的职责，没有列出来"
        elif not _fits(home, cadences={name: entry}):
            yield f"cadences 的 {name} 写得不对，这件事没有列出来"
        elif isinstance(page, Mapping) and waits not in _forces(page):
            yield f"cadences 的 {name} 次数是定好的，没有照本地写的算"


def _forces(page: Mapping[str, Any]) -> list[Any]:
    """The force of a page now and in its earlier definitions."""
    before = page.get("before")
    every = [page, *(before if isinstance(before, list) else ())]
    return [each.get("force") for each in every if isinstance(each, Mapping)]


def _terms(written: Any) -> tuple[Window, ...]:
    found = [_term(each) for each in (written if isinstance(written, list) else ())]
    return tuple(sorted(term for term in found if term))


def _term(written: Any) -> Window | None:
    try:
        term = Window(period.day(written["start"]), period.day(written["end"]))
    except (KeyError, TypeError, ValueError):
        return None
    return term if term.first <= term.last else None


def _dated(home: Home, written: Any) -> Iterator[str]:
    if written is not None and not isinstance(written, list):
        yield "terms 写得不对，按学期的事没有列出来"
        return
    for number, each in enumerate(written or (), 1):
        if _term(each) is None or not _fits(home, terms=[each]):
            yield f"terms 的第 {number} 个学期写得不对，按学期的事可能有漏"
