"""What people write in a page, without what would run: a page is read, it never acts."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

CODE = re.compile(r"^(```+|~~~+).*?^\1|(`+)[^`\n](?:.*?[^`])?\2(?!`)", re.MULTILINE | re.DOTALL)
TAG = re.compile(
    r"</?(?:a|br|div|p|small|span|sub|sup)(?: (?:class|id|markdown)(?:=\"[\w -]*\")?)*>"
    r"|<!-- [^<>]*-->"
)
TARGET = re.compile(r"(\]\(\s*<?|^ {0,3}\[[^\]\n]+\]:\s*<?)([^)\s>]*)", re.MULTILINE)
SCHEMES = ("", "http", "https", "mailto", "tel")
NOWHERE = "#"


def harmless(body: str) -> str:
    """Markdown with tags and links that only show something; code is left as it is."""
    parts: list[str] = []
    end = 0
    for code in CODE.finditer(body):
        parts += [_plain(body[end : code.start()]), code[0]]
        end = code.end()
    return "".join([*parts, _plain(body[end:])])


def _plain(text: str) -> str:
    parts: list[str] = []
    end = 0
    for tag in TAG.finditer(text):
        parts += [text[end : tag.start()].replace("<", "&lt;"), tag[0]]
        end = tag.end()
    return TARGET.sub(_target, "".join([*parts, text[end:].replace("<", "&lt;")]))


def _target(found: re.Match[str]) -> str:
    told = re.sub(r"[\x00-\x20\\]", "", html.unescape(found[2]))
    try:
        known = urlsplit(told).scheme.lower() in SCHEMES
    except ValueError:
        known = False
    return found[0] if known else found[1] + NOWHERE
