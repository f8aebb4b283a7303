"""Where records of real children may be kept."""

import json
import subprocess
from pathlib import Path

import pytest

from tonghu.checks.hosts import records_stay_home, unlisted
from tonghu.history.remotes import place_of, remotes
from tonghu.source import read

URLS = {
    "https://git.example.org/team/records.git": "git.example.org/team/records",
    "https://user:word@Git.Example.org:8443/team/records": "git.example.org:8443/team/records",
    "git@git.example.org:team/records.git": "git.example.org/team/records",
    "ssh://git@git.example.org:22/team/records.git": "git.example.org:22/team/records",
    "/srv/git/records.git": "",
    "../records": "",
    "./a:b": "",
    "/srv/a:b": "",
    "origin": "",
    "file:///srv/git/records.git": "",
    "file://localhost/srv/git/records.git": "",
    "file://git.example.org/records": "git.example.org/records",
    "h:team/r": "h/team/r",
    "h:/srv/r": "h/srv/r",
    "[::1]:r": "[::1]/r",
    "git@[::1]:r": "[::1]/r",
    "[git.example.org:2222]:team/r": "git.example.org:2222/team/r",
    "[git.example.org]:team/r": "git.example.org/team/r",
    "ssh://[::1]:22/r": "[::1]:22/r",
    "ext::ssh git.example.org": "ext/:ssh git.example.org",
    "h2+x.y-z://git.example.org/r": "git.example.org/r",
    "git.example.org:a@b:c": "git.example.org/a@b:c",
}


@pytest.mark.parametrize("url", ["C:\\records", "C:/records", "c:records"])
def test_one_letter_is_a_drive_only_where_there_are_drives(url: str) -> None:
    assert place_of(url, drives=True) == ""
    assert place_of(url, drives=False)


LISTED = {"hosts": ["git.example.org/team"]}
STRAYING = [
    "https://git.example.org/team/../evil/r",
    "https://git.example.org/team/%2e%2e/evil/r",
    "https://git.example.org/team/%252e%252e/evil/r",
    "https://git.example.org/team/..",
    "https://git.example.org/team/./../evil",
    "https://git.example.org/team//../evil",
    "https://git.example.org/team\\..\\evil",
    "https://git.example.org/teams/r",
    "https://git.example.org:8443/team/r",
    "https://git.example.org@evil.example/team/r",
    "https://evil.example/git.example.org/team/r",
    "http://127.0.0.1:18765?@git.example.org/team/r",
    "http://127.0.0.1:18765#@git.example.org/team/r",
    "http://127.0.0.1:18765\\@git.example.org/team/r",
    "http://127.0.0.1:18765?x:y@git.example.org/team/r",
    "https://evil.example?git.example.org/team/r",
    "git.example.org.evil:team/r",
    "git.example.org:../evil/r",
    "h:team/r",
    "[::1]:team/r",
    "ext::ssh git.example.org",
]


@pytest.mark.parametrize("url", STRAYING)
def test_a_url_that_only_seems_to_be_the_teams_is_unlisted(url: str) -> None:
    assert unlisted(url, LISTED)
    assert not unlisted(url, {**LISTED, "invented": True})


@pytest.mark.parametrize(
    "url",
    [
        "https://git.example.org/team/records.git",
        "https://user:word@git.example.org/team/records",
        "git@git.example.org:team/records.git",
        "git@git.example.org:team/a.b..c/records.git",
        "/srv/git/records.git",
        "../records",
    ],
)
def test_a_url_of_the_teams_or_of_this_machine_is_not(url: str) -> None:
    assert not unlisted(url, LISTED)
    assert unlisted(url, {}) == (place_of(url) != "")


@pytest.mark.parametrize("settings", [None, [], {"hosts": 7}, {"hosts": ["", None]}])
def test_without_hosts_every_other_machine_is_unlisted(settings: object) -> None:
    assert unlisted("https://git.example.org/r", settings)


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


def test_git_is_asked_for_remotes_of_every_kind(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        subprocess.run(["git", *words], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-q")
    for name, text in {
        "branches/evil": "https://one.example.org/r.git#main\n",
        "remotes/evil": "URL: https://two.example.org/r.git\nPush: refs/heads/main\n",
        "remotes/deep/evil": "URL:three.example.org:r\n",
    }.items():
        path = tmp_path / ".git" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    git("remote", "add", "x", "h:team/r")
    git("config", "branch.main.remote", "https://four.example.org/r.git")
    git("config", "url.https://five.example.org/.insteadOf", "https://four.example.org/")
    git("config", "branch.main.pushRemote", "https://six.example.org/r.git")
    git("config", "url.https://seven.example.org/.pushInsteadOf", "https://six.example.org/")
    assert set(remotes(tmp_path)) >= {
        "one.example.org/r",
        "two.example.org/r",
        "three.example.org/r",
        "h/team/r",
        "five.example.org/r",
        "seven.example.org/r",
    }
