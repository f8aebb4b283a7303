"""An issue that nobody made by the rules is refused by the check, without key or records."""

import csv
import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from checked_county import quiet
from tonghu import period
from tonghu.checks import Asked, check
from tonghu.checks.run import around
from tonghu.checks.statistics import issues_are_of_the_schemas, new_issues_are_of_today
from tonghu.statistics.ledger import NAME, entries, text

ROOT = Path(__file__).resolve().parent.parent
ISSUES = "docs/statistics/issues"
LAST, NEW = "2026-Q3", "2026-Q4"
GROUND = around(Asked(ROOT / "records", ROOT, period.day("2027-01-31"))).rules
CHILDREN = "child,geo,rating\nK7Q2M48,lansui/qindi,差\n"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the demo's pages and issues, and its county without children."""
    root = tmp_path_factory.mktemp("form") / "repository"
    for name in ("schemas", "docs", "records"):
        shutil.copytree(ROOT / name, root / name)
    shutil.rmtree(root / "records/children")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    author = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    git(root, *author, "-c", "commit.gpgsign=false", "commit", "-qm", "five issues")
    return root


@pytest.fixture
def home(base: Path, tmp_path: Path) -> Path:
    shutil.copytree(base, tmp_path / "home")
    return tmp_path / "home"


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def told(home: Path) -> set[str]:
    """What the two laws say of the issues of a home."""
    ground = replace(GROUND, records=home / "records", home=home)
    found = [*issues_are_of_the_schemas(ground), *new_issues_are_of_today(ground, "HEAD")]
    return {f"{one.path.removeprefix(ISSUES)} {one.code}" for one in found}


def listed(folder: Path) -> None:
    """Write the ledger anew, as whoever forges an issue would."""
    found = []
    for each in sorted(path for path in folder.iterdir() if path.is_dir()):
        files = {path.name: path.read_bytes() for path in each.iterdir() if path.is_file()}
        found += entries(each.name, files)
    (folder / NAME).write_text(text(found), encoding="utf-8", newline="\n")


def forged(folder: Path) -> Path:
    """A new issue: the last one under the next period's name and day."""
    new = folder / NEW
    shutil.copytree(folder / LAST, new)
    for path in new.iterdir():
        said = path.read_text(encoding="utf-8").replace("2026-Q3", NEW)
        path.write_text(said.replace("2026-09-30", "2026-12-31"), encoding="utf-8", newline="\n")
    return new


def rows(path: Path, change: Callable[[list[list[str]]], object]) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        found = list(csv.reader(file))
    change(found)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(found)


def value(number: int, written: str) -> Callable[[list[list[str]]], object]:
    return lambda found: found[number].__setitem__(-2, written)


def said(name: str, change: Callable[[dict[str, object]], object]) -> Callable[[Path], object]:
    def act(new: Path) -> None:
        data = json.loads((new / name).read_text(encoding="utf-8"))
        change(data)
        whole = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
        (new / name).write_text(whole, encoding="utf-8", newline="\n")

    return act


def put(name: str, content: str) -> Callable[[Path], object]:
    return lambda new: (new / name).write_text(content, encoding="utf-8", newline="\n")


def row(name: str, change: Callable[[list[list[str]]], object]) -> Callable[[Path], object]:
    return lambda new: rows(new / name, change)


def inner(*where: str, to: object) -> Callable[[dict[str, object]], object]:
    def change(data: dict[str, object]) -> None:
        at: object = data
        for step in where[:-1]:
            at = at[step]  # type: ignore[index]
        at[where[-1]] = to  # type: ignore[index]

    return change


FORGED: dict[str, Callable[[Path], object]] = {
    "an exact value": row("township-total.csv", value(1, "37")),
    "a small value": row("township-total.csv", value(1, "5")),
    "a value in other digits": row("township-total.csv", value(1, "２０")),
    "a table of villages": put(
        "village-total.csv",
        f"table,period,geo,value,asof\nvillage-total,{NEW},lansui/qindi/c,3,x\n",
    ),
    "a row for a village": row(
        "township-total.csv", lambda r: r.append([*r[1][:2], "lansui/qindi/cun1", *r[1][3:]])
    ),
    "a row for another township": row(
        "township-total.csv", lambda r: r.append([*r[1][:2], "lansui/nowhere", *r[1][3:]])
    ),
    "a row less": row("township-total.csv", lambda r: r.pop()),
    "a row twice": row("sex-age.csv", lambda r: r.append(r[1])),
    "a column more": row("total.csv", lambda r: r[0].append("x")),
    "a value of no dimension": row("sex-age.csv", lambda r: r[1].__setitem__(3, "张")),
    "a table of townships by register": row(
        "registers.csv", lambda r: r[1].__setitem__(2, "lansui/qindi")
    ),
    "figures carried from nowhere": row("total.csv", lambda r: r[1].__setitem__(-1, "2026-08-01")),
    "children": put("children.csv", CHILDREN),
    "a text": put("notes.txt", "K7Q2M48 差\n"),
    "a preview with more": lambda new: put(
        "preview.txt", (new / "preview.txt").read_text(encoding="utf-8") + "K7Q2M48 差\n"
    )(new),
    "an audit with more": put("audit.txt", "没有问题\n"),
    "no note": put("sdc.json", "[]"),
    "a note that is nothing": put("sdc.json", "{"),
    "a low threshold": said("sdc.json", inner("default", "threshold", to=3)),
    "no base": said("sdc.json", inner("default", "base", to=0)),
    "a base of words": said("sdc.json", inner("default", "base", to="5")),
    "no refreshing": said("sdc.json", inner("default", "sticky", to=1)),
    "no rounding at random": said("sdc.json", inner("default", "mode", to="nearest")),
    "nothing sensitive": said("sdc.json", inner("protect", "sensitive", to=[])),
    "all benign": said("sdc.json", inner("protect", "benign", "rating", to=["好", "差"])),
    "no small counts": said("sdc.json", inner("protect", "small", to=0)),
    "entrants all known": said("sdc.json", inner("protect", "entrant", to=100)),
    "another domain": said("sdc.json", inner("domains", "rating", to=["好", "一般", "差", "张三"])),
    "no floors": said("sdc.json", inner("floors", "county", "registers", to=0)),
    "how it was made is a list": put("issue.json", "[]"),
    "how it was made is gone": lambda new: (new / "issue.json").unlink(),
    "how it was made with more": said("issue.json", inner("children", to=["K7Q2M48"])),
    "a name for a village": said("issue.json", inner("names", "cun1", to="某村 3 人")),
    "another day": said("issue.json", inner("asof", to="2026-12-30")),
    "another table's level": said("issue.json", inner("tables", "total", "level", to="township")),
}


def test_the_issues_of_the_demo_are_such_as_could_be_issued(home: Path) -> None:
    assert told(home) == set()


def test_the_whole_check_asks_both_laws(home: Path) -> None:
    FORGED["an exact value"](forged(home / ISSUES))
    (home / ISSUES / "2026-09-30.csv").write_text(CHILDREN, encoding="utf-8")
    listed(home / ISSUES)
    shutil.copytree(home / ISSUES / LAST, home / ISSUES / "2025-Q2")
    listed(home / ISSUES)
    asked = Asked(home / "records", home, period.day("2027-01-31"), "HEAD")
    found = {one.path.removeprefix(f"{ISSUES}/") for one in check(asked, quiet)
             if one.code == "issue-form"}  # fmt: skip
    assert {f"{NEW}/township-total.csv", "2026-09-30.csv", "2025-Q2/issue.json"} <= found


@pytest.mark.parametrize("how", FORGED)
def test_a_forged_issue_is_refused(home: Path, how: str) -> None:
    new = forged(home / ISSUES)
    FORGED[how](new)
    listed(home / ISSUES)
    found = told(home)
    assert any(each.startswith(f"/{NEW}") and each.endswith(" issue-form") for each in found), found


def test_a_forged_issue_that_keeps_to_every_form_is_not_told_from_a_true_one(home: Path) -> None:
    """Whether a number is true, nobody can tell without the records."""
    forged(home / ISSUES)
    listed(home / ISSUES)
    assert told(home) == set()


STRAY = {
    "2026-09-30.csv": CHILDREN,
    "micro/2026-09-30.csv": CHILDREN,
    "2026-Q3/more/2026-09-30.csv": CHILDREN,
    "2026-Q5/total.csv": "table\n",
    "notes.md": "# K7Q2M48\n",
}


@pytest.mark.parametrize("name", STRAY)
def test_nothing_else_may_lie_there(home: Path, name: str) -> None:
    path = home / ISSUES / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(STRAY[name], encoding="utf-8")
    listed(home / ISSUES)
    assert {each.rpartition(" ")[2] for each in told(home)} & {"issue-form"}


def test_an_issue_between_others_is_refused(home: Path) -> None:
    folder = home / ISSUES
    shutil.copytree(folder / LAST, folder / "2025-Q2")
    for path in (folder / "2025-Q2").iterdir():
        said = path.read_text(encoding="utf-8").replace("2026-Q3", "2025-Q2")
        path.write_text(said.replace("2026-09-30", "2025-06-30"), encoding="utf-8", newline="\n")
    listed(folder)
    assert "/2025-Q2/issue.json issue-form" in told(home)


def test_an_older_issue_may_be_of_older_definitions(home: Path) -> None:
    """The definitions change; what was issued does not."""
    path = home / "schemas/statistics.yml"
    said = path.read_text(encoding="utf-8").replace("    rest: 未说明", "    rest: 没有写")
    path.write_text(said, encoding="utf-8", newline="\n")
    assert told(home) == set()
