"""The files that tell forges what to run, taken apart: jobs, steps, and the commands in them."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from string import Template
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).resolve().parent.parent
GITHUB = sorted((ROOT / ".github/workflows").glob("*.yml"))
OTHERS = [ROOT / ".gitlab-ci.yml", *sorted((ROOT / ".workflow").glob("*.yml"))]
TOOL = ".venv/bin/tonghu"
FORM = re.compile(r" --format github")


class Job(NamedTuple):
    """One job of one workflow."""

    file: str
    name: str
    data: dict[str, Any]

    def steps(self) -> list[dict[str, Any]]:
        return list(self.data["steps"])

    def uses(self, action: str) -> list[dict[str, Any]]:
        return [step for step in self.steps() if step.get("uses", "").startswith(f"{action}@")]


def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def jobs() -> list[Job]:
    """Every job on GitHub."""
    return [
        Job(path.name, name, data) for path in GITHUB for name, data in load(path)["jobs"].items()
    ]


def job(file: str, name: str) -> Job:
    return next(each for each in jobs() if (each.file, each.name) == (file, name))


def lines(path: Path) -> list[str]:
    """Every command of a file, of whichever forge."""
    found = []
    for value in _commands(load(path)):
        found += value if isinstance(value, list) else [value]
    return found


def _commands(data: Any) -> Iterator[Any]:
    if isinstance(data, dict):
        for key, value in data.items():
            if key in ("run", "script", "before_script", "commands") and "uses" not in data:
                yield value
            elif key != "with":
                yield from _commands(value)
    elif isinstance(data, list):
        for each in data:
            yield from _commands(each)


def calls() -> list[str]:
    """Every command that any forge runs, once; how its answer is printed is no difference."""
    plain = {FORM.sub("", line): line for path in [*OTHERS, *GITHUB] for line in lines(path)}
    return list(plain.values())


def words(line: str, environment: dict[str, str]) -> list[str]:
    """The words of a command, as any shell makes them: only quoted variables are filled in."""
    return [Template(word).substitute(environment) for word in shlex.split(line)]
