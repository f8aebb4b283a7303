"""What is sealed of the invented children, in clear: names that nobody has, and no real number."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

from tonghu.demo.dice import Dice
from tonghu.demo.story import Story
from tonghu.record.files import CASE, SEALED, folders
from tonghu.record.repository import Repository

KEY = "schemas/demo/key.txt"
"""The key of the invented county, which everybody has."""


def halves(records: Path, story: Story, seed: int) -> Iterator[tuple[Path, dict[str, Any]]]:
    """(path, plain data) of the sealed half of every child, by the order of their ids."""
    words = story.data["sealed"]
    names = ["".join(parts) for parts in product(*words["name"])]
    dice = Dice(seed, "sealed")
    for last in range(len(names) - 1, 0, -1):
        other = dice.below(last + 1)
        names[last], names[other] = names[other], names[last]
    repository = Repository(records)
    carers = {home: dice.one(list(words["carers"])) for home in _homes(repository)}
    children = sorted(folders(records), key=lambda folder: folder.id)
    for number, folder in enumerate(children):
        own, name = Dice(seed, "sealed", folder.id), names[number % len(names)]
        relation = carers[repository.child(folder).household or ""]
        yield (
            folder.path / CASE.replace(".yml", SEALED),
            {
                "id": folder.id,
                "name": name,
                "phone": _phone(words["phone"], own),
                "address": f"{words['lane']} {own.between(1, 99)} 号",
                "guardians": [
                    {
                        "relation": relation,
                        "name": f"{name[0]}{words['carers'][relation]}",
                        "phone": _phone(words["phone"], own),
                    }
                ],
            },
        )


def _homes(repository: Repository) -> list[str]:
    found = {child.household or "" for child in repository.children()}
    return sorted(found)


def _phone(start: str, dice: Dice) -> str:
    return start + "".join(str(dice.below(10)) for _ in range(11 - len(start)))
