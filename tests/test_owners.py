"""Who reviews what: the file that a forge reads is written from the places, and only from them."""

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
