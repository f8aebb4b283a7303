"""The workflows: harmless by their form, every call one that runs, the scripts do what they say."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from system.parts import tools
from workflow_files import GITHUB, OTHERS, ROOT, TOOL, Job, calls, job, jobs, lines, load, words

JOBS = [pytest.param(each, id=f"{each.file}:{each.name}") for each in jobs()]
PINNED = re.compile(r"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
CHECKOUT, UPLOAD = "actions/checkout", "actions/upload-artifact"
CHILD = re.compile(r"\b[A-HJKMNP-TV-Z][0-9A-HJKMNP-TV-Z]{6}\b")


@pytest.mark.parametrize("path", GITHUB, ids=lambda path: path.name)
def test_a_workflow_grants_nothing_and_knows_no_secret(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert load(path)["permissions"] == {}
    assert "secrets" not in text and "pull_request_target" not in text
    assert "workflow_run" not in text


@pytest.mark.parametrize("path", GITHUB, ids=lambda path: path.name)
def test_every_action_is_pinned_by_its_commit_and_says_which_version_that_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("uses: ") == len(PINNED.findall(text))


@pytest.mark.parametrize("each", JOBS)
def test_who_may_write_sees_nothing_of_the_branch(each: Job) -> None:
    granted = each.data["permissions"]
    if set(granted.values()) == {"read"}:
        assert granted == {"contents": "read"}
        assert not [step for step in each.uses(CHECKOUT) if step["with"]["persist-credentials"]]
    else:
        assert not each.uses(CHECKOUT) and not [step for step in each.steps() if "run" in step]


@pytest.mark.parametrize("each", JOBS)
def test_nothing_from_outside_is_put_into_a_command_or_a_script(each: Job) -> None:
    for step in each.steps():
        assert "${{" not in step.get("run", "") + str(step.get("with", {}).get("script", ""))


def test_only_branches_of_the_repository_itself_get_a_comment() -> None:
    wanted = "github.event.pull_request.head.repo.full_name == github.repository"
    assert job("check.yml", "comment").data["if"] == wanted


def test_lists_are_kept_35_days_and_everything_else_one() -> None:
    days = {
        (each.file, step["with"].get("name", "")): step["with"]["retention-days"]
        for each in jobs()
        for step in [*each.uses(UPLOAD), *each.uses("actions/upload-pages-artifact")]
    }
    assert days.pop(("monthly.yml", "lists")) == 35
    assert set(days.values()) == {1} and len(days) == 4


@pytest.mark.parametrize("path", [*GITHUB, *OTHERS], ids=lambda path: path.name)
def test_every_command_is_one_call(path: Path) -> None:
    for line in lines(path):
        assert line.startswith((f"{TOOL} ", "make ")) and "\n" not in line
        assert not re.search(r"[;&|<>`(]", line)
        assert not re.search(r'(?<!")\$(?!\w+")', re.sub(r'"\$\w+\.\.\$\w+"', "", line))


def test_the_other_forges_make_the_same_calls() -> None:
    github = {_shape(line) for path in GITHUB for line in lines(path)}
    others = {_shape(line) for path in OTHERS for line in lines(path)}
    assert others <= github | {"tonghu guard --env --env --env", "tonghu guard --env --env"} | {
        "tonghu diff --format --output", "tonghu monthly --month --to --summary"
    }  # fmt: skip
    assert {"tonghu check --base", "tonghu guard", "tonghu guard --commits"} <= others


def _shape(line: str) -> str:
    """A call without its values, and without how its answer is printed."""
    parts = line.replace(TOOL, "tonghu").replace(" --format github", "").split()
    return " ".join(parts[:2] + [part for part in parts[2:] if part.startswith("--")])


# Every one of them, in a fresh clone that stands where a forge would put it.


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone with a branch on which a visit was written down."""
    folder = tmp_path_factory.mktemp("clone") / "tonghu"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(folder)], check=True)
    for line in (
        "config user.name W005",
        "config user.email w005@example.org",
        "checkout -q -B visit",
    ):
        subprocess.run(["git", *line.split()], cwd=folder, check=True)
    child = next((folder / "records/children").glob("*/*"))
    text = "- {ref: zzz9, date: 2026-10-30, event: 走访, visitor_role: 社工, by: W005}\n"
    (child / "2026-10-30-zzz9.yml").write_text(text, encoding="utf-8")
    for line in ("add records", "commit -q -m visit"):
        subprocess.run(["git", *line.split()], cwd=folder, check=True)
    return folder


@pytest.fixture
def environment(clone: Path) -> dict[str, str]:
    """What a forge says of the pull request, in the words of three of them."""
    event = {"pull_request": {"title": "走访", "body": "一件", "head": {"ref": "visit"}}}
    (clone / "build").mkdir(exist_ok=True)
    path = clone / "build/event.json"
    path.write_text(json.dumps(event), encoding="utf-8")
    base, head = (
        subprocess.run(
            ["git", "rev-parse", name], cwd=clone, check=True, capture_output=True, text=True
        ).stdout.strip()
        for name in ("HEAD~1", "HEAD")
    )
    github = {"GITHUB_EVENT_PATH": str(path), "GITHUB_STEP_SUMMARY": str(clone / "build/summary")}
    bases = dict.fromkeys(("BASE", "CI_MERGE_REQUEST_DIFF_BASE_SHA", "GITEE_COMMIT"), base)
    heads = dict.fromkeys(("HEAD", "CI_COMMIT_SHA", "GITEE_SOURCE_COMMIT"), head)
    return {**github, **bases, **heads, "MONTH": "2026-11"}


@pytest.mark.parametrize("line", calls())
def test_a_call_runs_in_a_fresh_clone(
    line: str, clone: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {**environment, "PYTHONPATH": str(clone / "scripts")}.items():
        monkeypatch.setenv(name, value)
    program, *rest = words(line, environment)
    entry = [sys.executable, "-c", "from tonghu.cli import entry; entry()"]
    call = ["make", "-n", *rest] if program == "make" else [*entry, *rest]
    done = subprocess.run(call, cwd=clone, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_is_shown_to_everyone_holds_numbers_and_no_id(clone: Path) -> None:
    """Made by the calls above."""
    summary = (clone / "build/summary").read_text(encoding="utf-8")
    issues = json.loads((clone / "build/issues.json").read_text(encoding="utf-8"))
    assert len(issues) == 6 and "合计" in summary
    assert not CHILD.findall(summary + json.dumps(issues, ensure_ascii=False))
    assert not re.findall(r"\bW\d{3}\b", json.dumps(issues))
    assert (clone / "build/lists/2026-11/due.xlsx").is_file()


# The two scripts, run by Node.js with a forge that writes down what it is asked.

FORGE = """
const told = []
const log = name => async given => { told.push([name, given]) }
const github = {
  paginate: async list => list(),
  rest: {issues: {
    listComments: () => GIVEN, listForRepo: () => GIVEN,
    createComment: log('createComment'), updateComment: log('updateComment'),
    create: log('create'), update: log('update'),
  }},
}
const context = {repo: {owner: 'o', repo: 'r'}, issue: {number: 7}}
const run = async () => { SCRIPT }
run().then(() => console.log(JSON.stringify(told)))
"""


@pytest.fixture
def forge(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, not_run: Callable[[str], NoReturn]
) -> Callable[[Job, list[Any]], list[Any]]:
    found = tools()
    if found is None:
        not_run("没有 Node.js，流程里的两段脚本没有试")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LISTS", "https://forge.invalid/lists")

    def told(each: Job, given: list[Any]) -> list[Any]:
        [step] = each.uses("actions/github-script")
        script = FORGE.replace("GIVEN", json.dumps(given)).replace("SCRIPT", step["with"]["script"])
        Path("script.js").write_text(script, encoding="utf-8")
        done = subprocess.run(
            [found[0], "script.js"], capture_output=True, encoding="utf-8", check=True
        )
        return list(json.loads(done.stdout))

    return told


def test_the_preview_is_one_comment_that_is_written_anew(
    forge: Callable[[Job, list[Any]], list[Any]],
) -> None:
    text = "# 预览\n`${process.exit(3)}` ${{ secrets.X }} $(touch x)\n"
    Path("preview.md").write_text(text, encoding="utf-8")
    comment = job("check.yml", "comment")
    body = f"<!-- tonghu preview -->\n{text}"
    person = {"id": 1, "user": {"type": "User"}, "body": body}
    [[name, given]] = forge(comment, [person])
    assert (name, given["body"], given["issue_number"]) == ("createComment", body, 7)
    [[name, given]] = forge(comment, [person, {"id": 2, "user": {"type": "Bot"}, "body": body}])
    assert (name, given["comment_id"], given["body"]) == ("updateComment", 2, body)
    assert not Path("x").exists()


def test_a_township_has_one_issue_a_month_that_leads_to_the_lists(
    forge: Callable[[Job, list[Any]], list[Any]],
) -> None:
    made = [
        {"mark": f"<!-- tonghu 2026-11 {town} -->", "title": town, "body": "3", "owed": owed}
        for town, owed in (("a", 3), ("b", 3), ("none", 0), ("done", 0))
    ]
    Path("issues.json").write_text(json.dumps(made), encoding="utf-8")
    old = {"number": 4, "user": {"type": "Bot"}, "body": f"{made[1]['mark']}\nold"}
    done = {"number": 6, "user": {"type": "Bot"}, "body": f"{made[3]['mark']}\nowed much"}
    empty = {"number": 5, "user": {"type": "Bot"}, "body": None}
    told = forge(job("monthly.yml", "issues"), [empty, old, done])
    assert [(name, given["title"], given.get("issue_number")) for name, given in told] == [
        ("create", "a", None),
        ("update", "b", 4),
        ("update", "done", 6),
    ]
    assert all(given["body"].endswith("https://forge.invalid/lists") for _, given in told)


def test_the_issues_of_earlier_months_are_closed_and_no_others(
    forge: Callable[[Job, list[Any]], list[Any]],
) -> None:
    """Nor is anything closed that a person wrote, or that comes later than the month made anew."""

    def issue(number: int, body: str, kind: str = "Bot", **more: object) -> dict[str, Any]:
        return {"number": number, "user": {"type": kind}, "body": body, **more}

    marks = {month: f"<!-- tonghu {month} a -->" for month in ("2026-09", "2026-10", "2026-12")}
    given = [
        *(issue(number, mark) for number, mark in enumerate(marks.values(), 1)),
        issue(4, marks["2026-10"], "User"),
        issue(5, marks["2026-10"], pull_request={}),
        issue(6, f"see {marks['2026-10']}"),
    ]
    this = [{"mark": "<!-- tonghu 2026-11 a -->", "title": "a", "body": "3", "owed": 1}]
    for made, closed in ((this, [1, 2]), ([], [])):
        Path("issues.json").write_text(json.dumps(made), encoding="utf-8")
        told = forge(job("monthly.yml", "issues"), given)
        states = [each["issue_number"] for name, each in told if each.get("state") == "closed"]
        assert states == closed and len(told) == len(closed) + len(made)
