"""Where a repository is sent to and fetched from."""

from __future__ import annotations

import re
from pathlib import Path

from tonghu.history.git import git

URL = re.compile(r"[a-z+]+://(?:[^@/]*@)?(\[[^\]]+\]|[^/:]+)(:\d+)?/?(.*)", re.IGNORECASE)
SCP = re.compile(r"(?:[^@/\\]+@)?([^:/\\]{2,}):(?!\\)(.*)")


def remotes(folder: Path) -> list[str]:
    """Host and path of every remote that is on another machine, without user and password."""
    told = git(folder, "config", "--get-regexp", r"^remote\..*\.(push)?url$") or b""
    urls = [line.partition(" ")[2] for line in told.decode("utf-8", "replace").splitlines()]
    return sorted({found for url in urls if (found := place_of(url))})


def place_of(url: str) -> str:
    """host[:port]/path of a URL; nothing for a folder of this machine."""
    if url.lower().startswith("file:"):
        return ""
    found = URL.fullmatch(url)
    if found:
        return f"{found[1].lower()}{found[2] or ''}/{found[3]}".removesuffix(".git")
    short = SCP.fullmatch(url)
    return f"{short[1].lower()}/{short[2].lstrip('/')}".removesuffix(".git") if short else ""
