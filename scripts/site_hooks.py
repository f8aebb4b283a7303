"""The adapter between MkDocs and tonghu.site: it hands over pages, and decides nothing."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path

import jieba
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from tonghu.site import Site, read_book, site

_made: dict[str, Site] = {}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Make the pages, and give MkDocs their order; no page tells when it was made."""
    found = site(read_book(Path(config.docs_dir).parent))
    _made[config.docs_dir] = found
    config.nav = found.contents
    config.theme.static_templates.discard("sitemap.xml")
    _quiet()
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Put the pages that were made in the place of those that were written."""
    for path, text in _made[config.docs_dir].pages.items():
        written = files.get_file_from_path(path)
        if written:
            files.remove(written)
        files.append(File.generated(config, path, content=text))
    return files


def _quiet() -> None:
    """Let the splitter of Chinese words read its words in silence, and leave nothing behind."""
    jieba.setLogLevel(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        jieba.dt.tmp_dir = folder
        jieba.initialize()
