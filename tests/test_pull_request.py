"""The story of a pull request with real Git, and malicious ones, which do nothing."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from diffed_county import Repository
from entry_county import ELDER
from tonghu.cli import main

ON = "2026-10-15"
VISIT = "- {ref: q1w2, date: 2026-10-12, event: 走访, visitor_role: 儿童主任, by: W012}\n"
FOLDER = f"records/children/zhongshan/{ELDER}"
SECRET = "这是仓库外面的东西"


@pytest.fixture
def repository(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Repository:
    """A county with its own handbook, on a branch of its own."""
    made = Repository(tmp_path / "here", capsys)
    monkeypatch.chdir(made.root)
    made.git("checkout", "-q", "-b", "visit")
    return made


def said(repository: Repository, *line: str) -> tuple[int, str]:
    code = main(list(line))
    told = repository.capsys.readouterr()
    return code, told.out + told.err


def month(repository: Repository, name: str) -> dict[str, str]:
    """What the month's workflow shows of every township; the lists lie beside."""
    outside = repository.root.parent / name
    outside.mkdir()
    places = ("--to", str(outside), "--summary", str(outside / "s"), "--issues", str(outside / "i"))
    code, told = said(repository, "monthly", "--month", "2026-11", *places)
    assert code == 0, told
    return {each["title"]: each["body"] for each in json.loads((outside / "i").read_bytes())}


def test_a_visit_goes_from_a_branch_to_the_list_of_the_month(repository: Repository) -> None:
    before = month(repository, "before")["2026年11月 钟山镇：要做的事"]
    words = ("监护评估", "--date", "2026-10-12", "--by", "W003", "rating=一般", "method=入户")
    code, told = said(repository, "add", ELDER, *words, "--on", ON)
    assert code == 0, told
    repository.commit()
    assert said(repository, "check", "--format", "github", "--base", "main", "--on", ON)[0] == 0
    preview = repository.root.parent / "preview.md"
    outputs = ("--output", str(preview), "--output", str(preview.with_suffix(".again")))
    assert said(repository, "diff", "main", "HEAD", "--format", "md", "--on", ON, *outputs)[0] == 0
    assert ELDER in preview.read_text(encoding="utf-8")
    assert preview.read_bytes() == preview.with_suffix(".again").read_bytes()
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "--no-ff", "--no-edit", "visit")
    after = month(repository, "after")["2026年11月 钟山镇：要做的事"]
    assert before != after and ELDER not in before + after
    assert ELDER in (repository.root.parent / "after/2026-11/due.md").read_text(encoding="utf-8")


def test_the_month_of_a_county_with_a_broken_file_is_made_all_the_same(
    repository: Repository,
) -> None:
    repository.write(f"{FOLDER}/case.yml", "id: [\n")
    told = month(repository, "month")
    assert all("读不全" in body for body in told.values())


def test_a_month_that_is_none_is_said(repository: Repository) -> None:
    for month_ in ("2026-13", "11月", "2026-11-01", "$(touch x)"):
        assert said(repository, "monthly", "--month", month_)[0] == 2
    assert not list(repository.root.glob("x")) and not (repository.root / "build").exists()


def test_no_list_is_made_of_real_children_in_public(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TONGHU_REPOSITORY_VISIBILITY", "public")
    repository.replace("records/settings.yml", "invented: true\n", "")
    repository.commit()
    assert said(repository, "monthly", "--month", "2026-11")[0] == 1
    assert not (repository.root / "build").exists()


def test_text_of_a_pull_request_is_looked_at_and_not_repeated(
    repository: Repository, tmp_path: Path
) -> None:
    number = "11010119000307" + "7758"
    event = tmp_path / "event.json"
    told = {"title": "走访", "body": f"他是 {number}", "head": {"ref": "visit"}}
    event.write_text(json.dumps({"pull_request": told}), encoding="utf-8")
    code, shown = said(repository, "guard", "--event", str(event), "--format", "github")
    assert (code, "说明" in shown, number in shown) == (1, True, False)
    told["body"] = "一件"
    event.write_text(json.dumps({"pull_request": told}), encoding="utf-8")
    assert said(repository, "guard", "--event", str(event))[0] == 0
    event.write_text("{", encoding="utf-8")
    assert said(repository, "guard", "--event", str(event))[0] == 2


# Malicious ones. Each is checked, previewed, built into lists and into a site; none may run
# anything, read what lies outside, or end in anything but a problem that is told.


def everything(repository: Repository, *, problem: bool = True) -> str:
    """All that the workflows do with a branch; what they show, and what lies in their results."""
    outside = repository.root.parent / "results"
    outside.mkdir()
    shown = [said(repository, "check", "--format", "github", "--base", "main", "--on", ON)]
    assert bool(shown[0][0]) == problem, shown[0][1]
    preview = ("--format", "md", "--on", ON, "--output", str(outside / "preview.md"))
    shown.append(said(repository, "diff", "main", "HEAD", *preview))
    places = ("--summary", str(outside / "s"), "--issues", str(outside / "i"))
    shown.append(said(repository, "monthly", "--month", "2026-11", "--to", str(outside), *places))
    shown.append(said(repository, "site", "--export", str(outside / "site")))
    texts = [told for _, told in shown]
    results = [path for path in outside.rglob("*") if path.is_file()]
    texts += [path.read_bytes().decode("utf-8", "replace") for path in results]
    assert not any("Traceback" in told for told in texts)
    assert not [
        line for told in texts[:4] for line in told.splitlines() if line.startswith("::set")
    ]
    return "\n".join(texts)


PAGE = """\
---
title: "{{ config }} ${{ secrets.GITHUB_TOKEN }} `$(touch x)`"
cites: [QJ-033]
subject: child
among: {registers: 留守儿童}
do: 走访
every: month
by: 儿童主任
force: 法定
since: 2016-07-01
---

# {{ ''.__class__.__mro__[1].__subclasses__() }}

<script src="https://example.invalid/x.js"></script> [x](javascript:alert(1))
![x](https://example.invalid/x.png) {% include "../../../SECRET" %}

--8<-- "../../../SECRET"

<img src=x onerror=alert(1)> @everyone
"""


def test_a_page_with_injected_templates(repository: Repository) -> None:
    (repository.root.parent / "SECRET").write_text(SECRET, encoding="utf-8")
    repository.write("docs/handbook/visits/evil.md", PAGE)
    repository.commit()
    told = everything(repository)
    assert SECRET not in told and "<class" not in told
    for live in ("<script src", "](javascript:", "<img src=x"):
        assert live not in told
    assert not list(repository.root.rglob("x"))


NAMES = ("$(touch x).yml", "`touch x`.yml", "a\n::set-output name=x::y.yml", "; touch x;.yml")


def test_file_names_that_are_commands_or_two_lines(repository: Repository) -> None:
    """A visit is a visit whatever its file is called."""
    for number, name in enumerate(NAMES):
        repository.write(f"{FOLDER}/{name}", VISIT.replace("q1w2", f"q1w{number}"))
    repository.commit()
    everything(repository, problem=False)
    assert not list(repository.root.rglob("x"))


def test_a_branch_name_that_is_a_command(repository: Repository) -> None:
    repository.write(f"{FOLDER}/2026-10-12-q1w2.yml", VISIT)
    repository.git("checkout", "-q", "-b", "$(touch${IFS}x)")
    repository.commit()
    assert said(repository, "diff", "main", "$(touch${IFS}x)", "--on", ON)[0] == 0
    assert said(repository, "check", "--base", "--output=x", "--on", ON)[0] == 2
    assert not list(repository.root.rglob("x"))


@pytest.mark.parametrize(
    "name", [f"{FOLDER}/2026-10-12-q1w2.yml", f"{FOLDER}/case.yml", "docs/handbook/visits/big.md"]
)
def test_a_file_of_fifty_megabytes(name: str, repository: Repository) -> None:
    repository.write(name, VISIT.encode() * (50 * 2**20 // len(VISIT.encode())))
    repository.commit()
    told = everything(repository)
    assert len(told) < 20 * 2**20


@pytest.mark.parametrize(
    "name",
    [
        f"{FOLDER}/2026-10-12-q1w2.yml",
        f"{FOLDER}/case.yml",
        "records/team.yml",
        "records/places/zhongshan.yml",
        "docs/handbook/visits/link.md",
        "schemas/case.schema.json",
    ],
)
def test_a_link_that_leads_outside(name: str, repository: Repository) -> None:
    outside = repository.root.parent / "SECRET"
    outside.write_text(f"id: {SECRET}\nnote: {SECRET}\n", encoding="utf-8")
    path = repository.root / name
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(os.path.relpath(outside, path.parent))
    repository.commit()
    assert SECRET not in everything(repository)


def test_a_folder_that_is_a_link_outside(repository: Repository) -> None:
    outside = repository.root.parent / "elsewhere"
    shutil.move(repository.root / FOLDER, outside)
    (outside / "2026-10-12-q1w2.yml").write_text(f"- {SECRET}\n", encoding="utf-8")
    (repository.root / FOLDER).symlink_to(outside, target_is_directory=True)
    repository.commit()
    assert SECRET not in everything(repository)
    assert (outside / "2026-10-12-q1w2.yml").is_file()


def test_a_submodule_is_not_entered(repository: Repository) -> None:
    repository.git(
        "update-index", "--add", "--cacheinfo", f"160000,{repository.base},{FOLDER}/inner"
    )
    repository.git("commit", "-q", "-m", "x")
    subprocess.run(["git", "status"], cwd=repository.root, check=True, capture_output=True)
    code, told = said(repository, "diff", "main", "HEAD", "--on", ON)
    assert code == 0, told
