"""The parts of mail as people read them: what base64 and quoted-printable stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator

CODED = re.compile(
    rb"^content-transfer-encoding:\s*(?:base64|quoted-printable)|=\?[\w-]+\?[bq]\?", re.I | re.M
)
SIGN = b"?="
MARK = b"ransfer-"
FROM = re.compile(rb"^From [^\r\n]*\r?\n", re.M)
"""Where one of several letters in a file begins."""


def is_mail(raw: bytes) -> bool:
    """Whether something in a file is written as mail writes what is not plain."""
    return (SIGN in raw or MARK in raw or MARK.upper() in raw) and bool(CODED.search(raw))


def parts(raw: bytes) -> Iterator[bytes]:
    """The headers and each part of every letter, as they are meant."""
    from email import message_from_bytes

    for letter in filter(bytes.strip, FROM.split(raw)):
        for part in message_from_bytes(letter.lstrip()).walk():
            yield _headers(part.items()).encode("utf-8", "replace")
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and part.get("content-transfer-encoding"):
                yield _text(content, part.get_content_charset())


def _headers(items: list[tuple[str, str]]) -> str:
    from email.errors import HeaderParseError
    from email.header import decode_header, make_header

    found = []
    for _, value in items:
        try:
            found.append(str(make_header(decode_header(value))))
        except (HeaderParseError, LookupError, ValueError):
            found.append(str(value))
    return "\n".join(found)


def _text(content: bytes, charset: str | None) -> bytes:
    """Text in plain UTF-8 whatever it was written in; what is no text stays."""
    try:
        return content.decode(charset or "utf-8").encode()
    except (LookupError, UnicodeError):
        return content
