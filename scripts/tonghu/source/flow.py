"""Full-width brackets, commas, colons and quotes put right inside one line of flow style."""

from __future__ import annotations

import re
import unicodedata

from tonghu.source.punctuation import CODE, KEY

ASCII = {"｛": "{", "［": "[", "【": "[", "｝": "}", "］": "]", "】": "]"}
CLOSING = {"{": "}", "[": "]", "｛": "}", "［": "]", "【": "]"}
CLOSERS = "}]｝］】"
QUOTED = re.compile(r'"(?:\\.|[^"\\])*"|' + r"'(?:''|[^'])*'")
AFTER = r"(?=[ \u3000]*[,，}\]｝］】])"
WIDE_QUOTED = re.compile(r"[“‘＂]([^“”‘’＂\"\\]*)[”’＂]" + AFTER)
WIDE_CODE = re.compile(CODE.pattern + AFTER)
WIDE_KEY = re.compile(rf"({KEY})[ \u3000]*：[ \u3000]*")
NEXT_KEY = re.compile(rf"[ \u3000]*{KEY}[ \u3000]*[:：]")
REST = re.compile(r"[ ]*(?:[ ]#.*)?")

Token = tuple[str, int, bool]


def repair_flow(text: str) -> str:
    """A text that begins with a bracket, repaired; as it was where the bracket does not close."""
    written: list[str] = []
    open_brackets: list[str] = []
    index, fresh = 0, True
    while index < len(text):
        part, index, fresh = _token(text, index, fresh, open_brackets)
        written.append(part)
        if not open_brackets:
            break
    if open_brackets or not REST.fullmatch(text, index):
        return text
    return "".join(written) + text[index:]


def _token(text: str, index: int, fresh: bool, brackets: list[str]) -> Token:
    """What to write next, where to go on, and whether a new key or value begins there."""
    character = text[index]
    if fresh and (begun := _begin(text, index, brackets)):
        return begun
    if character in CLOSERS and ASCII.get(character, character) == brackets[-1]:
        return brackets.pop(), index + 1, False
    if character == "，" and (brackets[-1] == "]" or NEXT_KEY.match(text, index + 1)):
        return _spaced(",", text, index + 1)
    if character == "," or text.startswith(": ", index):
        return character, index + 1, True
    return character, index + 1, fresh and character == " "


def _begin(text: str, index: int, brackets: list[str]) -> Token | None:
    """What stands where a key or a value may begin; None where nothing of it needs care."""
    character = text[index]
    if character in CLOSING:
        brackets.append(CLOSING[character])
        return ASCII.get(character, character), index + 1, True
    if quoted := QUOTED.match(text, index):
        return quoted[0], quoted.end(), False
    if quoted := WIDE_QUOTED.match(text, index):
        return f'"{quoted[1]}"', quoted.end(), False
    if brackets[-1] == "}" and (key := WIDE_KEY.match(text, index)):
        return f"{key[1]}: ", key.end(), True
    if code := WIDE_CODE.match(text, index):
        return unicodedata.normalize("NFKC", code[0]), code.end(), False
    return None


def _spaced(mark: str, text: str, index: int) -> Token:
    """A separator with exactly one space after it."""
    while index < len(text) and text[index] in " \u3000":
        index += 1
    return mark + " ", index, True
