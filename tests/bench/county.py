"""The counties that are measured: made once, kept between runs, three files a child."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from bench.measure import TONGHU

ROOT = Path(__file__).resolve().parents[2]
ON = "2026-10-31"
MADE = "made"
HANDBOOK = ("docs/handbook", "docs/sources", "schemas")


def county(folder: Path, children: int) -> Path:
    """The folder of a county's repository; its records are in `records`."""
    place = folder / str(children)
    print(f"{children:,} children: {place}", file=sys.stderr)
    mark = place / MADE
    if not mark.is_file() or mark.read_text(encoding="utf-8") != _origin():
        if place.exists():
            shutil.rmtree(place)
        place.mkdir(parents=True)
        options = ["--children", str(children), "--seed", "1", "--files", "3", "--on", ON]
        subprocess.run(
            [TONGHU, "demo", *options, "--home", str(ROOT), str(place / "records")],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        mark.write_text(_origin(), encoding="utf-8")
    return place


def _origin() -> str:
    """What a county was made from: the generator and the definitions."""
    digest = hashlib.sha256()
    for pattern in ("scripts/tonghu/demo/*", "schemas/**/*", "docs/handbook/*/*.md"):
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file():
                digest.update(path.read_bytes())
    return digest.hexdigest()


def in_git(place: Path) -> None:
    """Make a repository of a county, with everything in it committed."""
    if (place / ".git").is_dir():
        subprocess.run(["git", "checkout", "-q", "--", "."], cwd=place, check=True)
        return
    subprocess.run(["git", "init", "-q"], cwd=place, check=True)
    _commit(place, "records")
    subprocess.run(["git", "status", "--short"], cwd=place, check=True, stdout=subprocess.DEVNULL)


def with_handbook(place: Path) -> None:
    """Give the repository of a county a handbook of its own, committed, to be changed."""
    for part in HANDBOOK:
        shutil.copytree(ROOT / part, place / part, dirs_exist_ok=True)
    _commit(place, *HANDBOOK)


def _commit(place: Path, *parts: str) -> None:
    settings = ("-c", "user.name=bench", "-c", "user.email=bench@tonghu.invalid")
    subprocess.run(["git", "add", *parts], cwd=place, check=True)
    command = ["git", *settings, "commit", "-q", "--allow-empty", "-m", "county"]
    subprocess.run(command, cwd=place, check=True)
