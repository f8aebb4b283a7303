"""Where a repository is sent to and fetched from."""

from __future__ import annotations

import re
from pathlib import Path

from tonghu.history.git import git

URL = re.compile(r"[a-z+]+://(?:[^@/]*@)?(\[[^\]]+\]|[^/:]+)(:\d+)?/?(.*)", re.IGNORECASE)
SCP = re.compile(r"(?:[^@/\\]+@)?([^:/\\]{2,}):(?!\\)(.*)")
NAMED = r"^(branch\..*\.(remote|pushremote)|remote\.pushdefault)$"


def remotes(folder: Path) -> list[str]:
    """Host and path of everything on another machine that Git sends to, without passwords.

    As Git itself resolves them: names that its settings put in the place of others included.
    """
    told = (git(folder, "remote", "-v") or b"").decode("utf-8", "replace").splitlines()
    urls = [line.partition("\t")[2].rpartition(" ")[0] for line in told]
    named = (git(folder, "config", "--get-regexp", NAMED) or b"").decode("utf-8", "replace")
    urls += [line.partition(" ")[2] for line in named.splitlines()]
    return sorted({found for url in urls if (found := place_of(url))})


def place_of(url: str) -> str:
    """host[:port]/path of a URL; nothing for a folder of this machine or the name of a remote."""
    if url.lower().startswith("file:"):
        return ""
    found = URL.fullmatch(url)
    if found:
        return f"{found[1].lower()}{found[2] or ''}/{found[3]}".removesuffix(".git")
    short = SCP.fullmatch(url)
    return f"{short[1].lower()}/{short[2].lstrip('/')}".removesuffix(".git") if short else ""
