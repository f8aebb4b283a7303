"""What a check sees of the sealed halves on a machine whose key lies open in the environment."""

from __future__ import annotations

import os
from argparse import Namespace

from tonghu.checks import Asked
from tonghu.checks.unsealed import of_halves, to_open
from tonghu.cli import keyring
from tonghu.cli.progress import progress
from tonghu.problem import Problem
from tonghu.schema import load_schemas
from tonghu.seal import halves


def unsealed(asked: Asked) -> list[Problem]:
    """What is wrong inside the halves; nothing where nobody sits at the machine."""
    if os.environ.get("CI"):
        return []
    paths = to_open(asked.records, asked.paths)
    if not paths:
        return []
    key = keyring.key(Namespace())
    schemas = load_schemas(asked.home)
    opened = halves.every(paths, schemas, keyring.sops(key), progress("打开密封"))
    return list(of_halves(asked.records.parent, schemas, opened, key.public))
