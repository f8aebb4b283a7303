"""The sealed halves of the invented county, made by the real sops for the key that all have."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tonghu.cli import keyring
from tonghu.cli.parser import RefusedError
from tonghu.cli.progress import progress
from tonghu.demo.halves import KEY, halves
from tonghu.demo.story import load_story
from tonghu.record import files
from tonghu.record.repository import Repository
from tonghu.seal import readers, rules
from tonghu.seal.halves import AT_ONCE, quoted
from tonghu.seal.keys import found
from tonghu.source import replace

NO_KEY = "schemas/demo/key.txt 里没有演示钥匙。"


def seal_demo(records: Path, home: Path, seed: int) -> int:
    """Write `.sops.yaml` and a sealed half for every child; how many there are."""
    key = found((home / KEY).read_bytes())
    if key is None:
        raise RefusedError(NO_KEY)
    repository = Repository(records)
    who = readers.readers(
        repository.team_document.data, repository.settings.data, repository.places
    )
    text = readers.text(who, files.names(records), f"{records.name}/")
    replace(records.parent / rules.NAME, text)
    sops, told = keyring.sops(), progress("封存")
    plain = list(halves(records, load_story(home), seed))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        sealed = pool.map(lambda one: sops.sealed(quoted(one[1]), [key.public]), plain)
        for done, ((path, _), raw) in enumerate(zip(plain, sealed, strict=True), 1):
            replace(path, raw.decode("utf-8"), lasting=False)
            told(done, len(plain))
    return len(plain)
