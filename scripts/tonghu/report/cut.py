"""A text made to fit where only so much is taken: whole lines, and how many are left out."""

from __future__ import annotations

from collections.abc import Callable

COMMENT = 60_000
"""What a forge takes as a comment is 65,536 characters; the rest is for whoever adds a mark."""
SUMMARY = 1_000_000
"""What a forge takes as the summary of a job is 1 MiB."""
LEFT = "\n还有 {count} 行没有写在这里：{where}。\n"


def units(text: str) -> int:
    """Characters as a program in JavaScript counts them: rare ones are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def octets(text: str) -> int:
    """Bytes in UTF-8."""
    return len(text.encode("utf-8", "surrogatepass"))


def cut(text: str, most: int, size: Callable[[str], int], where: str) -> str:
    """The lines that fit, and where the others are."""
    if size(text) <= most:
        return text
    lines = text.splitlines(keepends=True)
    room = most - size(LEFT.format(count=len(lines), where=where))
    kept = 0
    for line in lines:
        room -= size(line)
        if room < 0:
            break
        kept += 1
    return "".join(lines[:kept]) + LEFT.format(count=len(lines) - kept, where=where)
