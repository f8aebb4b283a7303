"""Sealed halves made by the real sops for one invented child."""

import shutil
import subprocess
import sys
from pathlib import Path

import pyrage

SOPS = shutil.which("sops", path=str(Path(sys.executable).parent)) or shutil.which("sops") or "sops"
PLAIN = """\
id: K7Q2M48
name: 岚小甲
phone: "00000000001"
guardians:
  - {relation: 祖母, name: 岚阿婆}
notes:
  a1x9: |
    门口有一只白猫。
    下次带铅笔去。
"""


def key() -> tuple[str, str]:
    """A new secret key and its public half."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def rules(root: Path, *readers: str) -> None:
    """One rule for everything that is sealed."""
    text = "creation_rules:\n  - path_regex: ^records/.*\\.sealed\\.yml$\n    age: "
    (root / ".sops.yaml").write_text(text + ",".join(readers) + "\n", encoding="utf-8")


def sealed(root: Path, path: str, plain: str) -> str:
    """What sops makes of a plain half that belongs at a path below the root."""
    command = [SOPS, "--config", str(root / ".sops.yaml"), "encrypt", "--input-type", "yaml"]
    command += ["--output-type", "yaml", "--filename-override", str(root / path)]
    done = subprocess.run(command, input=plain.encode(), capture_output=True, check=True, cwd=root)
    return done.stdout.decode("utf-8")
