"""The story of the county as read from its file: steps, threads, families, and how work goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tonghu.source import read

STORY = "schemas/demo/story.yml"


@dataclass(frozen=True)
class Step:
    """One event of a thread, or a fork; the keys are explained at the head of the story."""

    event: str | None = None
    attributes: Mapping[str, Any] | None = None
    after: tuple[int, int] = (0, 0)
    chance: int = 100
    then: tuple[Step, ...] = ()
    one: Mapping[str, int] | None = None
    ago: int | None = None
    age: int | None = None
    under: int | None = None
    own: bool = False


@dataclass(frozen=True)
class Life:
    """How one child lives: shared with brothers and sisters, and alone."""

    shared: tuple[str, ...]
    own: tuple[str, ...]
    ages: tuple[int, int]
    weight: int
    steps: tuple[Step, ...]
    kept: Mapping[str, int]
    born: tuple[int, int] | None


@dataclass(frozen=True)
class Cast:
    """A family that the county must have: known for so many days, and how its children live."""

    known: int | None
    lives: tuple[Life, ...]
    twins: bool
    schooling: bool


@dataclass(frozen=True)
class Story:
    """The whole story; `data` is the file as it stands."""

    data: Mapping[str, Any]
    threads: Mapping[str, tuple[Step, ...]]
    follows: Mapping[str, tuple[Step, ...]]
    lives: tuple[Life, ...]
    cast: tuple[Cast, ...]


@cache
def load_story(home: Path) -> Story:
    """The story of a home; OSError or ValueError where there is none that can be read."""
    document = read(STORY, (home / STORY).read_bytes())
    if document.problems or not isinstance(document.data, Mapping):
        raise ValueError(f"{STORY}: {document.problems}")
    data = document.data
    return Story(
        data,
        {name: _steps(steps) for name, steps in data["threads"].items()},
        {kind: _steps(steps) for kind, steps in data["follows"].items()},
        tuple(_life(life) for life in data["lives"]),
        tuple(_cast(family) for family in data["cast"]),
    )


def _steps(written: list[Mapping[str, Any]]) -> tuple[Step, ...]:
    return tuple(_step(step) for step in written)


def _step(written: Mapping[str, Any]) -> Step:
    return Step(
        written.get("event"),
        written.get("with"),
        _pair(written.get("after", (0, 0))),
        written.get("chance", 100),
        _steps(written.get("then", [])),
        written.get("one"),
        written.get("ago"),
        written.get("age"),
        written.get("under"),
        written.get("own", False),
    )


def _life(written: Mapping[str, Any]) -> Life:
    return Life(
        tuple(written.get("shared", ())),
        tuple(written.get("own", ())),
        _pair(written.get("ages", (0, 0))),
        written.get("weight", 0),
        _steps(written.get("steps", [])),
        written.get("kept", {}),
        _pair(written["born"]) if "born" in written else None,
    )


def _cast(written: Mapping[str, Any]) -> Cast:
    lives = tuple(_life(life) for life in written["children"])
    schooling = written.get("schooling", True)
    return Cast(written.get("known"), lives, written.get("twins", False), schooling)


def _pair(written: Any) -> tuple[int, int]:
    first, last = written
    return first, last
