"""Files that are made again and again, where people may have written into them meanwhile."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from tonghu.cli.output import put
from tonghu.cli.parser import RefusedError
from tonghu.cli.written import Written, is_inside

LINKED = "{name} 是个链接，通到别处去了，什么也没有往里写；请先把它移开，再运行一次。"


class Keeping:
    """One folder of results: what was made here before, and what has been made now.

    A file that is no longer as it was made has been worked on by somebody: it stays, and the
    new one is written beside it. What was made before and is not made again is removed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.written = Written(folder)
        self.now: dict[str, str] = {}
        self.kept: list[str] = []

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write one result, beside what somebody changed."""
        content = b"".join(pieces)
        digest = _digest(content)
        target = self._free(name, digest)
        if target != name:
            self.kept.append(name)
        path = self.folder / target
        path.parent.mkdir(parents=True, exist_ok=True)
        self.written.will(target, digest)
        put(str(path), [content])
        self.now[target] = digest

    def finish(self) -> None:
        """Remove what is no longer made, and remember what was."""
        for name in self.written.before.keys() - self.now.keys():
            if self._untouched(name):
                (self.folder / name).unlink(missing_ok=True)
        self.written.done(self.now)

    def _free(self, name: str, digest: str) -> str:
        """The first of name, name-新, name-新2 … that is not somebody's own work."""
        path = Path(name)
        if not is_inside(self.folder, path.parent.as_posix()):
            raise RefusedError(LINKED.format(name=(self.folder / name).parent))
        number = 1
        target = name
        while not self._untouched(target, digest):
            last = "" if number == 1 else str(number)
            target = path.with_name(f"{path.stem}-新{last}{path.suffix}").as_posix()
            number += 1
        return target

    def _untouched(self, name: str, digest: str = "") -> bool:
        path = self.folder / name
        if not is_inside(self.folder, name):
            return False
        if not path.is_file():
            return not path.exists()
        known = (*self.written.before.get(name, ()), self.now.get(name), digest)
        return _digest(path.read_bytes()) in known


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
