"""Files and texts looked through: where something stands that must not go out, and what kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import NamedTuple

from tonghu import pool
from tonghu.guard import going_out
from tonghu.guard.secrets import Secrets
from tonghu.guard.texts import texts
from tonghu.problem import Problem, error
from tonghu.record.digits import may_have
from tonghu.record.files import CHILDREN, SEALED
from tonghu.record.numbers import in_name, spots

LEAK, LEAK_NAME = "leak", "leak-name"
WHOLE = (1, 1)
CIPHER = re.compile(rb"ENC\[AES256_GCM,[A-Za-z0-9+/=,:]+,type:[a-z]+\]")
"""What is encrypted tells nothing; everything around it may."""
IN_CHILD = len((CHILDREN, "township", "id", "file"))
KEPT = "确实可以公开的（例如测试里编造的），在 .tonghu-guard 里写明。"
IN_NAME = "号码或姓名"


class Looked(NamedTuple):
    """What was found, and how many files could not be looked into."""

    problems: list[Problem]
    closed: int


class Tools(NamedTuple):
    """The folder that paths are told from, and what is known to be secret.

    `halves` are the records whose sealed halves may stand in clear; none where they must not.
    `public` are folders that are published as they are.
    """

    root: Path
    known: Secrets
    halves: Path | None = None
    public: tuple[Path, ...] = ()


def through(tools: Tools, paths: Sequence[Path], progress: Callable[[int, int], None]) -> Looked:
    """Everything in some files, in the order of their paths."""
    found: list[Problem] = []
    closed = done = 0
    for part in pool.mapped(_same, (tools,), _chunk, paths):
        found += part.problems
        closed += part.closed
        done = min(done + pool.CHUNK, len(paths))
        progress(done, len(paths))
    return Looked(sorted(set(found)), closed)


def within(name: str, text: str, known: Secrets) -> Iterator[Problem]:
    """What must not go out in one text."""
    if may_have(text.encode("utf-8", "replace")):
        for kind, line, column in spots(text):
            yield _leak(name, (line, column), kind)
    for kind, line, column in known.found(text):
        yield _leak(name, (line, column), kind)


def _same(tools: Tools) -> Tools:
    return tools


def _chunk(tools: Tools, paths: Sequence[Path]) -> Looked:
    found: list[Problem] = []
    closed = 0
    for path in paths:
        name = _name(path, tools.root)
        found += _named(name, tools.known)
        if link := going_out.link(path, name):
            found.append(link)
            continue
        try:
            raw = b"" if _may_be_clear(path, tools.halves) else CIPHER.sub(b"", path.read_bytes())
        except OSError:
            closed += 1
            continue
        own = inside(name, raw, tools.known)
        found += (*own.problems, *going_out.record(path, name, tools.public))
        closed += own.closed
    return Looked(found, closed)


def inside(name: str, raw: bytes, known: Secrets) -> Looked:
    """What must not go out in one file; 1 as `closed` where not all of it can be looked into."""
    parts = list(texts(name, raw))
    read = [(part, text) for part, text in parts if text is not None]
    found = [problem for part, text in read for problem in within(part, text, known)]
    found += going_out.packed(name, [part for part, _ in parts])
    return Looked(found, int(not parts or len(read) < len(parts)))


def _may_be_clear(path: Path, records: Path | None) -> bool:
    """Whether a file is a sealed half, in its place, of a team that keeps them in clear."""
    if records is None or not path.name.endswith(SEALED) or not path.is_relative_to(records):
        return False
    depth = path.relative_to(records).parts
    return (len(depth) == IN_CHILD and depth[0] == CHILDREN) or len(depth) == 1


def _name(path: Path, root: Path) -> str:
    name = (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()
    return "".join(each if each.isprintable() else "?" for each in name)


def _named(name: str, known: Secrets) -> Iterator[Problem]:
    """What the names of a file and of the folders it lies in would tell, the outermost first."""
    parts = name.split("/")
    first = len(parts) - 1 if PurePath(name).is_absolute() else 0
    for end in range(first, len(parts)):
        if in_name(parts[end]) or any(known.found(parts[end])):
            message = f"这个路径里像是有{IN_NAME}：请给文件或文件夹改名。{KEPT}"
            yield error("/".join(parts[: end + 1]), WHOLE, LEAK_NAME, message)
            return


def _leak(name: str, spot: tuple[int, int], kind: str) -> Problem:
    return error(name, spot, LEAK, f"这里像是{kind}：请删掉。已经公开过的，立即告诉机构协调员。")
