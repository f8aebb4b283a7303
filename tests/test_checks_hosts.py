"""Where records of real children may be kept."""

import json
import subprocess
from pathlib import Path

import pytest

from tonghu.checks.hosts import records_stay_home
from tonghu.history.remotes import place_of, remotes
from tonghu.source import read

URLS = {
    "https://git.example.org/team/records.git": "git.example.org/team/records",
    "https://user:word@Git.Example.org:8443/team/records": "git.example.org:8443/team/records",
    "git@git.example.org:team/records.git": "git.example.org/team/records",
    "ssh://git@git.example.org:22/team/records.git": "git.example.org:22/team/records",
    "/srv/git/records.git": "",
    "../records": "",
    "C:\\records": "",
    "file:///srv/git/records.git": "",
}


@pytest.mark.parametrize("url", URLS)
def test_a_remote_is_known_by_its_host_and_path_and_never_by_its_password(url: str) -> None:
    assert place_of(url) == URLS[url]


@pytest.mark.parametrize(
    ("settings", "remotes", "public", "codes"),
    [
        ("area: a\n", [], False, []),
        ("area: a\n", ["git.example.org/team/records"], False, ["host-unlisted"]),
        ("hosts: [git.example.org]\n", ["git.example.org/team/records"], False, []),
        ("hosts: [git.example.org/team]\n", ["git.example.org/team/records"], False, []),
        ("hosts: [git.example.org/tea]\n", ["git.example.org/team/x"], False, ["host-unlisted"]),
        (
            "hosts: [example.org]\n",
            ["git.example.org/x", "example.org/x"],
            False,
            ["host-unlisted"],
        ),
        ("hosts: [git.example.org]\n", ["git.example.org.evil/x"], False, ["host-unlisted"]),
        ("hosts: [git.example.org]\n", ["git.example.org/x"], True, ["host-public"]),
        ("invented: true\n", ["git.example.org/x"], True, []),
        ("invented: yes\n", [], True, ["host-public"]),
        ("hosts: 7\n", ["git.example.org/x"], False, ["host-unlisted"]),
    ],
)
def test_records_go_only_where_the_team_has_said(
    settings: str, remotes: list[str], public: bool, codes: list[str]
) -> None:
    document = read("records/settings.yml", settings.encode())
    assert [one.code for one in records_stay_home(document, remotes, public)] == codes


def test_a_forge_that_says_it_is_public_is_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tonghu.cli.hosting import _public

    event = tmp_path / "event.json"
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(event))
    assert not _public()
    event.write_text(json.dumps({"repository": {"private": False}}), encoding="utf-8")
    assert _public()
    event.write_text(json.dumps({"repository": {"private": True}}), encoding="utf-8")
    assert not _public()
    monkeypatch.setenv("CI_PROJECT_VISIBILITY", "public")
    assert _public()


def test_git_itself_says_where_it_sends_to(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        subprocess.run(["git", *words], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-q")
    git("remote", "add", "origin", "near:records")
    git("config", "url.https://elsewhere.example.org/.insteadOf", "near:")
    git("config", "branch.main.remote", "https://third.example.org/records.git")
    git("config", "remote.pushDefault", "git@fourth.example.org:records.git")
    assert remotes(tmp_path) == [
        "elsewhere.example.org/records",
        "fourth.example.org/records",
        "third.example.org/records",
    ]
