"""A site is made whole or not at all, and never over what somebody else left there."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tonghu.cli import main, making_site
from tonghu.cli.complaint import complaint
from tonghu.cli.output import tame
from tonghu.cli.site_mark import MARK
from tonghu.site import read_book, site

ROOT = Path(__file__).resolve().parent.parent
DEFINITIONS = ("docs", "schemas", "mkdocs.yml", "scripts/site_hooks.py")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made") / "site"
    assert main(["site", "--home", str(ROOT), "--out", str(out)]) == 0
    return out


@pytest.fixture
def out(first: Path, tmp_path: Path) -> Path:
    """A site that was made before."""
    return Path(shutil.copytree(first, tmp_path / "site"))


def again(out: Path) -> int:
    return main(["site", "--home", str(ROOT), "--out", str(out), "--zip"])


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a page is gone": lambda out: (out / "index.html").unlink(),
    "a page was emptied": lambda out: (out / "index.html").write_bytes(b""),
    "a folder is gone": lambda out: shutil.rmtree(out / "handbook"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_site_is_made_again(name: str, out: Path, first: Path) -> None:
    DAMAGES[name](out)
    assert again(out) == 0
    assert files(out) == files(first)


def test_a_whole_site_is_left_as_it_is(out: Path) -> None:
    before = (out / "index.html").stat().st_mtime_ns, (out / "index.html").stat().st_ino
    (out / ".DS_Store").write_bytes(b"x")
    assert again(out) == 0
    assert before == ((out / "index.html").stat().st_mtime_ns, (out / "index.html").stat().st_ino)


@pytest.mark.parametrize("changed", [False, True], ids=["whole", "damaged"])
def test_what_somebody_put_there_stays_and_is_told(
    changed: bool, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (out / "guides/mynotes.txt").write_text("mine", encoding="utf-8")
    if changed:
        (out / "index.html").unlink()
    before = files(out)
    assert again(out) == 2
    assert "guides/mynotes.txt" in capsys.readouterr().err
    assert files(out) == before and not out.with_suffix(".zip").exists()


TOLD_NOTHING = ["", "{}", "[]", "3", '{"origin": "x", "files": [', '{"origin": 1, "files": []}']


@pytest.mark.parametrize("text", TOLD_NOTHING)
def test_a_mark_that_tells_no_files_owns_none(
    text: str, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (out / "mynotes.txt").write_text("mine", encoding="utf-8")
    (out / MARK).write_text(text, encoding="utf-8")
    before = files(out)
    assert again(out) == 2
    assert "不是这里做的网站" in capsys.readouterr().err
    assert files(out) == before


def test_a_mark_alone_that_tells_nothing_is_in_nobody_s_way(tmp_path: Path, first: Path) -> None:
    out = tmp_path / "site"
    out.mkdir()
    (out / MARK).write_bytes(b"\xff")
    assert again(out) == 0
    assert files(out) == files(first)


def test_a_folder_that_is_renamed_makes_another_site(tmp_path: Path) -> None:
    (tmp_path / "docs/guides").mkdir(parents=True)
    (tmp_path / "docs/guides/a.md").write_text("# a\n", encoding="utf-8")
    before = making_site._origin(tmp_path, tmp_path)
    (tmp_path / "docs/guides").rename(tmp_path / "docs/manual")
    assert making_site._origin(tmp_path, tmp_path) != before


def test_no_template_is_published(first: Path) -> None:
    for path in first.rglob("*.xml*"):
        assert b"{%" not in path.read_bytes(), path
    assert not (first / "sitemap.xml").exists()


def test_a_page_in_a_new_folder_stands_in_the_contents(tmp_path: Path) -> None:
    for name in ("docs", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("extra/x.md", "extra/deep/y.md"):
        (tmp_path / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "docs" / name).write_text("# 另一页\n", encoding="utf-8")
    last = site(read_book(tmp_path)).contents[-1]["更多"]
    assert {"extra/x.md", "extra/deep/y.md"} <= set(last)


LOST = "在网站里找不到，只能链接到网站里的页和图片。"
UNTITLED = "指的标题在那一页上没有，请改正 # 后面的字。"
NOT_FOUND = "the target is not found among documentation files."
NO_ANCHOR = "there is no such anchor on this page."
COMPLAINTS = {
    f"Doc file 'a.md' contains a link '../b.md', but {NOT_FOUND}": f"a.md：链接“../b.md”{LOST}",
    f"Doc file 'a.md' contains a link '#c', but {NO_ANCHOR}": f"a.md：链接“#c”{UNTITLED}",
    "Doc file 'a.md' contains a link 'b.md#c', but the doc 'b.md' does not contain an anchor '#c'.":
        f"a.md：链接“b.md#c”{UNTITLED}",
    "Doc file 'a.md' contains an absolute link '/x', it was left as is.": f"a.md：链接“/x”{LOST}",
    "Excluding 'README.md' from the site because it conflicts with 'index.md'.":
        "README.md 和 index.md 会成为同一页：请留下一个。",
    f"Doc file 'a\n::error::b.md' contains a link 'c', but {NOT_FOUND}":
        f"a ::error::b.md：链接“c”{LOST}",
    "Something\n::error::new": "MkDocs 说：Something ::error::new",
}  # fmt: skip


@pytest.mark.parametrize("text", COMPLAINTS)
def test_complaints_are_said_in_chinese_on_one_line(text: str) -> None:
    assert complaint(text) == COMPLAINTS[text]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("一\n二", "一\n二"),
        ("一\n::error title=FAKE::x", "一\n: :error title=FAKE::x"),
        ("  ::set-output name=a::b", "  : :set-output name=a::b"),
        ("a ##[error]b", "a # [error]b"),
        ("a\x1b[2Jb\rc", "a [2Jb c"),
        ("a\u202eb", "a b"),
        ("写成 a::b", "写成 a::b"),
    ],
)
def test_what_goes_wrong_commands_no_workflow_and_no_terminal(text: str, shown: str) -> None:
    assert tame(text) == shown


@pytest.mark.parametrize(
    "words",
    [
        ["diff", "HEAD\n::error::x", "HEAD"],
        ["site", "--home", "x\n::error::x"],
        ["guard", "x\n::error::x"],
        ["check", "--records", "x\n::error::x"],
    ],
)
def test_what_was_typed_commands_nothing(
    words: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert main(words) == 2
    told = capsys.readouterr()
    assert not [line for line in (told.out + told.err).splitlines() if line.startswith("::")]
