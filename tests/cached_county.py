"""A county in a real Git, asked with and without what earlier runs know."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from case_loader import child_id
from checked_county import ROOT, case, lay, quiet
from tonghu import period
from tonghu.cache import counts, problems
from tonghu.checks import Asked, check
from tonghu.history.changes import base_of
from tonghu.problem import Problem

ON = "2026-10-20"
WHO = ("-c", "user.name=nobody", "-c", "user.email=nobody@example.org")
PAGES = ("rate-half-yearly", "assess-poor-monthly")
SOURCE = """\
---
title: 实施方案
id: qianjiang-2016
issuer: 区里
requirements:
  - {id: QJ-029, clause: 三, kind: periodic_duty, text: 每半年评估一次。}
  - {id: QJ-030, clause: 三, kind: periodic_duty, text: 评为好、一般、差。}
  - {id: QJ-033, clause: 三, kind: periodic_duty, text: 差的，每月评估一次。}
---

说明。
"""
REGISTERED = "ref: a1, date: 2026-01-05, event: 登记, register: 留守儿童, place: {place}, by: W003"
RATED = "ref: a2, date: 2026-02-05, event: 监护评估, rating: 差, by: W003"
VISITED = "{{ref: {ref}, date: {date}, event: 走访, visitor_role: 社工, by: W003}}"
IDS = [child_id(number) for number in range(1, 13)]
FIRST, SECOND, THIRD, FOURTH, FIFTH = IDS[:5]


def child(identity: str, place: str = "zhongshan/shuishi", household: str = "", **head: str) -> str:
    """A child's case file."""
    household = household or f"h{identity[-3:].lower()}"
    found = {"id": identity, "born": "2015-03", "sex": "女", "household": household, **head}
    top = "".join(f"{key}: {value}\n" for key, value in found.items())
    return case(REGISTERED.format(place=place), RATED, head=top)


def home(root: Path) -> None:
    """A small handbook."""
    shutil.copytree(ROOT / "schemas", root / "schemas")
    for page in PAGES:
        path = root / f"docs/handbook/guardianship/{page}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path.relative_to(root), path)
    source = root / "docs/sources/qianjiang-2016.md"
    source.parent.mkdir()
    source.write_text(SOURCE, encoding="utf-8")


class County:
    """The county of one test.

    `pages` says whether the check is about the handbook too, which takes long; `looked` are the
    children that a question has looked at.
    """

    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.records = root / "records"
        self.pages = False
        self.looked: list[str] = []
        self._spy(patch, problems, "child", lambda arguments: arguments[1].id)
        self._spy(patch, counts, "course", lambda arguments: arguments[0].id)
        lay(root, {f"children/zhongshan/{each}/case.yml": child(each) for each in IDS[:4]})
        (root / ".gitignore").write_text("*.local.yml\n", encoding="utf-8")
        self.git("init", "-q", "-b", "trunk")
        self.commit()

    def _spy(
        self, patch: pytest.MonkeyPatch, module: Any, name: str, key: Callable[[Any], str]
    ) -> None:
        function = getattr(module, name)

        def spied(*arguments: Any) -> Any:
            self.looked.append(key(arguments))
            return function(*arguments)

        patch.setattr(module, name, spied)

    def git(self, *arguments: str) -> None:
        command = ["git", *WHO, *arguments]
        subprocess.run(command, cwd=self.root, check=True, capture_output=True)

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "records")

    def folder(self, identity: str = FIRST, township: str = "zhongshan") -> Path:
        return self.records / "children" / township / identity

    def write(self, path: str, text: str | bytes) -> Path:
        found = self.records / path
        found.parent.mkdir(parents=True, exist_ok=True)
        found.write_bytes(text if isinstance(text, bytes) else text.encode())
        return found

    def add(self, identity: str, township: str = "zhongshan", **head: str) -> None:
        self.write(f"children/{township}/{identity}/case.yml", child(identity, **head))

    def visit(self, identity: str = FIRST, date: str = "2026-10-12", ref: str = "v1") -> Path:
        text = f"- {VISITED.format(ref=ref, date=date)}\n"
        return self.write(f"children/zhongshan/{identity}/{date}-{ref}.yml", text)

    def replace(self, path: str, old: str, new: str) -> None:
        found = self.records / path
        text = found.read_text(encoding="utf-8")
        assert old in text
        found.write_text(text.replace(old, new), encoding="utf-8", newline="\n")

    def stores(self) -> list[Path]:
        return sorted((self.root / ".git/tonghu").iterdir())

    def counted(self, on: str = ON) -> list[str]:
        """The children that counting looks at; the counts are the same as without the cache."""
        asked = counts.Question(self.records, self.root, period.day(on))
        self.looked.clear()
        told = counts.counted(asked, quiet)
        looked = sorted(name for name in self.looked if name in IDS)
        afresh = counts.fresh(asked, quiet)
        assert told.counts == afresh.counts
        assert told.places.by_id == afresh.places.by_id
        return looked

    def checked(self, on: str = ON, base: str | None = None) -> tuple[list[str], list[Problem]]:
        """The children that checking looks at, and the problems: the same as without the cache."""
        since = base_of(self.records, base)
        asked = Asked(self.records, self.root, period.day(on), since, self.pages)
        self.looked.clear()
        told = problems.checked(asked, quiet)
        looked = sorted(self.looked)
        assert told == check(asked, quiet)
        return looked, told

    def asked(self, on: str = ON) -> list[str]:
        """The children that both questions look at."""
        looked, _ = self.checked(on)
        assert self.counted(on) == looked
        return looked

    def codes(self, on: str = ON, base: str | None = None) -> set[str]:
        """What the check finds."""
        return {problem.code for problem in self.checked(on, base)[1]}
