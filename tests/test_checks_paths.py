"""A file checked by itself has the problems that it has among all others."""

from pathlib import Path

import pytest

from checked_county import CASE, case, lay, problems, quiet
from checked_county import ON as DAY
from test_broken import ON, found, laid
from tonghu.checks import Asked, check
from tonghu.problem import Problem

ACROSS = {
    *("id-twice", "child-twice", "sealed-copied"),
    *("township-unknown", "history-unknown", "file-missing"),
}
"""What can be seen only by looking at other files too."""


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Problem]]:
    folder = laid(tmp_path_factory.mktemp("broken").resolve())
    return folder, [one for one in found(folder) if one.code not in ACROSS]


def alone(folder: Path, path: str) -> list[Problem]:
    asked = Asked(folder / "records", folder, ON, None, True, (folder / path,))
    return check(asked, quiet)


def test_every_file_alone_as_among_others(broken: tuple[Path, list[Problem]]) -> None:
    folder, problems = broken
    for path in sorted({one.path for one in problems if one.path.startswith("records/children")}):
        expected = [one for one in problems if one.path == path]
        assert alone(folder, path) == expected, path


@pytest.mark.parametrize("path", ["docs", "schemas", "records/places", "records/team.yml"])
def test_a_folder_alone_as_among_others(path: str, broken: tuple[Path, list[Problem]]) -> None:
    folder, problems = broken
    expected = [one for one in problems if one.path == path or one.path.startswith(f"{path}/")]
    assert expected and alone(folder, path) == expected


TEAM = """\
workers:
  - {code: W001, works_at: lanshan, roles: [机构协调员]}
  - {code: W003, works_at: zhongshan, roles: [儿童督导员], since: 2026-03-01}
  - {code: W0031, works_at: zhongshan, roles: [儿童督导员], timeline: [{ref: a1b2, by: W001}]}
"""
SEEN = "ref: a1x9, date: 2026-01-12, event: 登记, register: 留守儿童, place: zhongshan/shuishi"


@pytest.mark.parametrize(
    "team",
    [
        TEAM,
        TEAM.replace("since: 2026-03-01", "until: 2026-06-30"),
        TEAM.replace("W0031", "W003"),  # two lines of one code: the later counts
        TEAM.replace("[儿童督导员]", "[儿童督导员"),  # nobody can read it, so nobody is unknown
        TEAM.replace("}]}", "}]") + "\n",
        TEAM.replace("W0031, works_at: zhongshan", "W9, note: 'code: W003, '"),
        TEAM.replace("W003,", '"W003",'),
        TEAM + "# 完\n",
        TEAM.replace("\n", "\r\n"),
        "workers: []\n",
        "",
    ],
)
@pytest.mark.parametrize("code", ["W003", "W0031", "W00", "W9", "W003, works_at: zhongshan"])
def test_a_worker_alone_is_who_the_whole_team_says(team: str, code: str, tmp_path: Path) -> None:
    records = lay(tmp_path, {"team.yml": team, CASE: case(f'{SEEN}, by: "{code}"')})
    path = records / CASE
    every = [one for one in problems(records) if one.path == f"records/{CASE}"]
    assert problems(records, DAY, "", path) == every
