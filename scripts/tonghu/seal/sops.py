"""The real sops, run on bytes: plain text passes through pipes and never lies in a file."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

NAME = "half.yml"
"""What sops is told a file is called; it looks only at the ending."""

WAIT = 120
"""Seconds after which sops is taken to hang."""

CHANGED, CANNOT = "changed", "no-key"
WRONG_SEAL = frozenset({25, 51, 52})
"""Exit codes of sops where a value or the seal over all values is not as it was written."""


class SealError(OSError):
    """A sealed half that cannot be opened or made; `kind` says why, `told` says what to do."""

    def __init__(self, kind: str, told: str) -> None:
        super().__init__(0, told)
        self.kind, self.told = kind, told


class Sops(NamedTuple):
    """The program, the secret key that opens files, and what it needs of the environment."""

    program: Path
    secret: str = ""
    environment: Mapping[str, str] = {}

    def opened(self, sealed: bytes) -> bytes:
        """The plain YAML of a sealed half; SealError where this key does not open it."""
        return self._run("decrypt", given=sealed)

    def sealed(self, plain: bytes, readers: Sequence[str]) -> bytes:
        """A new sealed half that exactly these readers can open."""
        if not readers:
            raise SealError(CANNOT, "没有人的公钥，不能封存：请先用 tonghu team join 登记公钥。")
        return self._run("encrypt", "--age", ",".join(readers), given=plain)

    def _run(self, *words: str, given: bytes) -> bytes:
        kind = ["--input-type", "yaml", "--output-type", "yaml", "--filename-override", NAME]
        command = [str(self.program), "--config", os.devnull, words[0], *kind, *words[1:]]
        secret = {"SOPS_AGE_KEY": self.secret} if self.secret else {}
        try:
            done = subprocess.run(
                command,
                input=given,
                capture_output=True,
                check=False,
                timeout=WAIT,
                env={**self.environment, **secret},
            )
        except (OSError, subprocess.TimeoutExpired):
            raise SealError(CANNOT, "sops 运行不了：请运行 tonghu doctor 看缺什么。") from None
        if done.returncode in WRONG_SEAL:
            raise SealError(CHANGED, "这个密封文件被改过或不完整：请从上一版取回，并告诉协调员。")
        if done.returncode:
            raise SealError(CANNOT, "这把钥匙打不开这个文件：请向协调员申请，或者换一把钥匙。")
        return done.stdout
