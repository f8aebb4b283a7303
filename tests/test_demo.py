"""The invented county: the same for the same seed, whole, lawful, and full of every boundary."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tonghu import period, pool
from tonghu.checks import Asked as Check
from tonghu.checks import check
from tonghu.cli import keyring, main
from tonghu.demo.county import Size
from tonghu.demo.generate import Order, generate
from tonghu.demo.halves import KEY
from tonghu.demo.halves import halves as sealed_halves
from tonghu.demo.identity import child_id
from tonghu.demo.story import STORY, load_story
from tonghu.due.flag import Flag
from tonghu.due.item import Item
from tonghu.due.lines import Asked
from tonghu.due.obligation import DUE, LAPSED, OVERDUE, SATISFIED
from tonghu.duty.model import Duty
from tonghu.entry.canonical import CASE, EVENTS, PLACE, TEAM, canonical
from tonghu.entry.identity import is_child_id
from tonghu.record.files import CHILDREN, SEALED, folders
from tonghu.record.repository import Repository
from tonghu.record.subject import Subject
from tonghu.schema import load_schemas
from tonghu.seal import halves
from tonghu.seal.keys import found
from tonghu.source import read
from tonghu.sweep import parts, sweep

ROOT = Path(__file__).resolve().parent.parent
RECORDS = ROOT / "records"
ON = period.day("2026-10-31")
COMMITTED = ["--children", "240", "--seed", "2026", "--on", "2026-10-31"]
SMALL = Size(40, 2, 5, 4)


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(SEALED)
    }


def quiet(_done: int, _total: int) -> None:
    pass


def made(folder: Path, seed: int, size: Size = SMALL, shape: int | None = None) -> dict[str, bytes]:
    generate(Order(folder, ROOT, size, seed, ON, shape), quiet)
    return files(folder)


@pytest.fixture(scope="module")
def children() -> list[Subject]:
    return list(Repository(RECORDS).children())


@pytest.fixture(scope="module")
def events(children: list[Subject]) -> list[dict[str, Any]]:
    return [dict(entry) for child in children for entry in child.entries]


Listed = tuple[list[Item], list[Flag], tuple[Duty, ...]]


@pytest.fixture(scope="module")
def listed() -> Listed:
    """Everything that was ever owed in the committed county, as of its last day."""
    found = sweep(RECORDS, ROOT, Asked(ON, None, everything=True))
    items, flags = zip(*parts(found, quiet), strict=True)
    return (
        [i for part in items for i in part],
        [f for part in flags for f in part],
        found.rules.duties,
    )


# The same seed gives the same county.


def test_the_committed_county_is_what_its_seed_gives(tmp_path: Path) -> None:
    assert main(["demo", *COMMITTED, str(tmp_path / "records")]) == 0
    fresh, committed = files(tmp_path / "records"), files(RECORDS)
    changed = sorted(n for n in {*fresh, *committed} if fresh.get(n) != committed.get(n))
    assert not changed, f"make it again: tonghu demo {' '.join(COMMITTED)} --seal records"


def test_another_process_and_another_day_of_making_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = made(tmp_path / "alone", 7)
    monkeypatch.setattr(pool, "PAYS_FROM", 5)
    assert made(tmp_path / "several", 7) == alone


def test_another_seed_gives_another_county(tmp_path: Path) -> None:
    one, other = made(tmp_path / "one", 1), made(tmp_path / "other", 2)
    assert not {name for name in one if CHILDREN in name} & set(other)


def test_a_county_is_made_again_over_an_invented_one(tmp_path: Path) -> None:
    first = made(tmp_path / "records", 3, Size(12, 1, 2, 3))
    made(tmp_path / "records", 4)
    assert made(tmp_path / "records", 3, Size(12, 1, 2, 3)) == first


def test_what_is_not_marked_invented_is_never_touched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = tmp_path / "records/settings.yml"
    settings.parent.mkdir()
    settings.write_text("area: somewhere\nadopts: [qianjiang-2016]\n", encoding="utf-8")
    assert main(["demo", str(settings.parent)]) == 2
    assert files(settings.parent) == {"settings.yml": settings.read_bytes()}
    assert "虚构" in capsys.readouterr().err


def test_a_benchmark_asks_for_so_many_files_a_child(tmp_path: Path) -> None:
    made(tmp_path, 5, shape=3)
    counts = Counter(len(list(found.path.iterdir())) for found in folders(tmp_path))
    assert max(counts) == 3
    assert counts[3] > 30


def test_more_places_than_names_are_refused(tmp_path: Path) -> None:
    assert main(["demo", "--villages", "5000", str(tmp_path / "records")]) == 2
    assert not (tmp_path / "records").exists()


# It is whole, and nobody could be meant.


def test_it_has_so_many_children_and_places() -> None:
    repository = Repository(RECORDS)
    kinds = Counter(place.kind for place in repository.places.by_id.values())
    assert kinds == {"county": 1, "township": 6, "village": 30, "school": 8}
    assert len(list(folders(RECORDS))) == 240
    assert {place.kind for place in repository.places.by_id.values()} == set(kinds)


def test_it_is_marked_invented_and_keeps_what_is_sealed_out_of_its_files(
    children: list[Subject], events: list[dict[str, Any]]
) -> None:
    settings = Repository(RECORDS).settings.data
    assert settings["invented"] is True
    assert settings["seal"] == "sops"
    assert all(re.fullmatch(r"\d{4}-\d{2}", child.data["born"]) for child in children)
    sealed = load_schemas(ROOT).sealed("case")
    assert sealed
    assert not sealed & {key for event in events for key in event}


def test_ids_are_right_and_never_repeat() -> None:
    made_up = {child_id(seed, index) for seed in (0, 2026) for index in range(5000)}
    assert len(made_up) == 10000
    assert all(is_child_id(each) for each in made_up)
    assert all(is_child_id(folder.id) for folder in folders(RECORDS))


def test_no_place_has_the_name_of_a_real_one() -> None:
    real = (ROOT / "tests/real_places.txt").read_text(encoding="utf-8").split()
    places = [place.name for place in Repository(RECORDS).places.by_id.values()]
    assert len(set(places)) == len(places)
    stems = {name[:2] for name in places}
    assert not [name for name in real if name[:2] in stems]


def test_names_are_spelled_apart() -> None:
    names = load_story(ROOT).data["names"]
    for syllables in (names["first"], names["second"]):
        assert len(set(syllables.values())) == len(syllables)


# It is lawful.


def test_the_check_finds_nothing_to_mend() -> None:
    found = check(Check(RECORDS, ROOT, ON), quiet)
    assert not [problem for problem in found if problem.path.startswith("records/")]


def forms() -> Iterator[tuple[str, Path]]:
    yield TEAM, RECORDS / "team.yml"
    yield from ((PLACE, path) for path in (RECORDS / "places").rglob("*.yml"))
    yield from ((CASE, path) for path in (RECORDS / CHILDREN).rglob("case.yml"))
    yield from ((EVENTS, path) for path in (RECORDS / CHILDREN).rglob("2*.yml"))


def test_every_file_is_in_canonical_form() -> None:
    schemas = load_schemas(ROOT)
    for name, path in forms():
        raw = path.read_bytes()
        assert canonical(schemas, name, read(path.name, raw).data).encode() == raw, path


def test_the_story_is_as_its_schema_says() -> None:
    schema = json.loads((ROOT / STORY).with_suffix(".schema.json").read_bytes())
    jsonschema.validate(load_story(ROOT).data, schema)


def forks(written: Any) -> Iterator[str]:
    if isinstance(written, dict):
        yield from written.get("one", {})
        yield from (name for key in ("shared", "own") for name in _list(written.get(key)))
        written = list(written.values())
    for part in _list(written):
        yield from forks(part)


def _list(written: Any) -> list[Any]:
    return written if isinstance(written, list) else []


def test_every_fork_of_the_story_leads_somewhere_and_every_thread_is_reached() -> None:
    story = load_story(ROOT)
    reached = set(forks(story.data))
    assert reached - {"nothing"} == set(story.threads)


def test_the_story_names_only_duties_that_exist() -> None:
    story = load_story(ROOT)
    lives = [*story.lives, *(life for cast in story.cast for life in cast.lives)]
    named = {duty for life in lives for duty in life.kept} | set(story.data["kept"])
    pages = {path.stem for path in (ROOT / "docs/handbook").rglob("*.md")}
    assert named - {"else"} <= pages
    assert set(story.data["settings"]["cadences"]) <= pages


# Everything can be seen in it.


def possible(duty: Duty) -> set[str]:
    """The statuses that the obligations of a duty can have on some day."""
    if duty.holds is not None:
        return {DUE, SATISFIED}
    found = {DUE, SATISFIED}
    if duty.every or duty.within:
        found.add(OVERDUE)
    at_once = duty.within is not None and not any(duty.within)
    return found | {LAPSED} if duty.among and not at_once else found


def test_every_duty_occurs_in_every_status(listed: Listed) -> None:
    items, _, duties = listed
    found = defaultdict(set)
    for item in items:
        found[item.duty].add(item.status)
    assert {duty.id: found[duty.id] for duty in duties} == {d.id: possible(d) for d in duties}


def test_every_duty_with_a_number_and_every_cadence_is_there(listed: Listed) -> None:
    story = load_story(ROOT)
    dated = {duty.id for duty in listed[2] if duty.force == "法定"}
    national = {duty.id for duty in listed[2] if duty.cites[0].startswith("NL-")}
    assert len(dated - national) == 21
    assert len(dated & national) == 6
    assert {duty.id for duty in listed[2]} - dated == set(story.data["settings"]["cadences"])


def test_nine_in_ten_windows_that_have_ended_were_met(listed: Listed) -> None:
    ended = [item.status for item in listed[0] if item.kind == "child" and item.due]
    ended = [status for status in ended if status in (SATISFIED, OVERDUE)]
    assert 0.85 < ended.count(SATISFIED) / len(ended) < 0.95


def test_somebody_is_missing_and_some_were_never_visited(listed: Listed) -> None:
    items, flags, _ = listed
    assert any(item.worker is None and item.status == OVERDUE for item in items)
    assert any(item.worker and item.status == OVERDUE for item in items)
    assert any(item.never and item.status == OVERDUE for item in items if item.kind == "child")
    assert any(item.late for item in items)
    assert {flag.code for flag in flags} == {"rating_conflict"}


def test_brothers_and_sisters_are_visited_together(children: list[Subject]) -> None:
    homes = defaultdict(list)
    for child in children:
        homes[child.household].append({e["date"] for e in child.entries if e["event"] == "走访"})
    together = [days for days in homes.values() if len(days) > 1 and set.intersection(*days)]
    assert len(together) > 20


def test_events_are_corrected_and_withdrawn(events: list[dict[str, Any]]) -> None:
    assert sum("supersedes" in event for event in events) >= 3
    assert sum("retracts" in event for event in events) >= 2


def test_what_was_added_of_late_stands_in_files_of_its_own() -> None:
    names = [Path(name).name for name in files(RECORDS / CHILDREN) if "case.yml" not in name]
    assert len(names) > 30
    assert all(re.fullmatch(r"2026-10-\d\d-[a-z0-9]{4}\.yml", name) for name in names)


def test_twins_say_that_they_are_two(children: list[Subject]) -> None:
    by_id = {child.id: child for child in children}
    twins = [child for child in children if "distinct_from" in child.data]
    assert len(twins) == 2
    for child in twins:
        (other,) = child.data["distinct_from"]
        assert by_id[other].data["distinct_from"] == [child.id]
        assert by_id[other].born == child.born
        assert by_id[other].household == child.household


def test_the_cast_stands_first_and_is_never_more_than_half(tmp_path: Path) -> None:
    assert len(made(tmp_path, 9, Size(3, 1, 1, 3))) > 3
    assert sum(len(cast.lives) for cast in load_story(ROOT).cast) < 240 // 2


def test_a_county_of_one_child_can_be_made(tmp_path: Path) -> None:
    made(tmp_path, 1, Size(1, 1, 1, 1))
    assert len(list(folders(tmp_path))) == 1


def test_every_child_has_a_sealed_half_that_the_demo_key_opens_and_no_name_is_open() -> None:
    key = found((ROOT / KEY).read_bytes())
    assert key and "演示" in (ROOT / KEY).read_text("utf-8")
    schemas, sops = load_schemas(ROOT), keyring.sops(key)
    paths = list(halves.paths(folders(RECORDS)))
    assert len(paths) == 240
    some = paths[::40]
    names = [str(half.data["name"]) for half in halves.every(some, schemas, sops, quiet)]
    assert all(names)
    everything = b"".join(path.read_bytes() for path in RECORDS.rglob("*") if path.is_file())
    assert not [name for name in names if name.encode() in everything]


def test_the_invented_names_are_few_words_and_differ(tmp_path: Path) -> None:
    made(tmp_path / "records", 7)
    plain = [data for _, data in sealed_halves(tmp_path / "records", load_story(ROOT), 7)]
    assert len({data["name"] for data in plain}) == len(plain) == 40
    assert all(data["phone"].startswith("000") for data in plain)
