"""Where these records go: the remotes of the checkout, and what the forge says of itself."""

from __future__ import annotations

import json
import os
from pathlib import Path

from tonghu.checks import Asked
from tonghu.checks.hosts import records_stay_home, unlisted
from tonghu.checks.reading import opened, shown
from tonghu.history.remotes import place_of, remotes
from tonghu.problem import Problem
from tonghu.record.files import SETTINGS

VISIBILITY = ("CI_PROJECT_VISIBILITY", "TONGHU_REPOSITORY_VISIBILITY")


def hosting(asked: Asked) -> list[Problem]:
    """What is wrong with where the records are kept."""
    path = asked.records / SETTINGS
    settings = opened(shown(path, asked.records.parent), path)
    found = [*remotes(asked.records), *_forge()]
    return list(records_stay_home(settings, found, _public()))


def is_unlisted(records: Path, url: str) -> bool:
    """Whether records must not be pushed to a place, whether or not it is a remote."""
    settings = opened(shown(records / SETTINGS, records.parent), records / SETTINGS)
    return unlisted(url, settings.data)


def _forge() -> list[str]:
    """Where the forge that runs this keeps the repository."""
    server, path = os.environ.get("GITHUB_SERVER_URL"), os.environ.get("GITHUB_REPOSITORY")
    urls = [f"{server}/{path}" if server and path else "", os.environ.get("CI_PROJECT_URL", "")]
    return [found for url in urls if (found := place_of(url))]


def _public() -> bool:
    """Whether the forge that runs this says that the repository is public."""
    if any(os.environ.get(name, "").lower() == "public" for name in VISIBILITY):
        return True
    event = os.environ.get("GITHUB_EVENT_PATH")
    try:
        told = json.loads(Path(event).read_text("utf-8")) if event else {}
    except (OSError, ValueError):
        return False
    repository = told.get("repository") if isinstance(told, dict) else None
    return isinstance(repository, dict) and repository.get("private") is False
