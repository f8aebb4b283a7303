"""Writes who reviews what where a forge looks for it."""

from __future__ import annotations

from pathlib import Path

from tonghu.cli.where import records_of
from tonghu.record.repository import Repository
from tonghu.report.owners import codeowners
from tonghu.source import replace

FILE = Path(".github/CODEOWNERS")


def write_owners(named: str | None, root: Path) -> str:
    """Write the file anew; what to tell of it."""
    records = records_of(named).resolve()
    inside = records.relative_to(root.resolve()).as_posix()
    text = codeowners(Repository(records), "" if inside == "." else f"{inside}/")
    path = root / FILE
    path.parent.mkdir(exist_ok=True)
    replace(path, text)
    count = len(text.splitlines()) - 1
    return f"写好了 {FILE.as_posix()}：{count} 行。" + ("" if count else "地点里还没有写 owners。")
