"""Only reading: every record file of a county, opened and read, with as many processes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from tonghu import pool
from tonghu.record.files import Folder, folders, record_files


def nothing() -> None:
    """What reading needs beforehand."""


def read(_: None, chunk: Sequence[Folder]) -> int:
    """Read all files of some children; how many bytes they have."""
    return sum(
        len((folder.path / name).read_bytes())
        for folder in chunk
        for name in record_files(folder.path)
    )


def main(records: Path) -> None:
    """Read a county and say how many bytes it has."""
    print(sum(pool.mapped(nothing, (), read, list(folders(records)))))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
