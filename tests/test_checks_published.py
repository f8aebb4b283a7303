"""What is published: files that lie in docs/ themselves, of a few kinds, and never a record."""

import os
import shutil
from pathlib import Path

import pytest

from tonghu.checks.published import beside, is_published
from tonghu.cli import main

ROOT = Path(__file__).resolve().parent.parent
DEFINITIONS = ("docs", "schemas", "mkdocs.yml", "scripts/site_hooks.py")
SECRET = "M9S346B"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A repository: the handbook, and one child's file."""
    folder = tmp_path / "home"
    for name in DEFINITIONS:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    shutil.copytree(ROOT / "tests/county/records", folder / "records")
    return folder


LINKS: dict[str, tuple[str, str]] = {
    "a folder": ("docs/guides/kids", "../../records/children"),
    "a file": ("docs/guides/kid.png", f"../../records/children/helu/{SECRET}/case.yml"),
    "a page": ("docs/guides/kid.md", f"../../records/children/helu/{SECRET}/case.yml"),
    "a page of the handbook": ("docs/handbook/guardianship/kid.md", "../../../records/team.yml"),
    "a hidden folder": ("docs/.kids", "../records"),
    "a template": ("docs/overrides/kid.html", "../../records/team.yml"),
    "a link to nothing": ("docs/guides/lost", "nowhere"),
    "a link to itself": ("docs/guides/round", "round"),
    "a schema": ("schemas/kid.yml", "../records/team.yml"),
    "a link within docs": ("docs/guides/again.md", "village.md"),
}


@pytest.mark.parametrize("name", LINKS)
def test_a_link_is_refused_by_whoever_reads_it(
    name: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, target = LINKS[name]
    (home / path).symlink_to(target)
    where = ["--home", str(home)]
    out = home.parent
    assert main(["check", *where, "--records", str(home / "records"), "--on", "2026-10-31"]) == 1
    assert f"{path}:1:1 错误" in (said := capsys.readouterr().out) and "[file-link]" in said
    assert main(["site", *where, "--out", str(out / "site")]) == 1
    assert main(["site", *where, "--export", str(out / "export")]) == 1
    assert capsys.readouterr().out.count("请删掉链接") == 2
    assert not (out / "site").exists() and not (out / "export").exists()


def test_a_whole_part_that_is_a_link_is_refused(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "docs").rename(home / "elsewhere")
    (home / "docs").symlink_to("elsewhere")
    assert main(["site", "--home", str(home), "--export", str(home.parent / "export")]) == 1
    assert "docs:1:1" in capsys.readouterr().out


NAMES = {
    "not UTF-8": b"docs/guides/bad\xff.md",
    "a line": b"docs/guides/a\n::error title=FAKE::injected.md",
    "a picture's": b"docs/guides/a\n::error::b.png",
    "a folder's": b"docs/guides/\x1b[2J/a.md",
    "written backwards": "docs/guides/\u202egnp.md".encode(),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_cannot_be_shown_is_a_problem_told_on_one_line(
    name: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = home / os.fsdecode(NAMES[name])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("# x\n", encoding="utf-8")
    where = ["--home", str(home)]
    assert main(["check", *where, "--records", str(home / "records"), "--on", "2026-10-31"]) == 1
    assert main(["site", *where, "--out", str(home.parent / "site")]) == 1
    assert main(["site", *where, "--export", str(home.parent / "export")]) == 1
    out, err = capsys.readouterr()
    assert out.count("[file-name-unseen]") == 3
    assert not [line for line in (out + err).splitlines() if line.lstrip().startswith("::")]
    assert "\x1b" not in out + err and "\u202e" not in out + err


@pytest.mark.parametrize(
    ("path", "published"),
    [
        ("images/site.png", True),
        ("guides/photo.JPG", True),
        ("assets/handbook.css", True),
        ("assets/handbook.js", True),
        ("statistics/issues/2026-Q3/total.csv", True),
        ("statistics/issues/ledger.csv", True),
        ("guides/x.html", False),
        ("guides/x.svg", False),
        ("guides/x.js", False),
        ("guides/list.csv", False),
        ("guides/case.yml", False),
        ("guides/x.pdf", False),
        ("guides/Page.MD", False),
        ("guides/page.markdown", False),
        ("statistics/issues/2026-Q3/case.yml", False),
        (".hidden/a.png", False),
        ("overrides/a.png", False),
    ],
)
def test_kinds_of_files_that_are_published(path: str, published: bool) -> None:
    assert is_published(path) is published


def test_everything_of_ours_is_of_such_a_kind() -> None:
    docs = ROOT / "docs"
    every = {path for path in docs.rglob("*.*") if path.is_file() and path.suffix != ".md"}
    left = {path.relative_to(docs).as_posix() for path in every - set(beside(ROOT, ROOT).values())}
    assert left == {"overrides/main.html"}


def test_a_file_of_another_kind_is_told_of(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "docs/guides/x.html").write_text("<script>alert(1)</script>", encoding="utf-8")
    main(["check", "--home", str(home), "--records", str(home / "records"), "--on", "2026-10-31"])
    assert "docs/guides/x.html:1:1 提醒" in capsys.readouterr().out
    export = home.parent / "export"
    assert main(["site", "--home", str(home), "--export", str(export)]) == 0
    assert not (export / "docs/guides/x.html").exists()
