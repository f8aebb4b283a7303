"""The secret of statistics: a file outside every repository, readable by its owner alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from tonghu.cli.parser import RefusedError

VARIABLE = "TONGHU_STATS_SECRET"
BYTES = 32
OTHERS = 0o077


def secret_path(named: str | None) -> Path:
    """Where the secret is: as named, else as the environment says."""
    text = named or os.environ.get(VARIABLE)
    if not text:
        raise RefusedError(
            f"还要密钥文件：用 --secret 写明在哪里，或者设环境变量 {VARIABLE}；"
            "还没有密钥的，用 tonghu stats key 文件名 造一个，放在仓库外面。"
        )
    path = Path(text).expanduser().resolve()
    if any((folder / ".git").exists() for folder in path.parents):
        raise RefusedError("密钥不能放在 Git 仓库里，提交一次就收不回来；请放到仓库外面。")
    return path


def read_secret(named: str | None) -> bytes:
    """The secret; never shown, not even when it is wrong."""
    path = secret_path(named)
    if not path.is_file():
        raise RefusedError("没有这个密钥文件；密钥丢了见 docs/guides/coordinator.md。")
    if os.name == "posix" and path.stat().st_mode & OTHERS:
        raise RefusedError("密钥文件别人也能读：请运行 chmod 600，再看看有没有人动过。")
    try:
        secret = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError:
        secret = b""
    if len(secret) < BYTES:
        raise RefusedError("密钥文件的内容不对：应当是 tonghu stats key 造的那一行。")
    return secret


def make_secret(named: str | None) -> Path:
    """A new secret in a new file."""
    path = secret_path(named)
    if path.exists():
        raise RefusedError("已有这个文件；密钥不覆盖，请换一个文件名。")
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii", newline="\n") as file:
        file.write(secrets.token_hex(BYTES) + "\n")
    return path
