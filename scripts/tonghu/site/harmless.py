"""What people write in a page, without what would run: a page is read, it never acts.

Engines differ in what they take for code, so nothing rests on our taking it for code too: what
would act outside of it is written as signs that no engine reads as anything but themselves.
"""

from __future__ import annotations

import html
import re

CODE = re.compile(
    r"^(?P<fence>`{3,}|~{3,})[^`\n]*\n(?P<block>(?:.*\n)*?)(?P=fence)[ ]*$"
    r"|(?<![\\`])(?P<ticks>`+)(?!`)(?P<span>[^\n]+?)(?<!`)(?P=ticks)(?!`)",
    re.MULTILINE,
)
ACTING = re.compile(r"<[A-Za-z/!?]|\]\(|\]:|!\[|\{[^}\n]*=")
SIGN = re.compile(r"[^\w\s]", re.ASCII)
TAG = re.compile(
    r"</?(?:a|br|div|p|small|span|sub|sup)"
    r"(?: (?:class=\"(?:(?!md-)[\w-]+ ?)*\"|id=\"(?!__)[\w -]*\"|markdown(?:=\"[\w-]*\")?))*>"
    r"|<!-- [^<>]*-->"
)
BRACE = re.compile(r"\{(?![a-z_.-]+\})")
"""In a note, a number's name stands in braces; other braces are attributes to some engines."""

PICTURE = re.compile(r"!\[(?![^\[\]\n]*\]\((?![\\/])[\w./%-]+[ )])")
TARGET = re.compile(r"\](\(|:)")
UNREAD = re.compile(r"[\x00-\x20\\<>]")
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
LONGEST = 200


def harmless(body: str) -> str:
    """Markdown with tags and links that only show something, and code that only shows itself."""
    parts: list[str] = []
    end = 0
    for code in CODE.finditer(body):
        parts += [_plain(body[end : code.start()]), _code(code)]
        end = code.end()
    return "".join([*parts, _plain(body[end:])])


def _code(found: re.Match[str]) -> str:
    if not ACTING.search(found[0]):
        return found[0]
    if found["block"] is not None:
        return f"<pre><code>{_signs(found['block'])}</code></pre>"
    return f"<code>{_signs(found['span'].strip())}</code>"


def _signs(text: str) -> str:
    return SIGN.sub(lambda sign: f"&#{ord(sign[0])};", text)


def _plain(text: str) -> str:
    parts: list[str] = []
    end = 0
    for tag in TAG.finditer(text):
        parts += [_text(text[end : tag.start()]), tag[0]]
        end = tag.end()
    whole = "".join([*parts, _text(text[end:])])
    return TARGET.sub(_target, PICTURE.sub("&#33;[", whole))


def _text(text: str) -> str:
    return BRACE.sub("&#123;", text.replace("<", "&lt;"))


def _target(found: re.Match[str]) -> str:
    """What begins a link's address, if it may be one; an address may be written in pieces."""
    rest = found.string[found.end() : found.end() + LONGEST]
    scheme = SCHEME.match(UNREAD.sub("", html.unescape(rest)))
    allowed = not scheme or scheme[1].lower() in SCHEMES
    return found[0] if allowed else f"]{_signs(found[1])}"
