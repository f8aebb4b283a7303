"""What a browser may run of a page: the programs that the theme itself wrote into it, by number."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

PLACE = "@programs@"
"""Stands in the theme's policy where the numbers belong."""

PROGRAM = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def policed(page: str, content: str) -> str:
    """A page with the numbers of every program in it that is not in its content."""
    theme = page.replace(content, "", 1) if content else page
    numbers = dict.fromkeys(_number(program) for program in PROGRAM.findall(theme))
    return page.replace(PLACE, " ".join(numbers), 1)


def _number(program: str) -> str:
    return f"'sha256-{b64encode(sha256(program.encode()).digest()).decode()}'"
