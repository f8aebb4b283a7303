"""One age key per person: made here, kept under a passphrase, opened only in memory."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any, NamedTuple

from tonghu.seal.sops import CANNOT, SealError

SECRET = re.compile(r"AGE-SECRET-KEY-1[A-Z0-9]{58}", re.ASCII)
MAGIC = b"age-encryption.org/v1\n"


MISSING = (
    "没有装加密用的部件（pyrage、sops）："
    '请在程序的文件夹里运行 python -m pip install ".[seal]"（python 用装程序的那一个）。'
)


def age() -> Any:
    """The library of age; SealError where it is not installed, for most work does without."""
    try:
        return import_module("pyrage")
    except ImportError:
        raise SealError(CANNOT, MISSING) from None


class Key(NamedTuple):
    """A secret key and its public half."""

    secret: str
    public: str


def made() -> Key:
    """A new key, by age's own random numbers."""
    identity = age().x25519.Identity.generate()
    return Key(str(identity), str(identity.to_public()))


def locked(key: Key, passphrase: str) -> bytes:
    """The key file: encrypted under the passphrase, as `age -p` does."""
    text = f"# public key: {key.public}\n{key.secret}\n"
    return bytes(age().passphrase.encrypt(text.encode("ascii"), passphrase))


def is_locked(raw: bytes) -> bool:
    """Whether a key file needs a passphrase."""
    return raw.startswith(MAGIC)


def unlocked(raw: bytes, passphrase: str) -> Key | None:
    """The key of a locked file; None where the passphrase is wrong."""
    try:
        return found(age().passphrase.decrypt(raw, passphrase))
    except (age().DecryptError, ValueError):
        return None


def found(raw: bytes) -> Key | None:
    """The first secret key in a plain key file."""
    secret = SECRET.search(raw.decode("utf-8", "replace"))
    if not secret:
        return None
    try:
        identity = age().x25519.Identity.from_str(secret[0])
    except age().IdentityError:
        return None
    return Key(str(identity), str(identity.to_public()))


def is_public(text: str) -> bool:
    """Whether a text is an age public key, its check characters included."""
    try:
        age().x25519.Recipient.from_str(text)
    except age().RecipientError:
        return False
    return True
