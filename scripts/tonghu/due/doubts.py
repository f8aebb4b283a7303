"""What in settings, places, team and handbook makes a list shorter or other than it should be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tonghu.due import settings
from tonghu.due.engine import Rules
from tonghu.due.flag import INVALID, UNREADABLE, Flag
from tonghu.due.rules import applied, page_duties
from tonghu.duty.home import Home
from tonghu.duty.model import Duty, Matcher
from tonghu.facts.words import Words
from tonghu.problem import ERROR
from tonghu.record.repository import Repository
from tonghu.source import Document

MEND = "先运行 tonghu check 改好"
NOT_READ = f"手册这一页读不懂，它要求的事没有列出来；{MEND}。"
NOT_THERE = f"手册的页放在这里或者这样命名，不会被读到；{MEND}。"
IN_PART = f"手册这一页有读不懂的地方，它要求的事可能有漏；{MEND}。"
OF_SOURCE = f"文件这一页有读不懂的地方，依据它的事可能没有列出来；{MEND}。"
OF_FACTS = f"这个文件有读不懂的地方，推算可能有错漏；{MEND}。"
IN_ITSELF = f"这个地点属于它自己，谁负责、归哪个乡镇都可能不对；{MEND}。"


def doubts(home: Home, repository: Repository, rules: Rules) -> Iterator[Flag]:
    """Everything of that kind; files of which nothing can be read are told of elsewhere."""
    chosen = repository.settings
    if isinstance(chosen.data, Mapping):
        for told in settings.doubts(home, chosen.data):
            yield Flag(chosen.path, INVALID, f"设置里 {told}；{MEND}。")
    yield from _places(repository)
    if _wrong(home.facts):
        yield Flag(home.facts.path, INVALID, OF_FACTS)
    for page in home.sources:
        if _wrong(page.document) or not home.schemas.valid("source", page.document.data):
            yield Flag(page.document.path, INVALID, OF_SOURCE)
    yield from (Flag(path, UNREADABLE, NOT_THERE) for path in home.unread)
    yield from _pages(home, repository, rules)


def _places(repository: Repository) -> Iterator[Flag]:
    """Places that lie within themselves."""
    for document in repository.place_documents:
        identity = document.data.get("id") if isinstance(document.data, Mapping) else None
        if isinstance(identity, str) and _circles(repository, identity):
            yield Flag(document.path, INVALID, IN_ITSELF)


def _circles(repository: Repository, identity: str) -> bool:
    """Whether a place lies within itself."""
    places = repository.places
    return identity in (places.within(each) for each in places.chain(identity))


def _wrong(document: Document) -> bool:
    return any(problem.severity == ERROR for problem in document.problems)


def _pages(home: Home, repository: Repository, rules: Rules) -> Iterator[Flag]:
    sound = home.sound()
    team = applied(home, settings.settings(home, repository.settings.data))
    known = Words(home.schemas, rules.spec)
    requirements = home.requirements()
    for identity, page in home.pages.items():
        data = sound.get(identity)
        found = None if data is None else page_duties(identity, data, team)
        if data is None or found is None:
            yield Flag(page.document.path, UNREADABLE, NOT_READ)
        elif (
            _wrong(page.document)
            or not requirements.keys() >= set(data["cites"])
            or not all(_known(duty, known) for duty in found)
        ):
            yield Flag(page.document.path, INVALID, IN_PART)


def _known(duty: Duty, known: Words) -> bool:
    """Whether a duty asks only for facts, attributes and values that there can be."""
    tests = [each for each in (duty.among, duty.when, duty.holds, duty.carried) if each]
    matchers = (*duty.after, *duty.do, *duty.ended_by)
    named = {name for test in tests for name in test.reads} | ({duty.per} if duty.per else set())
    return (
        named <= known.spec.facts.keys()
        and all(_possible(test.schema, known.of_facts) for test in tests)
        and all(_recorded(duty.subject, each, known) for each in matchers)
    )


def _possible(schema: Any, listed: Mapping[str, tuple[Any, ...]]) -> bool:
    """Whether every value that a condition compares a fact with is one it can have."""
    if isinstance(schema, list):
        return all(_possible(each, listed) for each in schema)
    if not isinstance(schema, Mapping):
        return True
    for name, asked in schema.get("properties", {}).items():
        values = listed.get(name, ())
        if values and not all(_is_in(each, values) for each in _compared(asked)):
            return False
    return all(_possible(each, listed) for key, each in schema.items() if key != "properties")


def _compared(asked: Any) -> Iterator[Any]:
    """The single values that a wish for a fact compares with."""
    if isinstance(asked, list):
        for each in asked:
            yield from _compared(each)
    elif isinstance(asked, Mapping):
        for key, inner in asked.items():
            if key == "const":
                yield from inner if isinstance(inner, list) else [inner]
            elif key == "enum":
                yield from inner
            else:
                yield from _compared(inner)


def _recorded(subject: str, matcher: Matcher, known: Words) -> bool:
    """Whether an event can be as a matcher describes it."""
    attributes = known.attributes(subject, matcher.kind)
    return all(
        name in attributes and _all_listed(known.values(subject, matcher.kind, name), values)
        for name, values in matcher.attributes
    )


def _all_listed(listed: tuple[Any, ...], values: Iterable[Any]) -> bool:
    return not listed or all(_is_in(each, listed) for each in values)


def _is_in(value: Any, listed: tuple[Any, ...]) -> bool:
    return any(type(value) is type(each) and value == each for each in listed)
