"""The invented county, made from a seed: the same seed gives the same bytes everywhere."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tonghu import pool
from tonghu.demo import county
from tonghu.demo.around import Around
from tonghu.demo.choose import Days
from tonghu.demo.county import Record, Size
from tonghu.demo.dice import Dice
from tonghu.demo.family import Plan, family, plans
from tonghu.demo.fulfil import fulfil
from tonghu.demo.means import means
from tonghu.demo.story import Life, Story, load_story
from tonghu.demo.tale import Stage, Tale
from tonghu.demo.write import Form, form, place_path, place_text, write, write_family
from tonghu.due.rules import rules
from tonghu.duty.home import load_home
from tonghu.entry.canonical import TEAM as TEAMS
from tonghu.entry.canonical import canonical, orders
from tonghu.period import Duration, after
from tonghu.record.files import CHILDREN, PLACES, SETTINGS, TEAM
from tonghu.record.repository import Repository
from tonghu.schema import load_schemas
from tonghu.source import dump, read


@dataclass(frozen=True)
class Order:
    """What is asked for: where, by which definitions, which county, and up to which day."""

    records: Path
    home: Path
    size: Size
    seed: int
    on: int
    files: int | None = None


def free(records: Path) -> bool:
    """Whether a county may be made here: nothing is here, or only an invented county."""
    if not records.exists():
        return True
    if not records.is_dir():
        return False
    settings = records / SETTINGS
    if settings.is_file():
        data = read(SETTINGS, settings.read_bytes()).data
        return isinstance(data, dict) and data.get("invented") is True
    return not any(records.iterdir())


def generate(order: Order, progress: Callable[[int, int], None]) -> None:
    """Make the county; what an earlier invented one had there is replaced."""
    story = load_story(order.home)
    _ground(order, story)
    families = plans(story, order.seed, order.size.children)
    done = 0
    for written in pool.mapped(_ready, (order,), _families, families):
        done += written
        progress(done, order.size.children)


def _ground(order: Order, story: Story) -> None:
    """Settings, team and places, the places with what was done there."""
    found = county.places(story, order.size, Dice(order.seed, "places"))
    team = county.team(story, found, order.on, Dice(order.seed, "team"))
    for name in (CHILDREN, PLACES):
        if (order.records / name).exists():
            shutil.rmtree(order.records / name)
    schemas = load_schemas(order.home)
    settings = county.settings(story, order.on)
    write(order.records / SETTINGS, dump(settings, orders(schemas, SETTINGS.partition(".")[0])))
    write(order.records / TEAM, canonical(schemas, TEAMS, team))
    for record in found:
        write(place_path(order.records, record), place_text(schemas, record))
    stage = _ready(order).stage
    for record in found:
        timeline = _place(stage, record)
        if timeline:
            text = place_text(schemas, {**record, "timeline": timeline})
            write(place_path(order.records, record), text)


@dataclass(frozen=True)
class Ready:
    """What a process needs to write families."""

    order: Order
    stage: Stage
    form: Form


def _ready(order: Order) -> Ready:
    story, home = load_story(order.home), load_home(order.home)
    repository = Repository(order.records)
    found = rules(home, repository, order.on)
    schools = _schools(repository)
    around = Around.of(found, schools, story.data["recorder"])
    stage = Stage(story, found, around, order.on, order.seed, means(found, story.data["holds"]))
    return Ready(order, stage, form(home.schemas, order.files))


def _schools(repository: Repository) -> dict[str, tuple[str, ...]]:
    """The schools by the stages they teach."""
    found: dict[str, list[str]] = {}
    for document in repository.place_documents:
        for stage in (document.data or {}).get("stages", []):
            found.setdefault(stage, []).append(document.data["id"])
    return {stage: tuple(sorted(schools)) for stage, schools in found.items()}


def _families(ready: Ready, chunk: Sequence[Plan]) -> int:
    for plan in chunk:
        write_family(ready.order.records, family(ready.stage, plan), ready.stage, ready.form)
    return sum(plan.size for plan in chunk)


def _place(stage: Stage, record: Record) -> list[dict[str, Any]]:
    """What was done at a place over the years."""
    start = after(stage.on, Duration(-12 * stage.story.data["years"], 0)) + 1
    life = Life((), (), (0, 0), 0, (), {}, None)
    dice = Dice(stage.seed, "place", record["id"])
    tale = Tale(record["kind"], record["id"], record["id"], life, start, dice)
    days: Days = {}
    fulfil(stage, tale, days)
    kinds = stage.rules.kinds[record["kind"]]
    return sorted(tale.entries, key=lambda e: (e["date"], kinds[e["event"]], e["ref"]))
