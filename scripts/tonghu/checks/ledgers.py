"""Laws on the pages of ledgers: names, columns, records and conditions that there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from tonghu.checks.conditions import Part, facts, values_fit
from tonghu.checks.ground import Ground
from tonghu.checks.handbook import Handbook, Leaf
from tonghu.checks.known import nearest
from tonghu.checks.matchers import attributes, events
from tonghu.ledger.compile import ledger, source, subjects
from tonghu.ledger.names import Naming
from tonghu.problem import Problem

MATCHERS = ("last", "earliest", "count")
SELECTIONS = ("since", "where")


def ledgers_name_what_there_is(ground: Ground, handbook: Handbook) -> Iterator[Problem]:
    """A ledger must name facts, parts of records and values that there are.

    ledger-name 错误
        台账里的名称必须是 facts.yml 的事实、档案开头的一项，或记录的一栏；`its` 只能是记录的一栏，
        `sealed` 是密封的一半里的一项。
        改法：照 schemas/ 改正名称。
    """
    for page, naming in _pages(ground, handbook):
        for part in _names(page):
            its = part.where[-1] == "its"
            known = naming.its(part.value) if its else naming.name(part.value)
            if known is None:
                every = list(naming.said) if its else naming.known()
                message = "没有这个名称，这一栏会永远空着：请改正。"
                yield part.problem("ledger-name", message, nearest(part.value, every))
        for part in _sealed(page, naming):
            message = "密封的一半里没有这一项：请改正名称。"
            yield part.problem("ledger-name", message, nearest(part.value, naming.sealed))
        for selection in _selections(page):
            yield from _selected(selection, naming)


def _selected(selection: Part, naming: Naming) -> Iterator[Problem]:
    for part in facts(selection):
        written = str(part.where[-1])
        known = naming.name(written)
        if known is None:
            message = "没有这个名称，条件永远不成立：请改正。"
            near = nearest(written, naming.known())
            yield part.problem("ledger-name", message, near, key=True)
            continue
        yield from values_fit(part, known.listed)


def ledgers_ask_of_records(ground: Ground, handbook: Handbook) -> Iterator[Problem]:
    """What a ledger asks of an event must be something that such an event can have.

    ledger-event 错误
        台账所写的记录种类，必须是那种对象会有的记录。
        改法：照 schemas/ 改正；村、学校的记录种类在 place.schema.json 里。
    """
    known = handbook.words
    for page, naming in _pages(ground, handbook):
        root = Part(page.page.document, (), page.data)
        for definition, key in _described(root):
            kind = naming.kind
            found = list(events(definition, key, ground, kind))
            value = definition.value[key]
            if len(found) != (len(value) if isinstance(value, list) else 1):
                message = "这种对象没有这样的记录：请改正名称。"
                yield definition.below(key).problem("ledger-event", message)
            for part, event in found:
                if isinstance(part.value, Mapping):
                    yield from attributes(part, known, kind, event)


def ledgers_can_be_made(ground: Ground, handbook: Handbook) -> Iterator[Problem]:
    """The columns of a ledger must each have one source, and what refers to them must find them.

    ledger-column 错误
        一栏恰好写一种来源（of、its、last、earliest、count、since、choose、sealed 之一）；
        标题和栏号不能重复。
        改法：删去多的来源，补上缺的；改掉重复的标题、栏号。
    ledger-unmade 错误
        台账这一页照写法填不出来：条件读不懂，或分组、合计、等式写了没有的标题、栏号。
        改法：照 docs/ledgers/index.md 改正。
    """
    for page, naming in _pages(ground, handbook):
        found = [*_columns(page)]
        yield from found
        if not found and not _can_be_made(page, naming, ground):
            message = "照这一页填不出台账：请查对条件、分组、合计和等式里的名称。"
            yield Part(page.page.document, ("title",), "").problem("ledger-unmade", message)


def _columns(page: Leaf) -> Iterator[Problem]:
    columns = list(_every_column(page))
    for part in columns:
        try:
            if "number" not in part.value:
                source(part.value)
        except ValueError:
            yield part.problem("ledger-column", "这一栏要恰好写一种来源：删去多的，补上缺的。")
    for key in ("title", "number"):
        values = Counter(part.value[key] for part in columns if key in part.value)
        for part in columns:
            if key in part.value and values[part.value[key]] > 1:
                message = "别的栏也用了，不能重复：请改一个。"
                yield part.below(key).problem("ledger-column", message)


def _can_be_made(page: Leaf, naming: Naming, ground: Ground) -> bool:
    """Whether the page makes a ledger; of names that there are not another law speaks."""
    if any(True for each in _selections(page) for _ in _selected(each, naming)):
        return True
    if any(naming.name(part.value) is None for part in _names(page)):
        return True
    try:
        options = ground.schemas.option_defaults()
        ledger(page.id, page.data, naming, options)
    except (KeyError, TypeError, ValueError, AttributeError):
        return False
    return True


def _pages(ground: Ground, handbook: Handbook) -> Iterator[tuple[Leaf, Naming]]:
    """Every page that its schema accepts, with the names that its subjects have."""
    for page in handbook.ledgers:
        if not page.problems and page.data:
            kind = subjects(page.data)[0]
            yield page, Naming(ground.schemas, handbook.spec, kind)


def _every_column(page: Leaf) -> Iterator[Part]:
    for number in range(len(page.data["columns"])):
        yield Part(page.page.document, ("columns", number), page.data["columns"][number])


def _names(page: Leaf) -> Iterator[Part]:
    for column in _every_column(page):
        yield from (column.below(key) for key in ("of", "its") if key in column.value)


def _sealed(page: Leaf, naming: Naming) -> Iterator[Part]:
    """What is said to be sealed and is not."""
    for column in _every_column(page):
        if "sealed" in column.value and column.value["sealed"] not in naming.sealed:
            yield column.below("sealed")


def _selections(page: Leaf) -> Iterator[Part]:
    root = Part(page.page.document, (), page.data)
    if "among" in page.data:
        yield root.below("among")
    for column in _every_column(page):
        yield from (column.below(key) for key in SELECTIONS if key in column.value)
        for number in range(len(column.value.get("choose", ()))):
            yield column.below("choose").below(number).below("when")


def _described(root: Part) -> Iterator[tuple[Part, str]]:
    """(definition, key) of everything that describes events."""
    if "each" in root.value:
        yield root, "each"
    for number in range(len(root.value["columns"])):
        column = root.below("columns").below(number)
        yield from ((column, key) for key in MATCHERS if key in column.value)
