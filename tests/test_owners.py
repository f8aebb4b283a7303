"""Who reviews what: the file that a forge reads is written from the places, and only from them."""

import re
from pathlib import Path

import pytest

from checked_county import FILES, ROOT, lay, problems
from tonghu.record.repository import Repository
from tonghu.report.owners import codeowners

OWNED = {
    "places/lanshan.yml": FILES["places/lanshan.yml"] + 'owners: ["@our-org/lanshan"]\n',
    "places/zhongshan.yml": FILES["places/zhongshan.yml"] + 'owners: ["@our-org/zs", "@w003"]\n',
}


def test_the_file_of_the_invented_county_is_what_its_places_say() -> None:
    committed = (ROOT / ".github/CODEOWNERS").read_text(encoding="utf-8")
    assert committed == codeowners(Repository(ROOT / "records"), "records/")


def test_a_township_is_reviewed_by_its_own_people_and_the_rest_by_the_county(
    tmp_path: Path,
) -> None:
    told = codeowners(Repository(lay(tmp_path, OWNED)), "records/")
    assert told.splitlines()[1:] == [
        "* @our-org/lanshan",
        "/records/children/zhongshan/ @our-org/zs @w003",
        "/records/places/shuishi.yml @our-org/zs @w003",
        "/records/places/zhongshan.yml @our-org/zs @w003",
    ]


def test_without_accounts_nobody_is_named(tmp_path: Path) -> None:
    assert codeowners(Repository(lay(tmp_path, {})), "").count("\n") == 1


@pytest.mark.parametrize("account", ["zhongshan", "@our org", "@a\\n* @b", "@x/y/z", 7])
def test_what_is_no_account_is_refused_and_never_written(account: object, tmp_path: Path) -> None:
    """A line more in this file would let others in."""
    text = f'{FILES["places/heping.yml"]}owners: ["{account}"]\n'
    records = lay(tmp_path, {**OWNED, "places/heping.yml": text})
    assert [one for one in problems(records) if one.path == "records/places/heping.yml"]
    assert "* @b" not in codeowners(Repository(records), "")


EVIL = '["@evil/x"]'
HOSTILE = [
    pytest.param({"places/a.yml": f"kind: township\nowners: {EVIL}\n"}, id="没有编号"),
    pytest.param({"places/a.yml": f"id: [1]\nowners: {EVIL}\n"}, id="编号是列表"),
    pytest.param({"places/a.yml": f"id: 5\nowners: {EVIL}\n"}, id="编号是数字"),
    pytest.param({"places/zz.yml": f"id: zhongshan\nowners: {EVIL}\n"}, id="别人的编号，排在后面"),
    pytest.param({"places/zz.yml": f"id: lanshan\nowners: {EVIL}\n"}, id="县的编号"),
    pytest.param({"places/a.yml": f'id: "*"\nowners: {EVIL}\n'}, id="编号是星号"),
    pytest.param({"places/a.yml": f'id: "x/\\n* @evil/x"\nowners: {EVIL}\n'}, id="编号里换行"),
    pytest.param({"places/a.yml": f'id: "x @evil/x"\nowners: {EVIL}\n'}, id="编号里空格"),
    pytest.param({"places/heping.yml": "owners: {a: 1}\n"}, id="不是列表"),
    pytest.param({"places/heping.yml": 'id: heping\nowners: [["@evil/x"]]\n'}, id="列表里的列表"),
    pytest.param({"places/heping.yml": "id: heping\nowners: [null, 1, {a: 1}]\n"}, id="什么都有"),
    pytest.param({"places/heping.yml": "[[["}, id="读不懂"),
    pytest.param({"settings.yml": "area: [lanshan]\n"}, id="县写成列表"),
    pytest.param({"settings.yml": "- 1\n"}, id="设置是列表"),
    pytest.param(
        {"places/a b/* @evil.yml": "id: zhongshan/x\nkind: village\n"}, id="文件名里有空格"
    ),
]


@pytest.mark.parametrize("files", HOSTILE)
def test_whatever_places_say_nobody_gets_in_by_a_trick(
    files: dict[str, str], tmp_path: Path
) -> None:
    """Every line is a path that is the records' own, and those whom its one file names."""
    told = codeowners(Repository(lay(tmp_path, {**OWNED, **files})), "records/")
    assert "evil" not in told
    for line in told.splitlines()[1:]:
        assert re.fullmatch(r"(\*|/records/[a-z./-]+) @our-org/(lanshan|zs @w003)", line), line
    assert told.count("\n") > 1
