"""The sentences a reader is told: a stable code, what is wrong and what to write, an example."""

from __future__ import annotations

import re

Sentence = tuple[str, str, str]

SWITCH = re.compile("y(?:es)?|no?|on|off|true|false", re.IGNORECASE)
IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)

TOO_LARGE: Sentence = (
    "file-too-large",
    "文件超过 1 MiB，不像一份档案：请拆成几个文件，照片和附件不要放进来。",
    "",
)
UTF16: Sentence = (
    "encoding-utf16",
    "文件是 UTF-16 编码（记事本里叫“Unicode”）：请另存为 UTF-8 编码。",
    "",
)
GBK: Sentence = (
    "encoding-invalid",
    "文件像是 GBK（记事本里叫“ANSI”）编码：请用编辑器按 GBK 打开，再另存为 UTF-8 编码。",
    "",
)
NOT_UTF8: Sentence = (
    "encoding-invalid",
    "从这里起不是有效的 UTF-8 文字：请在编辑器里重新输入这一处，并保存为 UTF-8 编码。",
    "",
)
BOM: Sentence = (
    "bom",
    "文件开头有看不见的 BOM 标记：请另存为“UTF-8”，不要选“带 BOM 的 UTF-8”。",
    "",
)
LOST: Sentence = (
    "encoding-lost",
    "这里有一个乱码字符（U+FFFD），原来的字已经丢失：请对照原件重新输入。",
    "",
)
EMPTY: Sentence = ("file-empty", "文件里没有内容：请写上内容，或者删掉这个文件。", "")
NO_FRONT_MATTER: Sentence = (
    "front-matter-missing",
    "页面开头没有定义部分：第一行请写 ---，接着写各项，再用一行 --- 结束。",
    "---",
)
UNCLOSED_FRONT_MATTER: Sentence = (
    "front-matter-unclosed",
    "开头的定义部分没有结束：请在最后一项的下一行单独写 ---。",
    "---",
)
DEPTH: Sentence = ("yaml-depth", "嵌套超过 32 层，文件没有读进来：请检查括号和缩进。", "")
DOCUMENTS: Sentence = (
    "yaml-documents",
    "一个文件里只能有一份内容，从这个 --- 起没有读：请把后面的部分放进另一个文件，或者删掉 ---。",
    "",
)
DIRECTIVE: Sentence = (
    "yaml-directive",
    "不要写 % 开头的 YAML 指令，各种软件的理解不一样：请删掉这一行。",
    "",
)
ANCHOR: Sentence = (
    "yaml-anchor",
    "不要用 & 作标记：请删掉 & 和它后面的名字；如果 & 是内容，请用英文双引号括起来。",
    'note: "&…"',
)
ALIAS: Sentence = (
    "yaml-alias",
    "不要用 * 引用别处的内容：请把内容再写一遍；如果 * 是内容，请用英文双引号括起来。",
    'note: "*…"',
)
TAG: Sentence = (
    "yaml-tag",
    "不要用 ! 标明类型：请删掉 ! 和它后面的名字；如果 ! 是内容，请用英文双引号括起来。",
    'note: "!…"',
)
MERGE: Sentence = (
    "yaml-merge-key",
    "不要用 << 合并别处的内容：请把各项直接写在这里。",
    "",
)
COMPLEX_KEY: Sentence = (
    "yaml-complex-key",
    "冒号前面的名称只能是一个词，不能是用括号括起来的内容：请改成一个名称。",
    "born: 2015-03-09",
)
KEY: Sentence = (
    "yaml-key-not-string",
    "冒号前面要有名称，不能空着，也不能是数字、true 或 null：需要时用英文双引号括起来。",
    '"2026": …',
)
AMBIGUOUS: Sentence = (
    "yaml-ambiguous",
    "这个写法不加引号，不同的软件会读成不同的内容：请用英文双引号把它括起来。",
    'code: "0123"',
)
YES_OR_NO: Sentence = (
    "yaml-ambiguous",
    "这个写法不同的软件会读成不同的内容：是或否请写 true 或 false；要写文字才加引号。",
    "saw_child: true",
)
FULL_WIDTH: Sentence = (
    "fullwidth-punctuation",
    "这里用了全角的标点、数字或空格：作格式用的请改成半角，确实是内容的请用英文双引号括起来。",
    "{ref: a1x9, date: 2026-01-12}",
)
MISSING_SPACE: Sentence = (
    "yaml-missing-space",
    "英文冒号后面要有一个空格：请在冒号后面加上空格。",
    "born: 2015-03-09",
)
TAB: Sentence = (
    "yaml-tab",
    "这里用了制表符（Tab 键），各种软件的理解不一样：请改成空格，每层缩进两个空格。",
    "",
)

SYNTAX = "yaml-syntax"
BROKEN: Sentence = (
    SYNTAX,
    "从这里起读不懂：请检查这一行和上一行的冒号、括号、引号和缩进。",
    "",
)
UNCLOSED_BRACKET: Sentence = (
    SYNTAX,
    "这个括号没有写完整：请补上右括号，并检查里面每一项之间有没有英文逗号。",
    "{ref: a1x9, date: 2026-01-12}",
)
MISSING_COMMA: Sentence = (
    SYNTAX,
    "括号里的这一处读不懂：多半是前面少了英文逗号或者右括号，请补上。",
    "{ref: a1x9, date: 2026-01-12}",
)
UNCLOSED_QUOTE: Sentence = (
    SYNTAX,
    "这个引号没有结束：请在内容后面补上同样的英文引号。",
    'note: "…"',
)
TWO_COLONS: Sentence = (
    SYNTAX,
    "这里不能再有“名称: 内容”：请检查缩进和上一行；如果冒号是内容，请用英文双引号括起来。",
    'note: "…: …"',
)
NO_COLON: Sentence = (
    SYNTAX,
    "这一行少了英文冒号：请写成“名称: 内容”，冒号后面有一个空格。",
    "born: 2015-03-09",
)
INDENTATION: Sentence = (
    SYNTAX,
    "这里的缩进和上面的行对不上：同一层的各行，开头的空格要一样多。",
    "",
)
RESERVED: Sentence = (
    SYNTAX,
    "不加引号的内容不能用这个符号开头：请用英文双引号把内容括起来。",
    'note: "@…"',
)
DASH: Sentence = (
    SYNTAX,
    "这里不能用“- ”：请另起一行并缩进两个空格；如果短横线是内容，请用英文双引号括起来。",
    "",
)
STRAY: Sentence = (
    SYNTAX,
    "这里多了一个英文逗号或者括号：请删掉它；如果是内容，请用英文双引号括起来。",
    'note: "…]"',
)
AFTER_QUOTE: Sentence = (
    SYNTAX,
    "引号或括号结束以后，这一行不能再有内容：里面要写引号时，请在它前面加反斜杠。",
    'note: "…\\"…\\"…"',
)
NOT_JOINED: Sentence = (
    SYNTAX,
    "从这一行起和前面的内容接不上：请检查每一行开头的空格，以及前面的引号、括号和 ... 。",
    "",
)
ESCAPE: Sentence = (
    SYNTAX,
    "双引号里的这个反斜杠写法读不懂：反斜杠本身请写成两个（\\\\），或者改用单引号。",
    "path: 'a\\b'",
)


def unseen(character: str) -> Sentence:
    """A character that nobody sees and that some parsers take for something else."""
    message = (
        f"这里有一个看不见的字符（U+{ord(character):04X}），多半是粘贴带来的："
        "请删掉它，需要分隔就用普通空格或换行。"
    )
    return ("control-character", message, "")


def ambiguous(text: str) -> Sentence:
    """A value that parsers read in different ways; some of them were meant as yes or no."""
    return YES_OR_NO if SWITCH.fullmatch(text) else AMBIGUOUS


def duplicate(key: str) -> Sentence:
    """A key that stands twice; it is named only where it cannot be personal."""
    name = f" {key} " if IDENTIFIER.fullmatch(key) else "这个名称"
    message = f"同一层里{name}写了两次，只读了第一次的内容：请删掉其中一个，或者改正名称。"
    return ("yaml-duplicate-key", message, "")
