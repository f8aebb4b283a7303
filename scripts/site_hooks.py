"""The adapter between MkDocs and tonghu.site: it hands over pages, and decides nothing."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path

import jieba
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

from tonghu.checks.published import beside
from tonghu.site import Site, read_book, site

TEMPLATE = "sitemap.xml"
_made: dict[str, Site] = {}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Make the pages, and give MkDocs their order; no page tells when it was made."""
    book = read_book(Path(config.docs_dir).parent)
    if book.problems:
        raise PluginError("docs/ 里有要先改好的，见 tonghu check。")
    found = site(book)
    _made[config.docs_dir] = found
    config.nav = found.contents
    config.theme.static_templates.discard(TEMPLATE)
    _quiet()
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """The pages that were made, what is published beside them, and what the theme needs."""
    docs = Path(config.docs_dir)
    own = {path.relative_to(docs).as_posix() for path in beside(docs.parent)}
    found = [each for each in files if _is_shown(each, docs, own)]
    pages = _made[config.docs_dir].pages.items()
    return Files([*found, *(File.generated(config, path, content=text) for path, text in pages)])


def _is_shown(file: File, docs: Path, own: set[str]) -> bool:
    """Whether a file goes out: of docs/ only what is published, of the theme no template."""
    path = Path(str(file.abs_src_path))
    if path.is_relative_to(docs):
        return path.relative_to(docs).as_posix() in own
    return file.src_uri != TEMPLATE


def _quiet() -> None:
    """Let the splitter of Chinese words read its words in silence, and leave nothing behind."""
    jieba.setLogLevel(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        jieba.dt.tmp_dir = folder
        jieba.initialize()
