"""What must be settled about the bytes and the characters before any YAML parser sees them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tonghu.problem import Problem, error

LARGEST = 1024 * 1024
MOST_REPORTED = 10
BOM = "\ufeff"

# Control characters, line separators that only some parsers take for line ends, and characters
# that cannot be seen and change how a line is read. The joiners inside emoji stay allowed.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069"
    "\ufeff\ufffd-\uffff]"
)
UTF16_STARTS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


@dataclass(frozen=True)
class Decoded:
    """A file's text, fit for a parser, and what was wrong with its bytes and characters."""

    text: str | None
    problems: tuple[Problem, ...]


def decode(path: str, raw: bytes) -> Decoded:
    """Bytes to text with LF; None where nothing can be read at all."""
    if len(raw) > LARGEST:
        return _unreadable(
            path, (1, 1), "file-too-large", "文件超过 1 MiB，不像一份档案：请拆成几个文件，照片和附件不要放进来。"
        )
    if raw.startswith(UTF16_STARTS) or _looks_like_utf16(raw):
        return _unreadable(
            path, (1, 1), "encoding-utf16", "文件是 UTF-16 编码（记事本里叫“Unicode”）：请另存为 UTF-8 编码。"
        )
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as wrong:
        return _unreadable(path, *_undecodable(raw, wrong.start))
    return _settle(path, text.replace("\r\n", "\n"))


def _unreadable(path: str, mark: tuple[int, int], code: str, message: str) -> Decoded:
    return Decoded(None, (error(path, mark, code, message),))


def _looks_like_utf16(raw: bytes) -> bool:
    """Every other byte of Latin text in UTF-16 is NUL."""
    start = raw[:200]
    return len(start) > 3 and start.count(0) * 5 > len(start) * 2


def _undecodable(raw: bytes, start: int) -> tuple[tuple[int, int], str, str]:
    before = raw[:start].decode("utf-8")
    mark = position(before, len(before))
    if _is_gbk(raw):
        return (
            mark,
            "encoding-invalid",
            "文件像是用 GBK（ANSI，简体中文）编码保存的：请用编辑器按 GBK 打开，再另存为 UTF-8 编码。",
        )
    return (
        mark,
        "encoding-invalid",
        "从这里起不是有效的 UTF-8 文字：请在编辑器里重新输入这一处，并保存为 UTF-8 编码。",
    )


def _is_gbk(raw: bytes) -> bool:
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def position(text: str, index: int) -> tuple[int, int]:
    """Line and column, both from 1, of the character at this index."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _settle(path: str, text: str) -> Decoded:
    """Report what cannot be seen, and put spaces in its place so that the rest can be read."""
    problems: list[Problem] = []
    if text.startswith(BOM):
        text = text[1:]
        problems.append(
            error(path, (1, 1), "bom", "文件开头有看不见的 BOM 标记：请另存为“UTF-8”，不要选“带 BOM 的 UTF-8”。")
        )
    for found in UNSEEN.finditer(text):
        if len(problems) < MOST_REPORTED:
            problems.append(_unseen(path, position(text, found.start()), found[0]))
    return Decoded(UNSEEN.sub(" ", text), tuple(problems))


def _unseen(path: str, mark: tuple[int, int], character: str) -> Problem:
    if character == "\ufffd":
        message = "这里有一个乱码字符（U+FFFD），原来的字已经丢失：请对照原件重新输入。"
        return error(path, mark, "encoding-lost", message)
    name = f"U+{ord(character):04X}"
    message = f"这里有一个看不见的字符（{name}），多半是从别处粘贴带来的：请删掉它，需要分隔就用普通空格或换行。"
    return error(path, mark, "control-character", message)
