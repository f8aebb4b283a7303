"""A file checked by itself has the problems that it has among all others."""

from pathlib import Path

import pytest

from checked_county import quiet
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
