"""Settled event files put into the case file; a comment, a doubt or a sealed half stays as it is.

The case file is replaced first and the event files are removed after that: whatever interrupts
it, every event stands in at least one file, and the same event in two files is read as one.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tonghu import period
from tonghu.entry.canonical import CASE, EVENTS, TIMELINE, canonical, same
from tonghu.entry.change import Change, apply
from tonghu.entry.ground import Ground
from tonghu.entry.law import REF
from tonghu.record import files
from tonghu.source import Document, has_comment, read

PERIOD = "quarter"
WRONG = "有问题，没有动；请先运行 tonghu check 改好。"
COMMENT = "里有注释，没有动：并进去会丢掉注释；想并就先把注释删掉。"
SEALED = "有密封的一半，没有动。"
CLASH = "里有一条的 ref 与另一条相同，内容却不同，没有动；请先运行 tonghu check 改好。"


class Left(NamedTuple):
    """A file that was left alone, and why; `wrong` where something must be mended."""

    path: str
    why: str
    wrong: bool = False


class Folding(NamedTuple):
    """What folding one child does: the new case file, the files that go, and what stays."""

    change: Change | None = None
    gone: tuple[Document, ...] = ()
    events: int = 0
    left: tuple[Left, ...] = ()


def settled_before(on: int) -> str:
    """The first day of the present quarter: what was recorded before it is settled."""
    return period.iso(period.calendar_window(PERIOD, on).first)


def folding(ground: Ground, folder: files.Folder, before: str) -> Folding:
    """What can be put into a child's case file: event files all of whose events are older."""
    names = files.record_files(folder.path)
    if files.CASE not in names or len(names) == 1:
        return Folding()
    found = [ground.repository.document(folder.path / name) for name in names]
    case, settled = found[0], [each for each in found[1:] if _older(each, before)]
    if settled and (why := _kept(ground, CASE, case)):
        return Folding(left=(why,))
    timeline = list(case.data.get(TIMELINE) or ()) if settled else []
    gone: list[Document] = []
    left: list[Left] = []
    for each in settled:
        why = _kept(ground, EVENTS, each) or _sealed(ground, each) or _merged(timeline, each)
        if why:
            left.append(why)
        else:
            gone.append(each)
    return _folding(ground, case, timeline, gone, left)


def settle(ground: Ground, found: Folding) -> None:
    """Replace the case file, then remove the files that are in it now."""
    if found.change:
        apply([found.change])
    for document in found.gone:
        path = _path(ground, document)
        if path.read_bytes() == document.raw:
            path.unlink()


def _folding(
    ground: Ground, case: Document, timeline: list[Any], gone: list[Document], left: list[Left]
) -> Folding:
    if not gone:
        return Folding(left=tuple(left))
    wanted = {**case.data, TIMELINE: timeline}
    text = canonical(ground.schemas, CASE, wanted)
    again = read(case.path, text.encode())
    if again.problems or not same(again.data, wanted, ground.schemas.kinds()):
        return Folding(left=(*left, Left(case.path, WRONG, True)))
    change = Change(_path(ground, case), text, case.raw)
    count = sum(len(each.data) for each in gone)
    return Folding(None if text.encode() == case.raw else change, tuple(gone), count, tuple(left))


def _older(document: Document, before: str) -> bool:
    """Whether every event is dated before a day; of a file that cannot be read, its name is."""
    if not isinstance(document.data, list):
        return Path(document.path).name < before
    dates = [str(e.get("date", "")) for e in document.data if isinstance(e, Mapping)]
    return all(date < before for date in dates)


def _kept(ground: Ground, name: str, document: Document) -> Left | None:
    """Why a file must stay as it is, None where it need not."""
    if document.problems or not ground.schemas.valid(name, document.data):
        return Left(document.path, WRONG, True)
    return Left(document.path, COMMENT) if has_comment(document.raw) else None


def _sealed(ground: Ground, document: Document) -> Left | None:
    path = _path(ground, document)
    sealed = path.with_name(path.name.removesuffix(".yml") + files.SEALED)
    return Left(document.path, SEALED) if sealed.exists() else None


def _merged(timeline: list[Any], document: Document) -> Left | None:
    """Take a file's events into a timeline, each once; or say why none is taken."""
    known = {event[REF]: event for event in timeline}
    fresh = [event for event in document.data if event not in timeline]
    refs = [event[REF] for event in fresh]
    if any(name in known for name in refs) or len(set(refs)) < len(refs):
        return Left(document.path, CLASH, True)
    timeline.extend(fresh)
    return None


def _path(ground: Ground, document: Document) -> Path:
    return ground.repository.records.parent / document.path
