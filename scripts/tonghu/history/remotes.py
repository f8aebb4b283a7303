"""Where a repository is sent to and fetched from."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from tonghu.history.git import git

URL = re.compile(r"[a-z][a-z0-9+.-]*://(?:[^@/]*@)?(\[[^\]]+\]|[^/:]+)(:\d+)?/?(.*)", re.IGNORECASE)
SCP = re.compile(r"(?:[^:/\[]*@)?(\[[^\]/]*\]|[^:/]+):(.*)", re.DOTALL)
CROOKED = re.compile(r"[a-z][a-z0-9+.-]*://[^/]*[?#\\\s]", re.IGNORECASE)
"""A URL whose host one program ends where another reads on."""
NOWHERE = "?"
HERE = re.compile(r"file://(localhost)?(/.*)?", re.IGNORECASE | re.DOTALL)
DRIVE = re.compile(r"[A-Za-z]:")
DRIVES = os.name == "nt"
"""Whether one letter before a colon is a drive; elsewhere Git takes it for another machine."""

NAMED = r"^(branch\..*\.(remote|pushremote)|remote\.pushdefault)$"
TOLD = re.compile(r"[^\t]*\t(.*) \((?:fetch|push)\)(?: \[[^\]]*\])?")
OLD = ("branches", "remotes")
"""Folders in which Git still looks for remotes, as it did before it had settings for them."""
ASKED = "tonghu-asked"
"""The name under which Git is asked what its settings put in the place of a URL."""


def remotes(folder: Path) -> list[str]:
    """Host and path of everything on another machine that Git sends to, without passwords.

    As Git itself resolves them: names that its settings put in the place of others included.
    """
    told = (git(folder, "config", "--get-regexp", NAMED) or b"").decode("utf-8", "replace")
    others = {line.partition(" ")[2] for line in told.splitlines()} | set(_old(folder))
    urls = sorted(url for url in others if place_of(url))
    each = [f"remote.{ASKED}-{number}.url={url}" for number, url in enumerate(urls)]
    asked = [word for one in each for word in ("-c", one)]
    lines = (git(folder, *asked, "remote", "-v") or b"").decode("utf-8", "replace").splitlines()
    urls += [line[1] for line in map(TOLD.fullmatch, lines) if line]
    return sorted({found for url in urls if (found := place_of(url))})


def _old(folder: Path) -> Iterator[str]:
    """The URLs of the remotes that lie in files of their own."""
    for name in OLD:
        told = git(folder, "rev-parse", "--git-path", name)
        place = folder / os.fsdecode(told or b"").strip("\n")
        for path in sorted(place.rglob("*")) if told else ():
            text = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
            for line in text.splitlines():
                yield line.strip().removeprefix("URL:").strip().partition("#")[0]


def place_of(url: str, drives: bool = DRIVES) -> str:
    """host[:port]/path of a URL; nothing for a folder of this machine or the name of a remote.

    Where programs disagree on which host a URL names, it is that of nobody.
    """
    if CROOKED.match(url):
        return NOWHERE
    if HERE.fullmatch(url) or (drives and DRIVE.match(url)):
        return ""
    found = URL.fullmatch(url)
    if found:
        return f"{found[1].lower()}{found[2] or ''}/{found[3]}".removesuffix(".git")
    short = SCP.fullmatch(url)
    return f"{_bare(short[1].lower())}/{short[2].lstrip('/')}".removesuffix(".git") if short else ""


def _bare(host: str) -> str:
    """A host without the brackets that only part its port from the path."""
    return host if host.count(":") > 1 else host.strip("[]")
