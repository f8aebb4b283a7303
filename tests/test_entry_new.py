"""A child who has no file yet: what `tonghu new` writes."""

import re
from pathlib import Path

import pytest

from entry_county import ELDER, ROOT, YOUNGER, County
from tonghu.entry.ground import Ground
from tonghu.entry.identity import child_id, is_child_id, ref
from tonghu.entry.new import Asked, created
from tonghu.record.repository import Repository
from tonghu.schema import load_schemas
from tonghu.source import read

PLACE = ("--place", "zhongshan/shuishi")
ASKED = {"--born": "2018-03", "--sex": "女", "--register": "留守儿童", "--date": "2026-10-12"}
WORDS = [*(word for pair in ASKED.items() for word in pair), *PLACE, "--by", "W012"]


@pytest.fixture
def county(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> County:
    return County(tmp_path, capsys)


def made(county: County) -> str:
    (name,) = {each.id for each in county.folders()} - {ELDER, YOUNGER}
    return name


def test_a_new_child_has_an_id_a_household_and_a_registration(county: County) -> None:
    answer = county.run("new", *WORDS)
    child = made(county)
    assert answer.code == 0 and child in answer.out and "tonghu add" in answer.out
    assert is_child_id(child)
    text = county.child(child).read_text("utf-8")
    assert re.fullmatch(
        f"id: {child}\n"
        "born: 2018-03\n"
        "sex: 女\n"
        "household: [a-z][a-z0-9]{3}\n"
        "timeline:\n"
        "  - {ref: [a-z][a-z0-9]{3}, date: 2026-10-12, event: 登记, register: 留守儿童, "
        "place: zhongshan/shuishi, by: W012}\n",
        text,
    )
    document = read("case.yml", text.encode())
    assert not document.problems and load_schemas(ROOT).valid("case", document.data)


def test_a_sibling_shares_the_household(county: County) -> None:
    assert county.run("new", *WORDS, "--sibling-of", ELDER).code == 0
    assert "household: hm3k\n" in county.child(made(county)).read_text("utf-8")


def test_what_else_is_known_goes_where_it_belongs(county: County) -> None:
    answer = county.run("new", *WORDS, "id_type=出生医学证明", "info_complete=true")
    assert answer.code == 0
    data = county.data(f"children/zhongshan/{made(county)}/case.yml")
    assert data["id_type"] == "出生医学证明" and data["timeline"][0]["info_complete"] is True


def test_twins_are_asked_about(county: County) -> None:
    words = ["--born", "2015-03", *WORDS[2:], "--sibling-of", ELDER]
    answer = county.run("new", *words)
    assert answer.code == 0 and f"请写 distinct_from={ELDER}" in answer.err
    assert "注意" not in county.run("new", *words, f"distinct_from={ELDER}、{made(county)}").err


REFUSED = {
    "a month that does not exist": (["--born", "2018-13"], "born"),
    "a register that does not exist": (["--register", "留守"], "--register 留守儿童"),
    "a sex that no list has": (["--sex", "女孩"], "请写 男、女、未知、未说明 中的一个"),
    "a worker whom nobody knows": (["--by", "W013"], "W013 不在 team.yml 里"),
    "a place that nobody knows": (["--place", "zhongshan/shui"], "zhongshan/shuishi"),
    "another township than the place's": (["--township", "heping"], "不属于 heping"),
    "a township that nobody knows": (["--township", "nowhere"], "places/ 里没有 nowhere"),
    "a birth after the registration": (["--born", "2026-11"], "早于这个孩子的出生日期"),
    "a sibling whom nobody knows": (["--sibling-of", "K7Q2M84"], "没有编号是 K7Q2M84"),
    "a household and a sibling": (
        ["--sibling-of", ELDER, "--household", "hm3k"],
        "不能同时写 --sibling-of",
    ),
    "an id of one's own": (["id=K7Q2M48"], "id 由工具填写"),
    "a key that does not exist": (["colour=red"], "colour"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_refuses(county: County, case: str) -> None:
    words, told = REFUSED[case]
    before = county.files()
    answer = county.run("new", *WORDS, *words)
    assert (answer.code, answer.out) == (2, "") and told in answer.err, answer.err
    assert county.files() == before


def test_sealed_files_show_only_the_month_of_birth(county: County) -> None:
    county.write("settings.yml", "area: lanshan\nadopts: [qianjiang-2016]\nseal: sops\n")
    answer = county.run("new", *WORDS, "--born", "2018-03-09")
    assert answer.code == 2 and "只写出生年月" in answer.err
    assert county.run("new", *WORDS).code == 0


def test_a_dry_run_writes_nothing(county: County) -> None:
    before = county.files()
    answer = county.run("new", *WORDS, "--dry-run")
    assert answer.code == 0 and "born: 2018-03" in answer.out and county.files() == before


def test_an_id_a_ref_and_a_household_that_exist_are_drawn_again(county: County) -> None:
    order = iter([*"HM3K", *"HM3M", *ELDER[:6], *"P3N9T6", *"K00000", *"A123"])
    ground = Ground(Repository(county.records), load_schemas(ROOT), 739920)
    asked = Asked("2018-03", "女", "留守儿童", "zhongshan/shuishi", "2026-10-12", "W012")
    found = created(ground, asked, lambda _: next(order))
    assert not found.refused and found.change
    assert found.id.startswith("K00000") and "household: hm3m" in found.change.text


def test_every_slip_of_one_character_in_an_id_is_seen() -> None:
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    assert is_child_id(ELDER)
    for place in range(7):
        for letter in letters:
            slip = ELDER[:place] + letter + ELDER[place + 1 :]
            assert is_child_id(slip) == (slip == ELDER)
    assert not is_child_id(ELDER.lower()) and not is_child_id("") and not is_child_id(ELDER + "0")


def test_a_ref_that_is_taken_is_drawn_again() -> None:
    order = iter("A1B2A1B3")
    assert ref(lambda _: next(order), {"a1b2"}) == "a1b3"
    assert is_child_id(child_id(lambda characters: characters[-1]))


def test_a_code_in_small_letters_is_understood(county: County) -> None:
    assert county.run("new", *WORDS[:-1], "w012").code == 0
    assert county.events(made(county))[-1]["by"] == "W012"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ["--place", "水石村"],
            "--place 写错了：“水石村”是地点的名字，这里要写编号 zhongshan/shuishi",
        ),
        (["--township", "禾坪镇"], "--township 写错了：“禾坪镇”是地点的名字，这里要写编号 heping"),
        (["note=电话 138-0000-0000"], "像是有身份证号码或电话号码"),
        (["distinct_from=13800000000"], "像是有身份证号码或电话号码"),
    ],
)
def test_what_a_check_would_refuse_is_not_written(
    county: County, words: list[str], told: str
) -> None:
    before = county.files()
    answer = county.run("new", *WORDS, *words)
    assert answer.code == 2 and told in answer.err
    assert county.files() == before
