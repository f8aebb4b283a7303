"""What somebody typed and could not be sealed yet: kept for them alone, until it can be."""

from __future__ import annotations

import codecs
import hashlib
import os
from pathlib import Path
from typing import NamedTuple

from tonghu.cli.keyring import Holder, key_file
from tonghu.cli.output import warn
from tonghu.seal.keys import age

FOLDER = "drafts"
KEPT = "刚才写的没有丢：已经用您自己的钥匙加密，存在 {path}；再运行一次同样的命令，就接着改。"
KEPT_PLAIN = (
    "刚才写的没有丢：存在 {path}，没有加密（settings.yml 写着 seal: none）；"
    "再运行一次同样的命令，就接着改。"
)
OTHERWISE = "上次没写完的（{path}）是照从前的内容写的，后来有人改过：放在下面的注释里，请自己抄。"
TAKEN = "接着上次没写完的改（{path}）。"


class Draft(NamedTuple):
    """A text that was kept, and whether the file it was made from is still the same."""

    text: str
    fresh: bool


def place(half: Path) -> Path:
    """Where the draft of a sealed half is kept, outside of every checkout."""
    return key_file().parent / FOLDER / f"{half.parent.name}-{half.name}.age"


def keep(half: Path, before: bytes | None, raw: bytes, held: Holder | None) -> None:
    """Keep what was typed and from which file, readable with the own key only."""
    path = place(half)
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = _mark(before) + raw
    if held:
        raw = age().encrypt(raw, [age().x25519.Recipient.from_str(held.key.public)])
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(raw)
    warn((KEPT if held else KEPT_PLAIN).format(path=path))


def take(half: Path, before: bytes | None, held: Holder | None) -> Draft | None:
    """What was typed the last time; none where nothing was kept, or for another key."""
    path = place(half)
    if not path.is_file():
        return None
    raw = path.read_bytes()
    try:
        if held:
            raw = age().decrypt(raw, [age().x25519.Identity.from_str(held.key.secret)])
    except age().DecryptError:
        return None
    mark, _, text = raw.partition(b"\n")
    fresh = mark + b"\n" == _mark(before)
    warn((TAKEN if fresh else OTHERWISE).format(path=path))
    return Draft(decoded(text), fresh)


def _mark(before: bytes | None) -> bytes:
    """A line that says which file a text was made from."""
    return hashlib.sha256(before or b"").hexdigest().encode() + b"\n"


def drop(half: Path) -> None:
    """The draft is written; it is not needed any more."""
    place(half).unlink(missing_ok=True)


def decoded(raw: bytes) -> str:
    """A text as editors save it: UTF-8, UTF-16 with its mark, or the old Chinese encoding."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")
