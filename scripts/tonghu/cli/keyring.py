"""Whose key this is: sops and the key found on this machine, the passphrase asked for."""

from __future__ import annotations

import argparse
import getpass
import os
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

from tonghu.cli.output import is_watched
from tonghu.cli.parser import Parser, RefusedError
from tonghu.record.repository import Repository
from tonghu.seal import keys
from tonghu.seal.keys import Key
from tonghu.seal.sops import Sops

PASSED_ON = ("PATH", "SYSTEMROOT", "TEMP", "TMP")
"""What sops gets of the environment: no other key, no proxy, no cloud account."""

MACHINES = (
    "CI", "GITHUB_ACTIONS", "GITLAB_CI", "GITEE_PIPELINE_NAME", "JENKINS_URL", "TF_BUILD",
    "BUILDKITE", "TEAMCITY_VERSION", "DRONE", "CIRCLECI", "TRAVIS",
)  # fmt: skip
"""By these variables a machine is known where nobody sits."""

RECOVERY = "RECOVERY"
IN_CI = "在自动运行的机器上不能打开密封的内容：请在自己的电脑上做。"
NO_SOPS = "没有找到 sops：请运行 tonghu doctor 看怎样安装。"
NO_KEY = "这台电脑上没有钥匙：请运行 tonghu key new 做一把，把公钥交给协调员登记。"
WRONG = "口令不对，或者钥匙文件坏了。"
STRANGER = "这把钥匙没有登记在 team.yml 里：请把公钥交给协调员，用 tonghu team join 登记。"


class Holder(NamedTuple):
    """The key in use, and the code of the worker whose key it is."""

    key: Key
    code: str


def add_key(parser: Parser) -> None:
    """The argument that names a key file."""
    parser.add_argument("--key", metavar="FILE", help="钥匙文件（默认：自己的钥匙）")


def key_file() -> Path:
    """Where a person's own key is kept, outside of every checkout."""
    base = os.environ.get("APPDATA") if os.name == "nt" else os.environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "tonghu" / "key.age"


def private() -> None:
    """Stop where nobody sits in front of the machine."""
    if any(os.environ.get(name) for name in MACHINES):
        raise RefusedError(IN_CI)


def program() -> Path:
    """Where sops is."""
    beside = str(Path(sys.executable).parent)
    found = shutil.which("sops", path=beside) or shutil.which("sops")
    if not found:
        raise RefusedError(NO_SOPS)
    return Path(found)


def key(args: argparse.Namespace, why: str = "") -> Key:
    """The key in use: as named, else from the environment as sops reads it, else one's own.

    `why` is said where a passphrase is asked for.
    """
    private()
    text = os.environ.get("SOPS_AGE_KEY")
    if text and not getattr(args, "key", None):
        found = keys.found(text.encode())
    else:
        found = _from(_file(args), why)
    if found is None:
        raise RefusedError(WRONG)
    return found


def asks(args: argparse.Namespace) -> bool:
    """Whether the key in use has a passphrase that somebody must type."""
    if os.environ.get("SOPS_AGE_KEY") and not getattr(args, "key", None):
        return False
    path = _file(args)
    return path.is_file() and keys.is_locked(path.read_bytes())


def _file(args: argparse.Namespace) -> Path:
    named = getattr(args, "key", None)
    return Path(named or os.environ.get("SOPS_AGE_KEY_FILE") or key_file())


def _from(path: Path, why: str) -> Key | None:
    if not path.is_file():
        raise RefusedError(NO_KEY)
    raw = path.read_bytes()
    if not keys.is_locked(raw):
        return keys.found(raw)
    whose = "您的钥匙" if path == key_file() else f"钥匙 {path.name}"
    return keys.unlocked(raw, passphrase(f"{why or '要打开密封的内容；'}{whose}的口令："))


def passphrase(prompt: str) -> str:
    """A secret typed without showing it, at the keyboard even where a text comes by a pipe."""
    if not (sys.stdin.isatty() or is_watched()):
        raise RefusedError("要在终端里输入口令；这里没有终端。")
    return getpass.getpass(prompt)


def sops(found: Key | None = None) -> Sops:
    """sops with a key, and with nothing else of the environment."""
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return Sops(program(), found.secret if found else "", kept)


def holder(args: argparse.Namespace, repository: Repository) -> Holder:
    """The key in use and whose it is; a key that nobody registered opens nothing here."""
    found = key(args)
    settings = repository.settings.data
    if isinstance(settings, dict) and settings.get("recovery") == found.public:
        return Holder(found, RECOVERY)
    team = repository.team_document.data
    for worker in team.get("workers", ()) if isinstance(team, dict) else ():
        if isinstance(worker, dict) and worker.get("key") == found.public:
            return Holder(found, str(worker.get("code")))
    raise RefusedError(STRANGER)
