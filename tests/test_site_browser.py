"""The site as readers meet it: searched, printed, on a phone, by keyboard, read aloud, offline."""

import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, NoReturn

import pytest
from markdown import Markdown
from playwright.sync_api import Browser, Page, expect

from browser import chromium, executable, served, watched
from tonghu.cli import main

ROOT = Path(__file__).resolve().parent.parent
AXE = ROOT / "tests/system/node_modules/axe-core/axe.min.js"
DEFINITIONS = ("docs", "schemas", "mkdocs.yml", "scripts/site_hooks.py")
DUTY = "handbook/guardianship/assess-poor-monthly"
SEEN = ("index", DUTY, "at-a-glance", "roles/index", "guides/village", "sources/qianjiang-2016",
        "statistics/sex-age", "statistics/township-total")  # fmt: skip
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
READY, SLOW = "键入以开始搜索", 30_000
A4 = {"width": 794 - 2 * 60, "height": 1123}
FETCHED = re.compile(
    r"<(?:script|link|img|iframe|source|video|audio)\b[^>]*?(?:src|href)=\"([^\"]+)"
)
STYLED = re.compile(r"url\(\s*[\"']?([^)\"']+)|@import\s+[\"']([^\"']+)")


class Built(NamedTuple):
    """The site, the same packed, and where it is served."""

    folder: Path
    packed: Path
    address: str


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """Made from a home that has no records at all."""
    place = tmp_path_factory.mktemp("made")
    for name in DEFINITIONS:
        source, target = ROOT / name, place / "home" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    out = place / "site"
    assert main(["site", "--home", str(place / "home"), "--out", str(out), "--zip"]) == 0
    with served(out) as address:
        yield Built(out, out.with_suffix(".zip"), address)


@pytest.fixture(scope="module")
def browser(not_run: Callable[[str], NoReturn]) -> Iterator[Browser]:
    if executable() is None:
        not_run("没有 Chromium；Debian 上可用 apt-get install chromium fonts-noto-cjk 安装。")
    with chromium() as found:
        yield found


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_with_records_and_without_the_same_bytes(built: Built, tmp_path: Path) -> None:
    """Made again, beside the records of a county, it is the same to the last byte."""
    out = tmp_path / "site"
    assert main(["site", "--home", str(ROOT), "--out", str(out), "--zip"]) == 0
    assert files(out) == files(built.folder)
    assert out.with_suffix(".zip").read_bytes() == built.packed.read_bytes()
    whole = b"".join(files(out).values()).decode(errors="replace")
    children = [folder.name for folder in (ROOT / "records/children").glob("*/*")]
    shown = "".join(path.read_text("utf-8") for path in (ROOT / "docs").rglob("*.md"))
    assert not [child for child in children if child in whole and child not in shown]


def test_a_folder_with_something_else_in_it_stays(tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("mine", encoding="utf-8")
    assert main(["site", "--home", str(ROOT), "--out", str(tmp_path)]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_no_page_names_anything_from_elsewhere(built: Built) -> None:
    pages = [path for path in built.folder.rglob("*.html") if path.name != "404.html"]
    assert len(pages) > 80
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert "Content-Security-Policy" in text
        for name in FETCHED.findall(text):
            assert "//" not in name, f"{path.name}: {name}"
            assert (path.parent / name.partition("#")[0].partition("?")[0]).exists() or name == "."
    for path in built.folder.rglob("*.css"):
        named = ["".join(each) for each in STYLED.findall(path.read_text(encoding="utf-8"))]
        assert not [name for name in named if not name.startswith(("data:", "#"))]


def write(page: Page, words: str) -> None:
    """The words at once, and a key let go, which is what the search waits for."""
    page.keyboard.insert_text(words)
    page.keyboard.press("End")


def look(page: Page, address: str, words: str) -> list[str]:
    """What the search finds."""
    page.goto(address + "index.html")
    page.locator(".md-search__input").click()
    expect(page.locator(".md-search-result__meta")).to_have_text(READY, timeout=SLOW)
    write(page, words)
    found = page.locator(".md-search-result__item h1")
    found.first.wait_for(timeout=SLOW)
    before: list[str] = []
    while (now := found.all_inner_texts()) != before or not now:
        before = now
        page.wait_for_timeout(400)
    return [text.replace("\u200b", "") for text in now]


@pytest.mark.parametrize("where", ["server", "disk"])
def test_search_finds_chinese_words(
    built: Built, browser: Browser, where: str, tmp_path: Path
) -> None:
    address = built.address
    if where == "disk":
        zipfile.ZipFile(built.packed).extractall(tmp_path)
        address = (tmp_path / "site").as_uri() + "/"
    page, wrong = watched(browser, address, viewport=DESK)
    assert "监护情况差的，每月评估一次" in look(page, address, "监护评估")[:3]
    assert any("委托监护协议" in title for title in look(page, address, "委托照护")[:3])
    assert "术语表" in look(page, address, "委托照护")
    assert "儿童督导员" in look(page, address, "督导员")[:3]
    assert "监护情况差的，每月评估一次" in look(page, address, "QJ-033")[:4]
    page.keyboard.press("Escape")
    page.close()
    assert not wrong


def test_from_the_home_page_to_the_clause(built: Built, browser: Browser) -> None:
    """Who must see a child rated poor, how often, and which document says so."""
    page, wrong = watched(browser, built.address, viewport=DESK)
    page.goto(built.address)
    page.get_by_role("link", name="监护情况差的，每月评估一次").click()
    box = page.locator(".rule")
    for told in ("责任人", "每月一次", "监护情况差", "加强农村留守儿童关爱保护工作实施方案"):
        expect(box).to_contain_text(told)
    box.get_by_role("link", name="QJ-033").click()
    expect(page).to_have_url(re.compile(r"sources/qianjiang-2016\.html#qj-033$"))
    row = page.locator("tr", has=page.locator("#qj-033"))
    expect(row).to_contain_text("每月")
    expect(row.get_by_role("link", name="监护情况差的，每月评估一次")).to_be_visible()
    page.close()
    assert not wrong


def test_every_page_on_a_phone(built: Built, browser: Browser) -> None:
    """Nothing is wider than a phone, nothing fails, nothing is asked of anybody else."""
    page, wrong = watched(browser, built.address, viewport=PHONE)
    page.route("**/workers/search*.js", lambda route: route.fulfill(body=""))
    page.route("**/search_index.js*", lambda route: route.fulfill(json={"config": {}, "docs": []}))
    wide = []
    for path in sorted(built.folder.rglob("*.html")):
        name = path.relative_to(built.folder).as_posix()
        page.goto(built.address + name)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > PHONE["width"]:
            wide.append(f"{name} {width}")
    page.close()
    assert not wide
    assert not wrong


@pytest.mark.parametrize(
    ("size", "scheme"), [(PHONE, "light"), (DESK, "dark")], ids=["phone", "desk-dark"]
)
def test_a_screen_reader_finds_its_way(
    built: Built,
    browser: Browser,
    size: dict[str, int],
    scheme: str,
    not_run: Callable[[str], NoReturn],
) -> None:
    if not AXE.is_file():
        not_run("没有 axe-core；make parts 会装上它。")
    page, _ = watched(browser, built.address, viewport=size, color_scheme=scheme)
    found = []
    for name in SEEN:
        page.goto(f"{built.address}{name}.html")
        page.wait_for_timeout(100)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        answer = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found += [
            f"{name}: {each['id']} {each['nodes'][0]['html'][:120]}"
            for each in answer["violations"]
            if each["impact"] in ("serious", "critical")
        ]
    page.close()
    assert not found


def test_by_keyboard_alone(built: Built, browser: Browser) -> None:
    page, wrong = watched(browser, built.address, viewport=DESK)
    page.goto(built.address + f"{DUTY}.html")
    page.keyboard.press("Tab")
    assert "md-skip" in page.evaluate("document.activeElement.className")
    page.keyboard.press("Enter")
    assert "#" in page.url
    page.keyboard.press("/")
    assert "md-search__input" in page.evaluate("document.activeElement.className")
    write(page, "督导员")
    page.locator(".md-search-result__item h1").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("督导|%E7%9D%A3|supervisor|school|township|h="))
    assert DUTY not in page.url
    page.close()
    assert not wrong


def sheets(paper: bytes) -> int:
    """How many sheets, every one of A4."""
    found = re.findall(rb"/MediaBox \[0 0 (\d+)\.?\d* (\d+)", paper)
    assert set(found) <= {(b"594", b"841"), (b"595", b"841"), (b"595", b"842")}
    return len(found)


def test_a_page_of_the_handbook_on_paper(built: Built, browser: Browser) -> None:
    """On A4 the page is the text and its box, nothing cut off, no way about the site."""
    page, _ = watched(browser, built.address, viewport=A4)
    page.goto(built.address + f"{DUTY}.html")
    page.emulate_media(media="print")
    for gone in (".md-header", ".md-sidebar--primary", ".md-tabs", ".md-footer"):
        assert not page.locator(gone).first.is_visible()
    assert page.locator(".rule").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= A4["width"]
    papers = sheets(page.pdf(prefer_css_page_size=True))
    page.close()
    assert 1 <= papers <= 3


def test_a_public_table_on_paper(built: Built, browser: Browser) -> None:
    """Chart, figures and explanation of the newest issue stand together on few sheets."""
    page, _ = watched(browser, built.address, viewport=A4)
    page.goto(built.address + "statistics/sex-age.html")
    page.emulate_media(media="print")
    assert page.get_by_role("img", name="在册儿童，按性别和年龄，2026年第三季度").is_visible()
    assert page.locator(".chart .hidden").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= A4["width"]
    papers = sheets(page.pdf(prefer_css_page_size=True))
    page.close()
    assert 1 <= papers <= 3


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", ["sex-age", "total", "township-total"])
def test_figures_of_all_days_fit_and_no_name_is_broken(
    built: Built, browser: Browser, name: str, width: int
) -> None:
    page, _ = watched(browser, built.address, viewport={"width": width, "height": 800})
    page.goto(f"{built.address}statistics/{name}.html")
    tables = page.locator(".figures .md-typeset__scrollwrap")
    assert tables.evaluate_all("every => every.every(e => e.scrollWidth <= e.clientWidth)")
    names = page.locator(".figures td:first-child")
    heights = "every => every.map(e => e.clientHeight / parseFloat(getComputedStyle(e).fontSize))"
    assert max(names.evaluate_all(heights)) < 3
    page.close()


def test_a_public_table_is_downloaded_as_issued(built: Built, browser: Browser) -> None:
    page, wrong = watched(browser, built.address, viewport=PHONE)
    page.goto(built.address + "statistics/sex-age.html")
    with page.expect_download() as asked:
        page.get_by_role("link", name="2026年第三季度", exact=True).last.click()
    path = Path(asked.value.path())
    assert path.read_bytes() == (ROOT / "docs/statistics/issues/2026-Q3/sex-age.csv").read_bytes()
    page.close()
    assert not wrong


def test_a_due_list_on_paper(browser: Browser, tmp_path: Path) -> None:
    """The list as it is read on a web page: on A4 nothing is cut off, the table keeps its head."""
    out = tmp_path / "due.md"
    where = ["--records", str(ROOT / "records"), "--home", str(ROOT), "--on", "2026-11-01"]
    assert main(["due", *where, "--only", "W086", "--format", "md", "--output", str(out)]) == 0
    body = Markdown(extensions=["tables"]).convert(out.read_text(encoding="utf-8"))
    style = (ROOT / "docs/assets/handbook.css").read_text(encoding="utf-8")
    shown = tmp_path / "due.html"
    shown.write_text(
        f'<meta charset="utf-8"><style>{style}</style><body class="md-typeset">{body}', "utf-8"
    )
    page, wrong = watched(browser, tmp_path.as_uri(), viewport=A4)
    page.goto(shown.as_uri())
    page.emulate_media(media="print")
    assert page.locator("td").count() > 20
    assert page.evaluate("document.documentElement.scrollWidth") <= A4["width"]
    papers = sheets(page.pdf(prefer_css_page_size=True))
    page.close()
    assert 1 <= papers <= 4
    assert not wrong
