"""The same pages for another engine: Markdown and a configuration that names nothing but them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from tonghu.checks.published import beside
from tonghu.site.book import DOCS
from tonghu.site.pages import Site

CONFIGURATION = "mkdocs.yml"
NAME = "童护手册"
EXTENSIONS = ("def_list", "md_in_html", "tables", "pymdownx.superfences")


def exported(found: Site, root: Path, public: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of the export by its path: the configuration, the pages, and what they show."""
    yield CONFIGURATION, _configuration(found).encode()
    for page, text in found.pages.items():
        yield DOCS + page, text.encode()
    for name, path in beside(root, public).items():
        yield DOCS + name, path.read_bytes()


def _configuration(found: Site) -> str:
    """JSON is YAML, and every engine reads it."""
    told = {
        "site_name": NAME,
        "theme": {"name": "material", "language": "zh", "font": False},
        "use_directory_urls": False,
        "extra_css": ["assets/handbook.css"],
        "markdown_extensions": list(EXTENSIONS),
        "nav": found.contents,
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
