"""The reference reader: PyYAML's events made into plain data, with a place for every value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from tonghu.problem import Problem, error
from tonghu.source import told
from tonghu.source.events import Span, events, span
from tonghu.source.punctuation import GLUED, is_misplaced
from tonghu.source.scalars import WORDS, is_ambiguous, is_number, resolve
from tonghu.source.syntax import explain
from tonghu.source.tabs import misplaced_tabs
from tonghu.source.traps import decode

DEEPEST = 32
MOST_TOLD = 100

Mark = tuple[int, int]
Where = tuple[str | int, ...]


@dataclass(frozen=True)
class Place:
    """Where a value stands, and where the key stands that names it."""

    value: Mark
    key: Mark


@dataclass(frozen=True)
class Reading:
    """What a text holds: data, problems in the order of the text, and a place for every value."""

    data: Any
    problems: tuple[Problem, ...]
    places: dict[Where, Place]


class _Stop(Exception):  # noqa: N818 - not an error: what is wrong is told already
    """Nothing sensible can be read beyond this point."""


@dataclass
class _Frame:
    """A collection being filled; what is not `kept` is read for its problems and thrown away."""

    node: Any
    where: Where
    kept: bool
    flow: bool
    is_key: bool = False
    expects_key: bool = True
    key: str = ""
    key_at: Mark = (1, 1)
    key_kept: bool = True


@dataclass
class _Builder:
    path: str
    root: Any = None
    documents: int = 0
    problems: list[Problem] = field(default_factory=list)
    places: dict[Where, Place] = field(default_factory=dict)
    stack: list[_Frame] = field(default_factory=list)
    quoted: list[Span] = field(default_factory=list)

    def tell(self, event: Any, sentence: told.Sentence) -> None:
        """Add a problem where this event stands; after a hundred, a reader has enough to do."""
        if len(self.problems) < MOST_TOLD:
            self.problems.append(error(self.path, _mark(event), *sentence))

    @property
    def awaits_key(self) -> bool:
        """Whether what comes next is the key of a mapping."""
        frame = self.stack[-1] if self.stack else None
        return frame is not None and isinstance(frame.node, dict) and frame.expects_key


def parse(path: str, text: str) -> Reading:
    """Read a text; the data is None where there is none or the syntax is broken."""
    builder = _Builder(path)
    try:
        for event in events(text):
            _TAKE.get(type(event), _ignore)(builder, event)
            if builder.documents > 1:
                break
    except _Stop:
        return _ended(builder, None)
    except yaml.YAMLError as wrong:
        return _broken(builder, explain(path, text, wrong))
    if builder.root is None:
        builder.problems.append(error(path, (1, 1), *told.EMPTY))
    builder.problems.extend(misplaced_tabs(path, text, builder.quoted))
    return _ended(builder, builder.root)


def read_text(path: str, raw: bytes) -> Reading:
    """Read the bytes of a file, whatever they hold."""
    decoded = decode(path, raw)
    if decoded.text is None:
        return Reading(None, decoded.problems, {})
    reading = parse(path, decoded.text)
    problems = tuple(sorted({*decoded.problems, *reading.problems}))
    return Reading(reading.data, problems, reading.places)


def _ended(builder: _Builder, data: Any) -> Reading:
    return Reading(data, tuple(sorted(builder.problems)), builder.places)


def _broken(builder: _Builder, cause: Problem) -> Reading:
    """One problem where the syntax broke, and those of the lines before and after."""
    others = (problem for problem in builder.problems if problem.line != cause.line)
    return Reading(None, tuple(sorted([cause, *others])), {})


def _mark(event: Any) -> Mark:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _ignore(_: _Builder, __: Any) -> None:
    """The start and the end of the stream, and the end of a document, say nothing."""


def _document(builder: _Builder, event: Any) -> None:
    builder.documents += 1
    if builder.documents > 1:
        builder.tell(event, told.DOCUMENTS)
    elif event.version or event.tags:
        builder.tell(event, told.DIRECTIVE)


def _alias(builder: _Builder, event: Any) -> None:
    builder.tell(event, told.ALIAS)
    if builder.awaits_key:
        _drop_key(builder.stack[-1])
        return
    _place(builder, event)
    _store(builder, None)


def _scalar(builder: _Builder, event: Any) -> None:
    _properties(builder, event)
    if event.style:
        builder.quoted.append(span(event))
    if builder.awaits_key:
        _key(builder, builder.stack[-1], event)
        return
    if not event.style:
        _plain(builder, event)
    _place(builder, event)
    _store(builder, event.value if event.style else resolve(event.value))


def _properties(builder: _Builder, event: Any) -> None:
    if event.anchor is not None:
        builder.tell(event, told.ANCHOR)
    if event.tag is not None:
        builder.tell(event, told.TAG)


def _plain(builder: _Builder, event: Any) -> None:
    """What is wrong with a value that stands without quotes."""
    frame = builder.stack[-1] if builder.stack else None
    is_item = frame is None or isinstance(frame.node, list) or frame.key_at[0] != _mark(event)[0]
    if is_ambiguous(event.value):
        builder.tell(event, told.ambiguous(event.value))
    elif is_misplaced(event.value, item=is_item, flow=frame is not None and frame.flow):
        builder.tell(event, told.FULL_WIDTH)
    elif is_item and GLUED.match(event.value):
        builder.tell(event, told.MISSING_SPACE)


def _key(builder: _Builder, frame: _Frame, event: Any) -> None:
    key = event.value
    frame.key, frame.key_at = key, _mark(event)
    frame.key_kept, frame.expects_key = key not in frame.node, False
    if not frame.key_kept:
        builder.tell(event, told.duplicate(key))
    if event.style:
        return
    if key == "<<":
        builder.tell(event, told.MERGE)
    elif key in WORDS or is_number(key):
        builder.tell(event, told.KEY)
    elif is_ambiguous(key):
        builder.tell(event, told.AMBIGUOUS)
    elif is_misplaced(key, item=True, flow=frame.flow):
        builder.tell(event, told.FULL_WIDTH)
    elif GLUED.match(key):
        builder.tell(event, told.MISSING_SPACE)


def _drop_key(frame: _Frame) -> None:
    frame.key, frame.key_kept, frame.expects_key = "", False, False


def _start(builder: _Builder, event: Any) -> None:
    _properties(builder, event)
    if len(builder.stack) >= DEEPEST:
        builder.tell(event, told.DEPTH)
        raise _Stop
    node: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
    if builder.awaits_key:
        builder.tell(event, told.COMPLEX_KEY)
        builder.stack.append(_Frame(node, (), False, event.flow_style, is_key=True))
        return
    where, kept = _place(builder, event)
    builder.stack.append(_Frame(node, where, kept, event.flow_style))


def _end(builder: _Builder, _: Any) -> None:
    frame = builder.stack.pop()
    if frame.is_key:
        _drop_key(builder.stack[-1])
    else:
        _store(builder, frame.node)


def _place(builder: _Builder, event: Any) -> tuple[Where, bool]:
    """Note where the value that begins here belongs, and whether it will be kept."""
    mark = _mark(event)
    where, kept, key_at = _slot(builder.stack[-1], mark) if builder.stack else ((), True, mark)
    if kept:
        builder.places[where] = Place(mark, key_at)
    return where, kept


def _slot(frame: _Frame, mark: Mark) -> tuple[Where, bool, Mark]:
    if isinstance(frame.node, dict):
        return (*frame.where, frame.key), frame.kept and frame.key_kept, frame.key_at
    return (*frame.where, len(frame.node)), frame.kept, mark


def _store(builder: _Builder, value: Any) -> None:
    if not builder.stack:
        builder.root = value
        return
    frame = builder.stack[-1]
    if isinstance(frame.node, list):
        frame.node.append(value)
        return
    if frame.key_kept:
        frame.node[frame.key] = value
    frame.expects_key = True


_TAKE: dict[type, Any] = {
    yaml.DocumentStartEvent: _document,
    yaml.AliasEvent: _alias,
    yaml.ScalarEvent: _scalar,
    yaml.MappingStartEvent: _start,
    yaml.SequenceStartEvent: _start,
    yaml.MappingEndEvent: _end,
    yaml.SequenceEndEvent: _end,
}
