"""Calls of the git program: bytes out, None where git or the repository is missing."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from pathlib import Path
from threading import Thread
from typing import TypeVar

Answer = TypeVar("Answer")

TIMEOUT = 600
NAMED = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def git(folder: Path, *arguments: str, given: bytes | None = None) -> bytes | None:
    """What `git arguments` prints in a folder, None where it fails or there is no git."""
    command: Sequence[str] = ["git", "-c", "core.quotepath=off", *arguments]
    environment = {**os.environ, **_named(), "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            input=given,
            stdin=subprocess.DEVNULL if given is None else None,
            capture_output=True,
            env=environment,
            timeout=TIMEOUT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def _named() -> dict[str, str]:
    """What Git tells its hooks, right from every folder and not only from where they start."""
    return {name: str(Path(os.environ[name]).absolute()) for name in NAMED if os.environ.get(name)}


def begun(folder: Path, *arguments: str) -> Callable[[], bytes | None]:
    """The same, running beside whatever is done before its answer is asked for."""
    return beside(partial(git, folder, *arguments))


def beside(ask: Callable[[], Answer | None]) -> Callable[[], Answer | None]:
    """What Git is asked, beside whatever is done before the answer is needed."""
    found: list[Answer | None] = []
    thread = Thread(target=lambda: found.append(ask()))
    thread.start()

    def answer() -> Answer | None:
        thread.join()
        return found[0] if found else None

    return answer


@lru_cache(maxsize=64)
def top(folder: Path) -> Path | None:
    """The root of the work tree around a folder, None where there is none."""
    found = git(folder, "rev-parse", "--show-toplevel")
    return Path(found.decode("utf-8").strip()) if found else None


def revision(folder: Path, name: str) -> str | None:
    """The commit that a name stands for, None where there is none."""
    found = git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}")
    return found.decode("ascii").strip() if found else None


def revision_on(folder: Path, day: str) -> str | None:
    """The last commit of a day or before it, None where the day is none or nothing was yet."""
    if not _DAY.fullmatch(day):
        return None
    found = git(folder, "rev-list", "--max-count=1", f"--before={day}T23:59:59", "HEAD")
    return found.decode("ascii").strip() or None if found else None
