"""What a preview cannot compare it says before everything that it can."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from diffed_county import ELDER, ELDER_CASE, FAIR, Repository, flags
from tonghu.report.diff_words import IN_PART, NOTHING

FOLDER = f"records/children/zhongshan/{ELDER}"
OTHER = f"records/children/heping/{ELDER}"


@pytest.fixture
def county(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Repository:
    return Repository(tmp_path, capsys)


def summary(county: Repository, *revisions: str) -> str:
    answer = county.answer("diff", *(revisions or (county.base,)))
    return answer.out.partition("◆")[0].replace("\n", "").replace("  ", "")


def spoilt(name: str, text: str = "a: [") -> Callable[[Repository], object]:
    return lambda county: county.write(name, text)


SPOILT = [
    pytest.param(spoilt("records/settings.yml"), 1, id="设置读不懂"),
    pytest.param(spoilt("records/team.yml"), 1, id="人员读不懂"),
    pytest.param(spoilt("records/places/shuishi.yml", "id: 5\nkind: village\n"), 1, id="村写错"),
    pytest.param(spoilt(ELDER_CASE), 1, id="一个孩子读不懂"),
    pytest.param(
        lambda county: [spoilt(name)(county) for name in ("records/team.yml", ELDER_CASE)],
        2,
        id="人员和一个孩子读不懂",
    ),
]


@pytest.mark.parametrize(("spoil", "count"), SPOILT)
@pytest.mark.parametrize("back", [False, True], ids=["改坏", "改好"])
def test_what_could_not_be_compared_is_said_before_that_nothing_changed(
    spoil: Callable[[Repository], object], count: int, back: bool, county: Repository
) -> None:
    spoil(county)
    broken = county.commit()
    told = summary(county, broken, county.base) if back else summary(county, county.base, broken)
    warned = IN_PART.format(count)
    assert warned in told
    assert f"。{NOTHING}" not in told
    assert "今后十二个月" not in told.partition(warned)[0]


def test_a_page_that_broke_is_told_once(county: Repository) -> None:
    county.write(FAIR, "---\na: [\n---\n")
    told = summary(county)
    assert "会从所有清单上消失" in told and IN_PART[:4] not in told.partition("消失")[2]


def test_a_sound_change_has_no_doubts(county: Repository) -> None:
    assert NOTHING in summary(county) and "当心" not in summary(county)


@pytest.mark.parametrize("wide", [False, True], ids=["只看改了的", "全部都看"])
@pytest.mark.parametrize("committed", [False, True], ids=["现在的文件", "提交了的"])
def test_an_id_that_stands_in_a_second_township_is_told(
    wide: bool, committed: bool, county: Repository
) -> None:
    shutil.copytree(county.root / FOLDER, county.root / OTHER)
    if wide:
        county.set("options: {lbc_age_limit: 18}")
    revisions = (county.base, county.commit()) if committed else (county.base,)
    found = county.diff(*revisions)
    assert ("new", ELDER, "invalid") in flags(found)
    assert IN_PART.format(1) in summary(county, *revisions)


def test_an_id_that_stands_in_one_township_again_is_told(county: Repository) -> None:
    shutil.copytree(county.root / FOLDER, county.root / OTHER)
    twice = county.commit()
    shutil.rmtree(county.root / OTHER)
    assert flags(county.diff(twice)) == [("gone", ELDER, "invalid")]


def test_an_id_that_stood_twice_before_is_no_news(county: Repository) -> None:
    shutil.copytree(county.root / FOLDER, county.root / OTHER)
    twice = county.commit()
    county.event(ELDER, "z1", "2026-10-10", "event: 监护评估, rating: 一般")
    assert flags(county.diff(twice)) == []


def test_a_child_who_moves_is_not_twice(county: Repository) -> None:
    (county.root / OTHER).parent.mkdir(parents=True)
    shutil.move(county.root / FOLDER, county.root / OTHER)
    assert not [code for _, _, code in flags(county.diff()) if code == "invalid"]
