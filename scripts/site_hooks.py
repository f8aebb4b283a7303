"""The adapter between MkDocs and tonghu.site: it hands over pages, and decides nothing."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterable
from pathlib import Path

import jieba
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from tonghu.checks.published import beside
from tonghu.site import Site, read_book, site
from tonghu.site.clean import bare, clean
from tonghu.site.policy import policed

TEMPLATE = "sitemap.xml"
_made: dict[str, Site] = {}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Make the pages, and give MkDocs their order; no page tells when it was made."""
    book = read_book(Path(config.docs_dir).parent, _public(config))
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
    own = beside(docs.parent, _public(config))
    theme = [file for file in files if _is_of_the_theme(file, docs)]
    shown = [File.generated(config, name, abs_src_path=str(path)) for name, path in own.items()]
    pages = _made[config.docs_dir].pages.items()
    made = [File.generated(config, path, content=text) for path, text in pages]
    return Files([*theme, *shown, *made])


def _public(config: MkDocsConfig) -> Path:
    """The root whose issues are shown: as `tonghu site` says, else that of the pages."""
    return Path(config.extra.get("public") or Path(config.docs_dir).parent)


def _is_of_the_theme(file: File, docs: Path) -> bool:
    """Whether the theme needs a file; what lies in docs/ goes out only where it is published."""
    return file.src_uri != TEMPLATE and not Path(str(file.abs_src_path)).is_relative_to(docs)


def on_page_content(html: str, page: Page, **_: object) -> str:
    """Of the content, what shows something, and of the contents, text."""
    _bare(page.toc)
    return clean(html)


def on_post_page(output: str, page: Page, **_: object) -> str:
    """Name the programs of the theme, so that the browser runs no other."""
    return policed(output, page.content or "")


def on_post_template(output_content: str, **_: object) -> str:
    """The same of what is no page."""
    return policed(output_content, "")


def _bare(entries: Iterable[AnchorLink]) -> None:
    for entry in entries:
        entry.title = bare(entry.title)
        _bare(entry.children)


def _quiet() -> None:
    """Let the splitter of Chinese words read its words in silence, and leave nothing behind."""
    jieba.setLogLevel(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        jieba.dt.tmp_dir = folder
        jieba.initialize()
