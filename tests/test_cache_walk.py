"""Whatever happens to a county, in whatever order: the answers are those without the cache."""

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cached_county import IDS, VISITED, County, home

# Longer walks, other ones: TONGHU_EXAMPLES=500 pytest tests/test_cache_walk.py
STEPS = int(os.environ.get("TONGHU_EXAMPLES", "0")) or 25
DAYS = ["2026-10-14", "2026-10-20", "2026-10-20", "2026-10-20", "2026-10-29", "2026-11-02"]
TOWNSHIPS = ["zhongshan", "heping"]
EDITS = [("差", "好"), ("女", "男"), ("2015-03", "2014-07"), ("W003", "W009"), ("\n", "\n\n")]
VILLAGES = [
    "within: zhongshan\n",
    "within: heping\n",
    "timeline:\n  - {ref: p1, date: 2026-10-21, event: 宣传, by: W001}\n",
]
SPOILT = ["id: [\n", "", "- {}\n", "timeline: 3\n", "id: K7Q2M48\n\tborn: x\n", "- {ref: a1}\n"]


class Walk:
    """One step after another by chance."""

    def __init__(self, county: County, seed: int) -> None:
        self.county = county
        self.chance = random.Random(seed)
        self.count = 0

    def one(self) -> Path | None:
        """A child's folder."""
        found = sorted((self.county.records / "children").glob("*/*/"))
        return self.chance.choice(found) if found else None

    def file(self) -> Path | None:
        found = sorted((self.county.records / "children").rglob("*.yml"))
        return self.chance.choice(found) if found else None

    def visit(self) -> None:
        if folder := self.one():
            self.count += 1
            date = self.chance.choice(["2026-02-03", "2026-10-12", "2026-10-25", "2026-11-01"])
            event = VISITED.format(ref=f"v{self.count}", date=date)
            (folder / f"{date}-v{self.count}.yml").write_text(f"- {event}\n", encoding="utf-8")

    def come(self) -> None:
        identity, township = self.chance.choice(IDS), self.chance.choice(TOWNSHIPS)
        other = self.chance.choice(IDS)
        heads = [{}, {"household": "hsame"}, {"household": "hsame", "distinct_from": f"[{other}]"}]
        self.county.add(identity, township, **self.chance.choice(heads))

    def go(self) -> None:
        if folder := self.one():
            shutil.rmtree(folder)

    def move(self) -> None:
        if folder := self.one():
            to = self.county.folder(folder.name, self.chance.choice(TOWNSHIPS))
            if not to.exists():
                to.parent.mkdir(exist_ok=True)
                shutil.move(folder, to)

    def edit(self) -> None:
        if path := self.file():
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace(*self.chance.choice(EDITS), 1), "utf-8", newline="\n")

    def spoil(self) -> None:
        if path := self.file():
            path.write_text(self.chance.choice(SPOILT), encoding="utf-8", newline="\n")

    def delete(self) -> None:
        if path := self.file():
            path.unlink()

    def stray(self) -> None:
        name = self.chance.choice(["a.txt", "b.local.yml", "sub/c.yml", "x.sealed.yml"])
        if folder := self.one():
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_text("a: 1\n", encoding="utf-8")

    def place(self) -> None:
        village = "id: zhongshan/shuishi\nkind: village\nname: 水石村\n"
        self.county.write("places/shuishi.yml", village + self.chance.choice(VILLAGES))

    def commit(self) -> None:
        self.county.commit()

    def commit_some(self) -> None:
        if folder := self.one():
            self.county.git("add", "-A", "--", str(folder))
            self.county.git("commit", "-q", "--allow-empty", "-m", "some")

    def back(self) -> None:
        self.county.git("reset", "-q", self.chance.choice(["--hard", "--soft", "--mixed"]))

    def clean(self) -> None:
        self.county.git("clean", "-qfd")


OFTEN: list[Callable[[Walk], None]] = [Walk.visit, Walk.come, Walk.edit, Walk.commit]
SELDOM: list[Callable[[Walk], None]] = [
    *(Walk.go, Walk.move, Walk.spoil, Walk.delete, Walk.stray, Walk.place),
    *(Walk.commit_some, Walk.back, Walk.clean),
]


@pytest.mark.parametrize("seed", [1, 2])
def test_a_walk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    home(tmp_path)
    county = County(tmp_path, monkeypatch)
    if seed % 2:
        county.git("branch", "main")
    walk = Walk(county, seed)
    for number in range(STEPS):
        for _ in range(walk.chance.choice([1, 1, 2, 5])):
            walk.chance.choice([*OFTEN, *OFTEN, *SELDOM])(walk)
        on = walk.chance.choice(DAYS)
        print(number, on)
        county.checked(on)
        county.counted(on)
