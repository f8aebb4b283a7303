"""A slip in settings, places or handbook is flagged, told where it is, and hides nothing else."""

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from entry_county import ELDER, FILES, ROOT, County
from mutations import mutated
from tonghu.cli import main

PAGE = "docs/handbook/guardianship/rate-half-yearly.md"
DUTY = "rate-half-yearly"
SETTINGS = """\
area: lanshan
adopts: [qianjiang-2016, county-exchange]
options: {first_partial: required, lbc_age_limit: 16}
cadences: {village-visit: {every: month, since: 2026-03-01}}
terms: [{name: 2026秋, start: 2026-09-01, end: 2027-01-15}]
invented: true
"""


class Said(NamedTuple):
    """What `due` lists and flags, and what the check finds."""

    items: list[dict[str, Any]]
    flags: list[dict[str, str]]
    errors: list[dict[str, Any]]

    @property
    def duties(self) -> set[str]:
        return {item["duty"] for item in self.items}

    @property
    def flagged(self) -> set[str]:
        return {flag["subject"] for flag in self.flags}

    def at(self, path: str) -> set[str]:
        return {error["code"] for error in self.errors if error["path"] == path}


class Land(County):
    """The county with settings of every kind, and a home of its own to spoil."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        super().__init__(folder, capsys)
        self.home = folder
        self.write("settings.yml", SETTINGS)
        for name in ("docs", "schemas"):
            shutil.copytree(ROOT / name, folder / name, dirs_exist_ok=True)

    def tonghu(self, *words: str) -> tuple[int, str, str]:
        where = ["--records", str(self.records), "--home", str(self.home), "--on", "2026-10-31"]
        code = main([*words, *where])
        said = self.capsys.readouterr()
        return code, said.out, said.err

    def said(self) -> Said:
        code, out, err = self.tonghu("due", "--format", "json")
        assert code == 0, err
        listed = json.loads(out)
        code, out, err = self.tonghu("check", "--format", "json", "--no-cache")
        assert code in (0, 1), err
        assert self.tonghu("explain", ELDER)[0] == 0
        errors = [each for each in json.loads(out) if each["severity"] == "error"]
        return Said(listed["items"], listed["flags"], errors)

    def front(self, key: str, value: str) -> None:
        """One key of a page says something else."""
        path = self.home / PAGE
        first, *lines = path.read_text(encoding="utf-8").split("\n")
        end = lines.index("---")
        kept = [line for line in lines[:end] if not line.startswith(f"{key}:")]
        text = "\n".join([first, *kept, f"{key}: {value}", *lines[end:]])
        path.write_text(text, encoding="utf-8", newline="\n")


@pytest.fixture
def land(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Land:
    return Land(tmp_path, capsys)


def test_without_a_slip_nothing_is_flagged(land: Land) -> None:
    said = land.said()
    assert not said.flags
    assert not said.errors
    assert {DUTY, "village-visit", "update-quarterly"} <= said.duties


@pytest.mark.parametrize(
    ("was", "slip"),
    [
        ("[qianjiang-2016, county-exchange]", "[]"),
        ("[qianjiang-2016, county-exchange]", "[qianjiang-2061]"),
        ("qianjiang-2016, ", "qianjiang-2061, "),
        ("[qianjiang-2016, county-exchange]", "[[1]]"),
        ("[qianjiang-2016, county-exchange]", "3"),
        ("adopts: [qianjiang-2016, county-exchange]\n", ""),
        ("required", "每次都要"),
        ("lbc_age_limit: 16", "lbc_age_limit: [16]"),
        ("lbc_age_limit: 16", "lbc_age_limit: 17"),
        ("first_partial: required", "first_partial: {value: required, since: x}"),
        ("first_partial", "first_partail"),
        ("{first_partial: required, lbc_age_limit: 16}", "[1]"),
        ("village-visit", "vilage-visit"),
        ("village-visit", "rate-half-yearly"),
        ("{every: month, since: 2026-03-01}", "null"),
        ("{every: month, since: 2026-03-01}", "3"),
        ("every: month", "every: 每月"),
        ("every: month", "every: P0D"),
        ("every: month", "every: P99999Y"),
        ("since: 2026-03-01", "since: x"),
        ("since: 2026-03-01", "times: x"),
        ("since: 2026-03-01", "since: 2026-03-01, before: [1]"),
        ("since: 2026-03-01", "since: 2026-02-30"),
        ("cadences: {village-visit: {every: month, since: 2026-03-01}}", "cadences: [1]"),
        ("cadences:", "cadence:"),
        ("start: 2026-09-01", "start: 2027-09-01"),
        ("start: 2026-09-01", "start: 九月"),
        ("terms: [{name: 2026秋, start: 2026-09-01, end: 2027-01-15}]", "terms: 2026秋"),
    ],
)
def test_a_slip_in_the_settings(land: Land, was: str, slip: str) -> None:
    assert was in SETTINGS
    land.write("settings.yml", SETTINGS.replace(was, slip, 1))
    said = land.said()
    assert "records/settings.yml" in said.flagged
    assert said.at("records/settings.yml")
    if "adopts" not in was and "2016" not in was:
        assert {DUTY, "update-quarterly"} <= said.duties


def test_what_is_written_wrong_is_never_repeated(land: Land) -> None:
    """A name that slipped into the settings stays there."""
    wrong = SETTINGS.replace("village-visit", "王某某").replace("county-exchange", "王某某")
    land.write("settings.yml", wrong.replace("first_partial", "王某某"))
    assert len(land.said().flags) == len(("adopts", "options", "cadences"))
    assert "王某某" not in str(land.said())


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("among", "{registers: {option: nope}}"),
        ("among", "{registers: {option: first_partial}}"),
        ('among', '{registers: {pattern: "("}}'),
        ("among", '{registers: {"$ref": "#/nope"}}'),
        ("among", "{registers: 留守}"),
        ("among", "{名册: 留守儿童}"),
        ("among", "{not: 5}"),
        ("among", "{anyOf: 3}"),
        ("among", "{rating: null}"),
        ("among", "5"),
        ("when", "{age: {minimum: x}}"),
        ("when", "{age: {minimun: 16}}"),
        ("when", "{age: {option: first_partial}}"),
        ("when", "{没有的事实: present}"),
        ("every", "每半年"),
        ("every", "P0D"),
        ("every", "{option: return_year, rolling: P0D, calendar: year}"),
        ("within", "P99999999D"),
        ("after", "{event: 结案, outcome: 没有的结果}"),
        ("times", "0"),
        ("since", "2016-02-30"),
        ("cites", "[QJ-999]"),
        ("by", "{of: [1]}"),
        ("before", "[{since: 2010-01-01}]"),
        ("subject", "王"),
        ("per", "foo"),
        ("do", "{event: [走访]}"),
    ],
)  # fmt: skip
def test_a_slip_in_a_page(land: Land, key: str, value: str) -> None:
    land.front(key, value)
    said = land.said()
    assert PAGE in said.flagged
    assert said.at(PAGE)
    assert "update-quarterly" in said.duties


@pytest.mark.parametrize(
    "raw", [b"", b"# no front matter\n", b"---\ntitle: [\n---\n", b"---\n- a\n---\n", b"\xff\xfe\0"]
)
def test_a_page_that_cannot_be_read(land: Land, raw: bytes) -> None:
    (land.home / PAGE).write_bytes(raw)
    said = land.said()
    assert PAGE in said.flagged
    assert said.at(PAGE)
    assert DUTY not in said.duties
    assert "update-quarterly" in said.duties


@pytest.mark.parametrize(
    "name",
    [
        "docs/handbook/rate-half-yearly.md",
        "docs/handbook/guardianship/more/rate-half-yearly.md",
        "docs/handbook/guardianship/rate-half-yearly.markdown",
        "docs/handbook/guardianship/rate-half-yearly.md.txt",
        "docs/handbook/guardianship/rate-half-yearly.MD",
    ],
)
def test_a_page_where_or_named_so_that_nothing_reads_it(land: Land, name: str) -> None:
    path = land.home / name
    path.parent.mkdir(exist_ok=True)
    (land.home / PAGE).rename(path)
    if name.endswith(".MD") and (land.home / PAGE).exists():
        return  # here capitals and small letters are the same name
    said = land.said()
    assert name in said.flagged
    assert "file-unread" in said.at(name)


def test_of_two_pages_of_one_name_neither_is_lost_without_a_word(land: Land) -> None:
    twin = "docs/handbook/school/rate-half-yearly.md"
    shutil.copy(land.home / PAGE, land.home / twin)
    said = land.said()
    assert {PAGE, twin} & said.flagged
    assert "page-twice" in said.at(PAGE)
    assert DUTY in said.duties


def test_a_folder_or_a_link_in_a_circle_in_place_of_a_page(land: Land) -> None:
    (land.home / PAGE).unlink()
    (land.home / PAGE).mkdir()
    assert PAGE in land.said().flagged


def test_a_source_that_cannot_be_read_is_flagged(land: Land) -> None:
    name = "docs/sources/qianjiang-2016.md"
    (land.home / name).write_text("---\nid: [\n---\n", encoding="utf-8")
    said = land.said()
    assert name in said.flagged
    assert said.at(name)


@pytest.mark.parametrize(
    ("was", "slip"),
    [
        ("kind: township", "kind: 乡镇"),
        ("kind: township", "kind: [1]"),
        ("within: lanshan", "within: 5"),
        ("within: lanshan", "within: zhongshan/shuishi"),
        ("within: lanshan", "within: zhongshan"),
        ("name: 钟山镇", "name: null"),
    ],
)
def test_a_slip_in_a_place(land: Land, was: str, slip: str) -> None:
    name = "places/zhongshan.yml"
    land.write(name, FILES[name].replace(was, slip))
    said = land.said()
    assert {f"records/{name}", "zhongshan"} & said.flagged
    assert said.at(f"records/{name}")
    assert {DUTY, "update-quarterly"} <= said.duties
    assert land.tonghu("due", "--count", "--format", "json")[0] == 0


def test_a_slip_in_the_team_is_flagged(land: Land) -> None:
    land.write("team.yml", FILES["team.yml"].replace("roles: [儿童督导员]", "roles: 儿童督导员"))
    said = land.said()
    assert "records/team.yml" in said.flagged
    assert said.at("records/team.yml")


@pytest.mark.parametrize("text", ["", "facts: [", "facts: {age: 5}\nevents: {}\n"])
def test_without_facts_nothing_can_be_worked_out_and_that_is_said(land: Land, text: str) -> None:
    (land.home / "schemas/facts.yml").write_text(text, encoding="utf-8")
    code, _, err = land.tonghu("due")
    assert code == 2
    assert "schemas/facts.yml" in err
    code, out, _ = land.tonghu("check", "--format", "json", "--no-cache")
    assert "schemas/facts.yml" in out
    assert code == 1


@pytest.mark.parametrize(
    "name", ["children/loop", "children/zhongshan/loop", "places/loop", "loop"]
)
def test_a_link_that_leads_to_itself_is_a_problem(land: Land, name: str) -> None:
    (land.records / name).symlink_to("loop")
    said = land.said()
    assert said.at(f"records/{name}") == {"file-unread"}
    assert DUTY in said.duties


def _slips(seeds: range) -> Iterator[tuple[int, str]]:
    pages = sorted((ROOT / "docs/handbook").glob("*/*.md"))
    files = ["records/settings.yml", "records/places/zhongshan.yml", "schemas/facts.yml"]
    for seed in seeds:
        chance = random.Random(seed)
        page = chance.choice(pages).relative_to(ROOT).as_posix()
        yield seed, chance.choice([*files[:2], *files, page, page, page])


@pytest.mark.parametrize(("seed", "name"), list(_slips(range(14))))
def test_whatever_is_written_there_every_command_answers(land: Land, seed: int, name: str) -> None:
    path = land.home / name
    text = mutated(path.read_text(encoding="utf-8"), random.Random(seed))
    path.write_bytes(text.encode())
    code, out, _ = land.tonghu("due", "--format", "json")
    assert code == 0 or (code == 2 and name.endswith("facts.yml"))
    assert land.tonghu("check", "--format", "json")[0] in (0, 1)
    assert land.tonghu("explain", ELDER)[0] == code
    assert land.tonghu("build", "--to", str(land.home / "build"))[0] in (
        {0, 1} if code == 0 else {2}
    )
    if code == 0:
        kept = {item["duty"] for item in json.loads(out)["items"]}
        assert json.loads(out)["flags"] or name in ("records/settings.yml",) or DUTY in kept
