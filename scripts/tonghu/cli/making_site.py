"""The website made by MkDocs, in silence, in a folder that is there whole or not at all."""

from __future__ import annotations

import hashlib
import logging
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.base import LegacyConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.plugins import BasePlugin

from tonghu.cli import site_mark
from tonghu.cli.complaint import complaint
from tonghu.cli.output import put
from tonghu.cli.parser import RefusedError
from tonghu.entry.cell import plain
from tonghu.record.files import ISSUES

CONFIGURATION = "mkdocs.yml"
ORIGINS = ("docs", "schemas", "scripts/site_hooks.py", CONFIGURATION)
MAPS = ".map"
FEW = 3
THE_SAME_DAY = (1980, 1, 1, 0, 0, 0)
Show = Callable[[int, int], None]


def make_site(home: Path, public: Path, out: Path, show: Show) -> None:
    """Build the site of a home; a folder that already holds just that is left as it is.

    `public` is the root whose issues of the statistics are shown.
    """
    origin = _origin(home, public)
    known = site_mark.made(out)
    if out.exists() and (left := site_mark.others(out, known) if out.is_dir() else [out.name]):
        named = plain("、".join(left[:FEW])) + ("……" if left[FEW:] else "")
        raise RefusedError(
            f"{out} 里有别的东西，不是这里做的网站：{named}。"
            "请先移走，或者用 --out 另外指一个文件夹。"
        )
    if known.origin == origin and site_mark.is_as_made(out, known):
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}.", suffix=".tmp", dir=out.parent) as made:
        fresh, old = Path(made) / "new", Path(made) / "old"
        _built(home, public, fresh, show)
        site_mark.mark(fresh, origin)
        if out.exists():
            out.rename(old)
        fresh.rename(out)


def pack(out: Path, archive: Path) -> None:
    """The site as one file, to be opened from disk; the same pages give the same bytes."""
    with tempfile.TemporaryFile() as whole:
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as packed:
            names = sorted((site_mark.MARK, *site_mark.made(out).files))
            for path in (out / name for name in names):
                name = zipfile.ZipInfo(f"{out.name}/{path.relative_to(out).as_posix()}")
                name.date_time, name.compress_type = THE_SAME_DAY, zipfile.ZIP_DEFLATED
                name.external_attr = 0o644 << 16
                packed.writestr(name, path.read_bytes())
        whole.seek(0)
        put(str(archive), [whole.read()])


def _built(home: Path, public: Path, folder: Path, show: Show) -> None:
    said = _Said()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(said)
    logger.propagate = False
    try:
        config = load_config(config_file=str(home / CONFIGURATION), site_dir=str(folder))
        config.extra["public"] = str(public)
        config.plugins["tonghu"] = _Watch(show)
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
    except MkDocsException as error:
        told = [each for text in said.told or [str(error)] if (each := complaint(text))]
        raise RefusedError("\n  ".join(["网站没有做成：", *dict.fromkeys(told)])) from None
    finally:
        logger.removeHandler(said)
    for path in [path for path in folder.rglob(f"*{MAPS}") if path.is_file()]:
        path.unlink()


class _Said(logging.Handler):
    """What MkDocs complains of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(record.getMessage())


class _Watch(BasePlugin[LegacyConfig]):  # type: ignore[no-untyped-call]
    """Counts the pages as they are written."""

    def __init__(self, show: Show) -> None:
        self.show, self.total, self.done = show, 1, 0

    def on_nav(self, nav: Any, files: Any, **_: Any) -> Any:
        """How many there are."""
        self.total = len(files.documentation_pages())
        return nav

    def on_post_page(self, output: str, **_: Any) -> str:
        """One more."""
        self.done += 1
        self.show(self.done, self.total)
        return output


def _origin(home: Path, public: Path) -> str:
    """What a site is made from, as one number."""
    digest = hashlib.sha256()
    package = Path(__file__).parents[1] / "site"
    folders = [*(home / name for name in ORIGINS), public / ISSUES, package]
    for folder in folders:
        for path in _files(folder):
            content, name = path.read_bytes(), path.relative_to(folder.parent).as_posix()
            digest.update(f"{name!a} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    every = [folder] if folder.is_file() else sorted(folder.rglob("*"))
    yield from (p for p in every if p.is_file() and "__pycache__" not in p.parts)
