"""Who may open what: from the public keys in the team to the rules of `.sops.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tonghu.record.places import Places

ALL = "team.sealed.yml"
HEAD = "# 由 tonghu team 写出，请不要手改：谁的公钥能打开哪个乡镇密封的一半。\n"


class Reader(NamedTuple):
    """One public key, and the townships (none: everywhere) whose sealed halves it opens."""

    key: str
    townships: frozenset[str] | None

    def opens(self, township: str) -> bool:
        """Whether the key opens what lies in a township."""
        return self.townships is None or township in self.townships


def readers(team: Any, settings: Any, places: Places, on: str = "") -> list[Reader]:
    """Every worker who has a key, in the order of the team, and the recovery key last.

    Who works in a township, or in a village or school of it, opens that township; who works for
    the whole county opens everything. A place that is in no township opens nothing; nor does
    the key of anybody who has left before the day `on`, where one is named.
    """
    area = settings.get("area") if isinstance(settings, Mapping) else None
    workers = team.get("workers") if isinstance(team, Mapping) else None
    found = [
        _reader(worker, places, area)
        for worker in (workers if isinstance(workers, list) else ())
        if isinstance(worker, Mapping)
        and isinstance(worker.get("key"), str)
        and not has_left(worker, on)
    ]
    recovery = settings.get("recovery") if isinstance(settings, Mapping) else None
    return [*found, *([Reader(recovery, None)] if isinstance(recovery, str) else [])]


def has_left(worker: Mapping[str, Any], on: str) -> bool:
    """Whether a worker's last day is past; until then, and on it, the key is in use."""
    until = worker.get("until")
    return isinstance(until, str) and until < on


def _reader(worker: Mapping[str, Any], places: Places, area: object) -> Reader:
    place = worker.get("works_at")
    if isinstance(place, str) and place == area:
        return Reader(worker["key"], None)
    township = places.township(place) if isinstance(place, str) else None
    return Reader(worker["key"], frozenset({township} if township else ()))


def text(who: Sequence[Reader], townships: Iterable[str], prefix: str) -> str:
    """The whole `.sops.yaml`; `prefix` is the path from it to the records, with its slash."""
    lines = [HEAD, "creation_rules:\n"]
    for township in sorted(townships):
        keys = [reader.key for reader in who if reader.opens(township)]
        lines += _rule(
            f"^{re.escape(prefix)}children/{re.escape(township)}/.*\\.sealed\\.yml$", keys
        )
    everyone = [reader.key for reader in who]
    lines += _rule(f"^{re.escape(prefix)}{re.escape(ALL)}$", everyone)
    return "".join(lines)


def _rule(pattern: str, keys: Sequence[str]) -> Iterator[str]:
    if keys:
        yield f"  - path_regex: '{pattern}'\n"
        yield f"    age: '{','.join(dict.fromkeys(keys))}'\n"
