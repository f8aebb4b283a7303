"""The method note says the floors of the schemas, and no table is looser than they are."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from invented_people import defined
from tonghu.schema import load_schemas
from tonghu.site import read_book, site
from tonghu.site.floors import filled
from tonghu.source import read, read_page

ROOT = Path(__file__).resolve().parent.parent
NOTE = site(read_book(ROOT)).pages["statistics/method.md"]
TABLE = json.loads((ROOT / "schemas/table.schema.json").read_text(encoding="utf-8"))
PROTECT = json.loads((ROOT / "schemas/statistics.schema.json").read_text(encoding="utf-8"))
SCHEMAS = load_schemas(ROOT)
PAGES = {
    path.stem: read_page(path.name, path.read_bytes()).document.data
    for path in sorted((ROOT / "docs/statistics").glob("*.md"))
    if path.stem not in ("method", "index")
}


def least(name: str) -> int:
    return int(TABLE["properties"][name]["minimum"])


@pytest.mark.parametrize(
    ("said", "name"),
    [("少于{}的不显示", "threshold"), ("到 {} 的倍数", "base"), ("有 {} 个孩子", "refresh")],
)
def test_the_note_says_the_floors(said: str, name: str) -> None:
    assert said.format(least(name)) in NOTE


def test_no_number_of_the_note_was_left_out() -> None:
    assert not re.search(r"\{[a-z_.-]+\}", NOTE)


def test_the_note_is_written_from_the_floors() -> None:
    """With other floors the same page says other numbers."""
    book = read_book(ROOT)
    table = book.handbook.schemas.raw("table")["properties"]
    floors = {name: dict(table[name]) for name in ("threshold", "base", "refresh")}
    try:
        for name, least in (("threshold", 20), ("base", 10), ("refresh", 30)):
            table[name]["minimum"] = least
        told = filled(book, (ROOT / "docs/statistics/method.md").read_text(encoding="utf-8"))
    finally:
        for name, said in floors.items():
            table[name].update(said)
    assert "少于20的不显示" in told and "在 0 到 19 之间" in told
    assert "到 10 的倍数。** 25 有时公布成 20，有时公布成 30" in told
    assert "看到 30，真实人数在 21 到 39 之间" in told
    assert "有 30 个孩子" in told


def test_the_note_shows_every_table_with_its_own_floors() -> None:
    for name, page in PAGES.items():
        shown = " | ".join(str(page[key]) for key in ("floor", "threshold", "base", "refresh"))
        assert f"]({name}.md) | {shown} |" in NOTE


def test_the_note_says_what_the_audit_stops() -> None:
    least = {name: said.get("minimum") for name, said in protect().items()}
    assert f"不超过 {least['small']} 人的准确数" in NOTE
    assert f"范围窄于 {least['width']}" in NOTE
    assert f"不超过 {least['change']} 人的变动" in NOTE
    assert protect()["entrant"]["maximum"] == 20 and "上限是 20%" in NOTE


def test_the_note_is_for_everybody_but_its_last_part() -> None:
    """What a coordinator types is in the guide, and what only experts know stands at the end."""
    everybody, _, experts = NOTE.partition("## 给内行看的")
    assert "线性规划" in experts and "](../guides/coordinator.md)" in experts
    assert not [word for word in ("线性规划", "格子", "bench", "tonghu stats") if word in everybody]


@pytest.mark.parametrize("name", [*PAGES, "index", "method"])
def test_no_line_is_broken_where_a_blank_would_show(name: str) -> None:
    text = (ROOT / f"docs/statistics/{name}.md").read_text(encoding="utf-8")
    body = read_page(name, text.encode()).body
    assert re.search(r"[^\x00-\x7f]\n[^\x00-\x7f]", body) is None


def protect() -> dict[str, Any]:
    return dict(PROTECT["properties"]["protect"]["properties"])


def test_the_note_says_where_there_are_too_few_children() -> None:
    floors = {name: PAGES[name]["floor"] for name in PAGES}
    assert floors["total"] == 30 and "不到 30 人" in NOTE and "少于30人" in NOTE
    assert (
        min(f for n, f in floors.items() if n not in ("total", "township-total", "township-rating"))
        == 100
    )
    assert floors["township-rating"] == 50 and "至少 50 人" in NOTE


def test_every_table_of_the_allowlist_has_its_page_and_no_other() -> None:
    assert set(PAGES) == set(TABLE["properties"]["id"]["enum"])


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("key", "looser"),
    [
        ("threshold", 9),
        ("base", 1),
        ("base", 7),
        ("refresh", 9),
        ("level", "village"),
        ("every", "month"),
        ("rows", [["rating", "sex"]]),
        ("rows", [["village"]]),
        ("id", "by-village"),
        ("county_floor", 29),
    ],
)
def test_a_page_may_not_be_looser(name: str, key: str, looser: object) -> None:
    assert SCHEMAS.valid("table", PAGES[name])
    assert not SCHEMAS.valid("table", {**PAGES[name], key: looser})


@pytest.mark.parametrize(("key", "tighter"), [("threshold", 20), ("base", 10), ("refresh", 30)])
def test_a_page_may_be_tighter(key: str, tighter: int) -> None:
    assert SCHEMAS.valid("table", {**PAGES["rating"], key: tighter})


@pytest.mark.parametrize("name", [n for n in PAGES if PAGES[n]["level"] == "county"])
def test_a_table_of_the_county_may_not_go_below(name: str) -> None:
    assert not SCHEMAS.valid("table", {**PAGES[name], "level": "township"})


def test_two_bands_for_townships_are_off_and_coarser() -> None:
    page = PAGES["township-rating"]
    assert page["shown"] is False and page["base"] == 10
    assert not SCHEMAS.valid("table", {**page, "base": 5})
    assert not SCHEMAS.valid("table", {**page, "floor": 49})


def test_every_value_of_a_dimension_is_reached_and_merged_once() -> None:
    dimensions = defined().dimensions
    for dimension in dimensions.values():
        if dimension.made:
            of, groups = dimension.made
            parts = [value for group in groups.values() for value in group]
            assert sorted(parts) == sorted(dimensions[of].values)


def test_every_type_of_difficulty_is_in_the_table() -> None:
    every = SCHEMAS.raw("event")["$defs"]["difficulty_type"]["enum"]
    said = (ROOT / "schemas/statistics.yml").read_text(encoding="utf-8")
    named = re.findall(r"\{types: \[?([^\]}]+)", said)
    assert sorted(word.strip() for each in named for word in each.split(",")) == sorted(every)


def test_duties_that_tell_of_a_rating_or_of_harm_are_not_counted() -> None:
    """How many owe them would say what must not be said."""
    for duty in defined().dimensions["duty"].values:
        (path,) = (ROOT / "docs/handbook").glob(f"*/{duty}.md")
        front = read_page(path.name, path.read_bytes()).document.data
        text = json.dumps({key: front.get(key) for key in ("among", "when", "after")})
        assert "rating" not in text and front.get("after") is None


# What the pages say, the schema holds.

PROMISED = [
    ("rating", "floor", 500),
    ("types", "floor", 500),
    ("types", "county_floor", 200),
    ("type-rating", "floor", 1000),
    ("type-rating", "county_floor", 500),
    ("school-stage", "floor", 200),
    ("on-time", "floor", 200),
]


@pytest.mark.parametrize(("name", "key", "least"), PROMISED)
def test_a_floor_that_a_page_promises_may_not_be_lowered(name: str, key: str, least: int) -> None:
    assert PAGES[name][key] == least
    assert not SCHEMAS.valid("table", {**PAGES[name], key: least - 1})
    assert SCHEMAS.valid("table", {**PAGES[name], key: least + 1})


HIDDEN = ("rating", "rating_band", "stage", "type", "type_group")


@pytest.mark.parametrize("name", HIDDEN)
def test_what_is_sensitive_may_not_be_called_otherwise(name: str) -> None:
    said = read("statistics.yml", (ROOT / "schemas/statistics.yml").read_bytes()).data
    assert SCHEMAS.valid("statistics", said)
    own = said["dimensions"][name]
    bare = {key: value for key, value in own.items() if key != "sensitive"}
    one_more = [*own.get("benign", []), list(own.get("values", own.get("groups")))[-1]]
    for weaker in (bare, {**own, "sensitive": False}, {**own, "benign": one_more}):
        dimensions = {**said["dimensions"], name: weaker}
        assert not SCHEMAS.valid("statistics", {**said, "dimensions": dimensions})
