"""The part of a check that mends: what changes no meaning is put right before anything is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from tonghu.cli.output import warn
from tonghu.cli.progress import progress
from tonghu.cli.writing import only
from tonghu.entry.fix import Fixed, fix, fixable
from tonghu.record.openly import path as shown_path
from tonghu.report.lines import Lines
from tonghu.schema import load_schemas

MOST = 12


def mend(records: Path, home: Path, paths: Sequence[Path]) -> int:
    """Put right what is safe in some files and folders, or in all; say what changed."""
    with only(records):
        return _mend(records, home, paths)


def _mend(records: Path, home: Path, paths: Sequence[Path]) -> int:
    chosen = [path.resolve() for path in paths] or [records]
    files = [path for path in fixable(records) if any(_within(path, each) for each in chosen)]
    schemas, show, count = load_schemas(home), progress("改正"), 0
    masked = Lines((records.parent,), schemas).masked
    for number, path in enumerate(files, 1):
        for found in fix(schemas, records, [path]):
            count += 1
            warn(_told(found, masked))
        show(number, len(files))
    warn(f"改好了 {count} 个文件。" if count else "没有可以放心自动改的地方。")
    return count


def _within(path: Path, chosen: Path) -> bool:
    return path == chosen or chosen in path.parents


def _told(found: Fixed, masked: Callable[[str], str]) -> str:
    lines = found.lines()
    shown = [f"  {line[0]}{masked(line[1:])}" for line in lines[:MOST]]
    more = [f"  ……一共 {len(lines)} 行"] if len(lines) > MOST else []
    how = [] if lines else ["  只改了换行符或看不见的字符"]
    return "\n".join([f"{shown_path(found.path)}：", *shown, *more, *how])
