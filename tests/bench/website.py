"""The site of many pages: by the tool, and the same Markdown by MkDocs with the theme alone."""

from __future__ import annotations

import shutil
from pathlib import Path

from bench.county import ROOT
from bench.measure import PYTHON, TONGHU, Cost, cost

DEFINITIONS = ("docs", "schemas", "mkdocs.yml", "scripts/site_hooks.py")
HOOKS = "hooks: [scripts/site_hooks.py]\n"


def handbook(place: Path, pages: int) -> int:
    """A home with duties enough that the site has so many pages; how many it has."""
    if place.exists():
        shutil.rmtree(place)
    for name in DEFINITIONS:
        source, target = ROOT / name, place / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    written = sorted((place / "docs/handbook").glob("*/*.md"))
    count = export(place)
    for number in range(max(0, pages - count)):
        page = written[number % len(written)]
        copy = page.with_name(f"{page.stem}-{number}.md")
        copy.write_bytes(page.read_bytes())
    return export(place)


def export(place: Path) -> int:
    """Write the pages as they are without the tool, with the theme's configuration; how many."""
    plain = place / "plain"
    cost([TONGHU, "site", "--home", str(place), "--export", str(plain)], place)
    config = (place / "mkdocs.yml").read_text(encoding="utf-8").replace(HOOKS, "")
    (plain / "mkdocs.yml").write_text(config, encoding="utf-8")
    shutil.copytree(place / "docs/overrides", plain / "docs/overrides", dirs_exist_ok=True)
    return sum(1 for _ in (plain / "docs").rglob("*.md"))


def ours(place: Path) -> Cost:
    """The whole command; what was built before is gone."""
    shutil.rmtree(place / "out", ignore_errors=True)
    return cost([TONGHU, "site", "--home", str(place), "--out", str(place / "out")], place)


def theirs(place: Path) -> Cost:
    """MkDocs with the theme, its search and its offline script."""
    return cost([PYTHON, "-m", "mkdocs", "build", "--quiet", "--site-dir", "out"], place / "plain")
