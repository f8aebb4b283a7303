"""What a forge says of a pull request, read from the file that describes the event."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tonghu.cli.parser import RefusedError

REQUEST = "pull_request"
TEXTS = {"合并请求的标题": ("title",), "合并请求的说明": ("body",), "分支名": ("head", "ref")}
UNREAD = "这不是平台说明事件的文件（JSON）：请用 $GITHUB_EVENT_PATH。"


def texts(path: Path) -> Iterator[tuple[str, str]]:
    """What people wrote about a pull request, each with its name; nothing where there is none."""
    try:
        told: Any = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        raise RefusedError(UNREAD) from None
    request = told.get(REQUEST) if isinstance(told, dict) else None
    for name, keys in TEXTS.items() if isinstance(request, dict) else ():
        found = request
        for key in keys:
            found = found.get(key) if isinstance(found, dict) else None
        if isinstance(found, str):
            yield name, found
