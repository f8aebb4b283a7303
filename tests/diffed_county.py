"""A small county in a real Git repository with its own handbook, and what `tonghu diff` says."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from entry_county import ELDER, FILES, PLACE, ROOT, YOUNGER, Answer
from tonghu.cli import main

ON = "2026-10-15"
WHO = (
    "-c",
    "user.name=nobody",
    "-c",
    "user.email=nobody@example.org",
    "-c",
    "commit.gpgsign=false",
)
FAIR = "docs/handbook/guardianship/assess-fair-quarterly.md"
ELDER_CASE = f"records/children/zhongshan/{ELDER}/case.yml"
NEW = "HVT0YR5"
Row = dict[str, Any]


class Repository:
    """The repository of one test: handbook, schemas and records, with everything committed."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self.capsys = capsys
        for part in ("docs/handbook", "docs/sources", "schemas"):
            shutil.copytree(ROOT / part, root / part)
        for name, text in FILES.items():
            self.write(f"records/{name}", text)
        self.git("init", "-q", "-b", "main")
        self.base = self.commit()

    def git(self, *words: str) -> str:
        command = ["git", *WHO, *words]
        done = subprocess.run(command, cwd=self.root, check=True, capture_output=True)
        return done.stdout.decode().strip()

    def commit(self) -> str:
        self.git("add", "-A", "-f")
        self.git("commit", "-q", "--allow-empty", "-m", "x")
        return self.git("rev-parse", "HEAD")

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def replace(self, name: str, old: str, new: str) -> None:
        text = (self.root / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def set(self, line: str) -> None:
        """One more line of settings."""
        self.replace("records/settings.yml", "invented: true\n", f"invented: true\n{line}\n")

    def event(self, child: str, ref: str, date: str, rest: str) -> None:
        """One more event in a file of its own."""
        text = f"- {{ref: {ref}, date: {date}, {rest}, by: W003}}\n"
        self.write(f"records/children/zhongshan/{child}/{date}-{ref}.yml", text)

    def answer(self, *words: str, on: str = ON) -> Answer:
        code = main([*words, "--records", str(self.root / "records"), "--on", on])
        said = self.capsys.readouterr()
        return Answer(code, said.out, said.err)

    def diff(self, *revisions: str, on: str = ON) -> Row:
        """The JSON of a diff; from the first commit to the work tree if nothing is named."""
        answer = self.answer("diff", *(revisions or (self.base,)), "--format", "json", on=on)
        assert (answer.code, answer.err) == (0, "")
        found: Row = json.loads(answer.out)
        return found

    def due(self, revision: str | None, on: str = ON) -> list[Row]:
        """Every line of a full list."""
        at = [f"--at={revision}"] if revision else []
        answer = self.answer("due", "--all", "--format", "json", *at, on=on)
        assert answer.code == 0, answer.err
        items: list[Row] = json.loads(answer.out)["items"]
        return items


def told(items: list[Row]) -> list[tuple[str, str, str]]:
    """Obligations as (change, subject, duty)."""
    return [(item["change"], item["subject"], item["duty"]) for item in items]


def flags(found: Row) -> list[tuple[str, str, str]]:
    return [(flag["change"], flag["subject"], flag["code"]) for flag in found["flags"]]


def case(child: str, *events: str) -> str:
    """A case file with these events."""
    lines = "".join(f"  - {{{event}, by: W003}}\n" for event in events)
    return f"id: {child}\nborn: 2015-03\nsex: 女\ntimeline:\n{lines}"


REGISTERED = f"ref: a1, date: 2026-01-12, event: 登记, register: 留守儿童, {PLACE}"

__all__ = ["ELDER", "YOUNGER"]
