"""What Git is told about a checkout: its hooks, and how sealed halves are shown and merged."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path

from tonghu.cli.parser import RefusedError
from tonghu.history.git import git
from tonghu.source import replace

FOLDER = ".githooks"
NAMES = ("pre-commit", "commit-msg", "pre-push")
SCRIPT = """\
#!/bin/sh
# 由 tonghu hooks 写出：Git 在这一步运行它，什么也不下载。
program=$(git config tonghu.program) || {{ echo '请在这个仓库里运行 tonghu hooks。' >&2; exit 1; }}
exec "$program" hooks {name} "$@"
"""
ATTRIBUTES = ".gitattributes"
WANTED = (
    "* text=auto eol=lf",
    "*.xlsx binary",
    "records/access/*.yml merge=union",
    "*.sealed.yml diff=tonghu merge=tonghu",
)
EXECUTABLE = 0o755
PROGRAM = "tonghu"


def program() -> str:
    """This very program, as Git's own shell can call it, on Windows too."""
    name = f"{PROGRAM}.exe" if os.name == "nt" else PROGRAM
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.is_file() else shutil.which(PROGRAM)
    if found is None:
        raise RefusedError("找不到装好的 tonghu 程序：请先照“从零搭起来”装好，再运行一次。")
    return Path(found).as_posix()


def settings(called: str) -> dict[str, str]:
    """What Git is told, by key; only this checkout is changed."""
    quoted = shlex.quote(called)
    return {
        "core.hooksPath": FOLDER,
        "tonghu.program": called,
        "pull.rebase": "false",
        "merge.tonghu.name": "tonghu",
        "merge.tonghu.driver": f"{quoted} git merge %O %A %B %P",
        "diff.tonghu.textconv": f"{quoted} git text",
    }


def install(root: Path) -> list[str]:
    """Write the hooks and the attributes that are missing, and tell Git; the files written."""
    told = settings(program())
    other = git(root, "config", "--local", "core.hooksPath")
    if other and other.decode("utf-8", "replace").strip() != FOLDER:
        raise RefusedError(
            "这里已经有别的提交前检查（core.hooksPath）：请先运行 "
            "git config --unset core.hooksPath，再运行一次。"
        )
    written = [name for name in NAMES if _hook(root / FOLDER / name, name)]
    changed = [f"{FOLDER}/{name}" for name in written]
    changed += [ATTRIBUTES] if _attributes(root / ATTRIBUTES) else []
    for key, value in told.items():
        if git(root, "config", "--local", key, value) is None:
            raise RefusedError("Git 的设置写不进去；看看 .git/config 能不能写。")
    return changed


def _hook(path: Path, name: str) -> bool:
    """Write one hook; whether it was not there as it should be."""
    text = SCRIPT.format(name=name)
    if path.is_file() and path.read_bytes() == text.encode():
        return False
    path.parent.mkdir(exist_ok=True)
    replace(path, text)
    path.chmod(EXECUTABLE)
    return True


def _attributes(path: Path) -> bool:
    """Put the lines that are missing first, so that what stands there already has its way."""
    try:
        before = path.read_text(encoding="utf-8") if path.is_file() else ""
    except UnicodeDecodeError:
        raise RefusedError(f"{ATTRIBUTES} 不是 UTF-8 的文字，没有动它；请先改好。") from None
    missing = [line for line in WANTED if line not in before.splitlines()]
    if missing:
        replace(path, "".join(f"{line}\n" for line in missing) + before)
    return bool(missing)
