"""A text edited by a person in a folder that only they can open, and that is always cleared."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from tonghu.cli.parser import RefusedError

PREFIX = "tonghu-seal-"
MEMORY = "/dev/shm"
DAY = 24 * 60 * 60
STOPS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGBREAK")
INSIDE = "临时文件夹在一个仓库里，打开的内容不能放在那里：请把环境变量 TMPDIR 设到仓库外面。"
BAD_EDITOR = "环境变量 EDITOR 里的引号没有成对：请改好再运行，如 EDITOR='code --wait'。"
NO_EDITOR = "没有找到文本编辑器：请设好环境变量 EDITOR 再运行。"


def edited(name: str, text: str, keep: Callable[[bytes], None]) -> bytes:
    """What a person made of a text; the file and whatever the editor left are gone afterwards.

    Whatever interrupts it, what was typed so far goes to `keep` first.
    """
    before = text.encode("utf-8")
    with _folder() as folder:
        path = folder / name
        path.write_bytes(before)
        path.chmod(0o600)
        words = [*_editor(), str(path)]
        try:
            done = subprocess.run(words, check=False, cwd=folder, env=_quiet(folder))
            if done.returncode:
                raise RefusedError("编辑器没有正常结束，什么也没有写。")
            return path.read_bytes()
        except BaseException:
            typed = path.read_bytes() if path.is_file() else before
            if typed != before:
                keep(typed)
            raise


@contextmanager
def heeded() -> Iterator[None]:
    """While it is held a signal stops the program as an error does, so that nothing is lost."""
    before = {each: signal.signal(each, _stop) for each in _signals()}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder of mode 0700, in memory where there is such a place; nothing stops its clearing."""
    sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=_base()))
    with heeded():
        try:
            yield folder
        finally:
            held = {each: signal.signal(each, signal.SIG_IGN) for each in _signals()}
            _clear(folder)
            for each, handler in held.items():
                signal.signal(each, handler)


def _base() -> Path:
    """Where the folder is made: in memory, else where temporary files are, outside of checkouts."""
    if os.access(MEMORY, os.W_OK):
        return Path(MEMORY)
    found = Path(tempfile.gettempdir()).resolve()
    if any((each / ".git").exists() for each in (found, *found.parents)):
        raise RefusedError(INSIDE)
    return found


def _signals() -> Iterator[signal.Signals]:
    for name in STOPS:
        found = getattr(signal, name, None)
        if found is not None:
            yield found


def _stop(number: int, _: FrameType | None) -> None:
    """Stop once; what comes while the folder is being cleared changes nothing."""
    for each in _signals():
        signal.signal(each, signal.SIG_IGN)
    raise SystemExit(128 + number)


def sweep() -> None:
    """Clear the folders left by a program that was killed outright."""
    base = Path(MEMORY if os.access(MEMORY, os.W_OK) else tempfile.gettempdir())
    for left in base.glob(f"{PREFIX}*"):
        if left.is_dir() and not left.is_symlink() and _own(left) and not _used(left):
            _clear(left)


def _used(folder: Path) -> bool:
    """Whether the program that made a folder may still be running; Windows cannot be asked."""
    number = folder.name.removeprefix(PREFIX).partition("-")[0]
    if os.name == "nt" or not number.isdigit():
        return time.time() - folder.stat().st_mtime < DAY
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _own(folder: Path) -> bool:
    return os.name == "nt" or folder.stat().st_uid == os.getuid()


def _clear(folder: Path) -> None:
    """Files are written over before they go: a disk may keep them, but not what they said."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            path.write_bytes(b"\0" * path.stat().st_size)
    shutil.rmtree(folder, ignore_errors=True)


def _editor() -> list[str]:
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    if named.strip():
        try:
            return shlex.split(named, posix=os.name != "nt")
        except ValueError:
            raise RefusedError(BAD_EDITOR) from None
    for name in ("notepad",) if os.name == "nt" else ("nano", "vim", "vi"):
        if found := shutil.which(name):
            return [found]
    raise RefusedError(NO_EDITOR)


def _quiet(folder: Path) -> dict[str, str]:
    """The environment, with the places where editors leave copies moved into the folder."""
    own = {name: str(folder) for name in ("TMPDIR", "TEMP", "TMP", "XDG_STATE_HOME")}
    return {**os.environ, **own, "VIMINIT": "set noswapfile nobackup nowritebackup viminfo="}
