"""A ledger's page → the ledger; ValueError where the page says what cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from tonghu.duty.compile import matchers
from tonghu.duty.model import TERM
from tonghu.facts.predicate import Predicate, chosen, predicate
from tonghu.ledger.model import FACT, Case, Check, Column, Ledger, Name, Terms
from tonghu.ledger.names import Naming
from tonghu.schema import Schemas

SOURCES = ("of", "its", "last", "earliest", "count", "since", "choose", "sealed")
NARROWED = ("last", "earliest")
"""The sources of which `its` says what to take."""

_PART = re.compile(r"(\d+)(?:\.\.(\d+))?")


def ledger(
    identity: str, written: Mapping[str, Any], naming: Naming, options: Mapping[str, Any]
) -> Ledger:
    """The ledger that a page defines, with the options in force."""
    page: Mapping[str, Any] = chosen(written, options)
    maker = _Maker(naming)
    columns = tuple(maker.column(each) for each in page["columns"])
    among = maker.selection(page.get("among"))
    return Ledger(
        id=identity,
        title=page["title"],
        cites=tuple(page["cites"]),
        subjects=subjects(page),
        columns=columns,
        terms=terms(naming.schemas, page.get("terms", {})),
        among=among,
        each=matchers(page.get("each")),
        during=page.get("during", ""),
        per=page.get("per", ""),
        group=tuple(_titles(page.get("group", ()), columns)),
        totals=tuple(
            tuple(_titles(each if isinstance(each, list) else [each], columns))
            for each in page.get("totals", ())
        ),
        checks=tuple(_check(each, columns) for each in page.get("checks", ())),
        names=maker.names,
    )


def subjects(page: Mapping[str, Any]) -> tuple[str, ...]:
    """The kinds of subject of a page."""
    written = page["subject"]
    return tuple(written) if isinstance(written, list) else (written,)


def terms(schemas: Schemas, written: Mapping[str, str]) -> Terms:
    """The words of a page, where it has none of its own those of the schema."""
    declared = schemas.raw("ledger")["$defs"]["terms"]["properties"]
    return Terms(**{name: written.get(name, declared[name]["default"]) for name in Terms._fields})


def source(written: Mapping[str, Any]) -> str:
    """Which source a column has; ValueError unless it is exactly one."""
    found = [key for key in SOURCES if key in written]
    if len(found) > 1 and found[0] == "its" and found[1] in NARROWED:
        found = found[1:]
    if len(found) != 1:
        raise ValueError("a column has exactly one source")
    return found[0]


class _Maker:
    """Compiles the parts of one page; `names` are those that its selections read."""

    def __init__(self, naming: Naming) -> None:
        self.naming = naming
        self.names: dict[str, Name] = {}

    def selection(self, written: Mapping[str, Any] | None) -> Predicate | None:
        """A selection over names."""
        if written is None:
            return None
        found = predicate(written, self.naming.lists())
        for name in found.reads:
            self.names[name] = _known(self.naming.name(name))
        return found

    def column(self, written: Mapping[str, Any]) -> Column:
        """One column."""
        if "number" not in written:
            source(written)
        if written.get("during") == TERM:
            raise ValueError("terms are not calendar periods")
        its = written.get("its")
        return Column(
            title=written["title"],
            under=written.get("under", ""),
            note=written.get("note", ""),
            of=_known(self.naming.name(written["of"])) if "of" in written else None,
            shown_as=written.get("as", ""),
            holder=written.get("holder", ""),
            its=_known(self.naming.its(its)) if its else None,
            last=matchers(written.get("last")),
            earliest=matchers(written.get("earliest")),
            count=matchers(written.get("count")),
            during=written.get("during", ""),
            since=self._lasting(written.get("since")),
            choose=tuple(self._cases(written.get("choose", ()))),
            sealed=written.get("sealed", ""),
            words={_key(value): say for value, say in written.get("words", {}).items()},
            number=written.get("number", 0),
            where=self.selection(written.get("where")),
            inferred=written.get("inferred", False),
        )

    def _lasting(self, written: Mapping[str, Any] | None) -> Predicate | None:
        """A selection whose beginning is asked: of facts alone is known since when they hold."""
        found = self.selection(written)
        if found and any(self.names[name].source != FACT for name in found.reads):
            raise ValueError("only facts hold since a day")
        return found

    def _cases(self, written: Iterable[Mapping[str, Any]]) -> Iterable[Case]:
        for each in written:
            when = self.selection(each["when"])
            if when is not None:
                yield Case(when, each["say"])


def _known(name: Name | None) -> Name:
    if name is None:
        raise ValueError("there is no such name")
    return name


def _key(value: Any) -> str:
    """A value as the key under which its word stands."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _titles(written: Iterable[str], columns: tuple[Column, ...]) -> Iterable[str]:
    titles = {column.title for column in columns}
    for title in written:
        if title not in titles:
            raise ValueError("no column has this title")
        yield title


def _check(written: Mapping[str, Any], columns: tuple[Column, ...]) -> Check:
    left, _, right = written["equation"].partition(" = ")
    lacking = tuple(written.get("lacking", ()))
    numbers = frozenset(column.number for column in columns)
    if not numbers.issuperset(lacking):
        raise ValueError("no column has this number")
    return Check(written["equation"], _numbers(left, numbers), _numbers(right, numbers), lacking)


def _numbers(written: str, known: frozenset[int]) -> tuple[int, ...]:
    """The numbers of one side of an equation; none is expanded before both its ends are known."""
    found: list[int] = []
    for first, last in _PART.findall(written):
        ends = int(first), int(last or first)
        if not known.issuperset(ends):
            raise ValueError("no column has this number")
        found += range(ends[0], ends[1] + 1)
    if not known.issuperset(found):
        raise ValueError("no column has this number")
    return tuple(found)
