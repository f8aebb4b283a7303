"""The sentences a reader is told: a stable code, what is wrong and what to write, an example."""

from __future__ import annotations

import re

Sentence = tuple[str, str, str]

IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
GLUED = re.compile(r"[A-Za-z_][A-Za-z0-9_]*:[^/\s]", re.ASCII)  # a key whose colon lacks its space

EMPTY = ("file-empty", "文件里没有内容：请写上内容，或者删掉这个文件。", "")
DEPTH = ("yaml-depth", "嵌套超过 32 层，从这里起没有再读：请检查括号和缩进。", "")
DOCUMENTS = (
    "yaml-documents",
    "一个文件里只能有一份内容，从这个 --- 起没有读：请把后面的部分放进另一个文件，或删掉 ---。",
    "",
)
DIRECTIVE = ("yaml-directive", "不要写 % 开头的 YAML 指令，各种软件的理解不一样：请删掉这一行。", "")
ANCHOR = (
    "yaml-anchor",
    "不要用 & 锚点：请删掉 & 和它后面的名字；如果 & 是内容，请用英文双引号括起来。",
    'note: "&…"',
)
ALIAS = (
    "yaml-alias",
    "不要用 * 引用别处的内容：请把内容再写一遍；如果 * 是内容，请用英文双引号括起来。",
    'note: "*…"',
)
TAG = (
    "yaml-tag",
    "不要用 ! 标签：请删掉它；如果 ! 是内容，请用英文双引号括起来。",
    'note: "!…"',
)
MERGE = ("yaml-merge-key", "不要用 << 合并别处的内容：请把各项直接写在这里。", "")
COMPLEX_KEY = ("yaml-complex-key", "冒号前面的名称只能是一个词，不能是列表或对照表：请改成一个名称。", "")
KEY = (
    "yaml-key-not-string",
    "冒号前面的名称不能空着，也不能是数字、true、false 或 null：请写名称，必要时用英文双引号括起来。",
    '"2026": …',
)
AMBIGUOUS = (
    "yaml-ambiguous",
    "不加引号时，这个写法会被不同的软件读成不同的内容（数字、时间、是否）：请用英文双引号把它括起来。",
    'code: "0123"',
)
FULL_WIDTH = (
    "fullwidth-punctuation",
    "这里用了全角的标点、数字或空格：作格式用的请改成半角；确实是内容的，请用英文双引号括起来。",
    "ref: a1x9, date: 2026-01-12",
)
MISSING_SPACE = ("yaml-missing-space", "英文冒号后面要有一个空格：请在冒号后面加上空格。", "born: 2015-03-09")
TAB = ("yaml-tab", "这里用了制表符（Tab 键）：请改成空格，每层缩进两个空格。", "")


def duplicate(key: str) -> Sentence:
    """A key that stands twice; it is named only where it cannot be personal."""
    name = f" {key} " if IDENTIFIER.fullmatch(key) else ""
    message = f"同一层里{name or '这个名称'}写了两次，只读了第一次的内容：请删掉其中一个，或改正名称。"
    return ("yaml-duplicate-key", message, "")
