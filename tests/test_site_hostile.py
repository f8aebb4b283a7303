"""A page is read, it never acts: whatever stands in it, in our site and in another engine's."""

import re
import shutil
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple, NoReturn

import pytest
from markdown import Markdown
from playwright.sync_api import Browser, Dialog

from browser import chromium, executable, served, watched
from hostile_pages import FORMS, TEXT
from tonghu.cli import main
from tonghu.site.clean import bare, clean
from tonghu.site.export import EXTENSIONS
from tonghu.site.harmless import harmless
from tonghu.site.policy import PLACE, policed

ROOT = Path(__file__).resolve().parent.parent
DEFINITIONS = ("docs", "schemas", "mkdocs.yml", "scripts/site_hooks.py")
SCHEMES = re.compile(r"(?:https?|mailto|tel):|[^:]*$|[^:]*[#?/]", re.IGNORECASE)
ACTS = {"script", "iframe", "object", "embed", "style", "svg", "form", "base", "meta", "button"}
GUIDE, DUTY = "guides/village", "handbook/guardianship/assess-poor-monthly"


class Acting(HTMLParser):
    """Collects what a browser would do something with."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ACTS:
            self.found.append(tag)
        for name, value in attrs:
            told = re.sub(r"[\x00-\x20]", "", value or "")
            outside = tag == "img" and name == "src" and "//" in told
            wrong = name in ("href", "src") and (outside or not SCHEMES.match(told))
            if name.startswith(("on", "style", "data-md", "srcdoc")) or wrong:
                self.found.append(f"{tag} {name}={value}")
            if name == "id" and told.startswith("__"):
                self.found.append(told)


def acting(html: str) -> list[str]:
    parser = Acting()
    parser.feed(html)
    return parser.found


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("before", ["", "- item\n\n    ", "> "], ids=["alone", "list", "quote"])
@pytest.mark.parametrize("extensions", [EXTENSIONS, [*EXTENSIONS, "attr_list"], []])
def test_no_form_acts_where_another_engine_shows_it(
    name: str, before: str, extensions: list[str]
) -> None:
    text = f"# T\n\n{before}{FORMS[name]}\n"
    assert not acting(Markdown(extensions=[*extensions]).convert(harmless(text)))


@pytest.mark.parametrize("name", FORMS)
def test_no_form_acts_in_the_content_of_a_page(name: str) -> None:
    """Even where nothing was made harmless before."""
    html = Markdown(extensions=[*EXTENSIONS, "attr_list"]).convert(FORMS[name])
    assert not acting(clean(html).replace("<svg", "<b"))


KEPT = [
    '<h2 id="监护">监护</h2>',
    '<p>a <strong>b</strong> <code>c</code><br><small>d</small></p>',
    '<td style="text-align: right;">1</td>',
    '<details class="tip" open=""><summary>a</summary>b</details>',
    '<div class="admonition note"><p class="admonition-title">注意</p></div>',
    '<a id="__codelineno-0-1" name="__codelineno-0-1" href="#__codelineno-0-1"></a>',
    '<a href="../sources/x.html#qj-033">QJ-033</a>',
    '<a href="https://example.org/a?b=c">x</a>',
    '<a href="mailto:a@tonghu.invalid">x</a>',
    '<img alt="清单" src="../images/due-list.png">',
    ('<svg viewBox="0 0 9 9" role="img" aria-labelledby="a-t"><title id="a-t">t</title><defs>'
     '<pattern id="a-p" width="6" height="6" patternUnits="userSpaceOnUse"><path d="M0 0"></path>'
     '</pattern></defs><rect class="bar" x="1" style="fill: url(#a-p)"></rect></svg>'),
    ('<div class="tabbed-set"><input checked="" id="__tabbed_1_1" name="__tabbed_1" type="radio">'
     '<label for="__tabbed_1_1">a</label></div>'),
]  # fmt: skip


@pytest.mark.parametrize("html", KEPT)
def test_what_our_pages_need_stays(html: str) -> None:
    whole = f"<table><tbody><tr>{html}</tr></tbody></table>" if html.startswith("<td") else html
    assert clean(whole) == whole


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ('<p onclick="x">a</p>', "<p>a</p>"),
        ('<p style="position:fixed">a</p>', "<p>a</p>"),
        ('<a href="java&#10;script:x">a</a>', "<a>a</a>"),
        ('<img src="https://evil.example/a.png">', "<img>"),
        ('<img src="\\\\evil.example/a.png">', "<img>"),
        ('<svg><a href="javascript:x"><rect></rect></a></svg>', "<svg><a><rect></rect></a></svg>"),
        ('<svg><use href="#a"></use></svg>', "<svg></svg>"),
        ('<rect fill="url(https://evil.example/a#b)">', None),
        ('<div class="md-dialog rule" data-md-component="x">a</div>', '<div class="rule">a</div>'),
        ('<a id="__config"></a>', "<a></a>"),
        ('<input type="text" value="x">', "<input>"),
        ("<svg><style>a</style></svg>", "<svg></svg>"),
        ("<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;x&gt;'>", None),
    ],
)
def test_what_acts_goes_and_the_text_stays(html: str, shown: str | None) -> None:
    found = clean(html)
    assert not acting(found.replace("<svg", "<b")) and "evil" not in found
    assert shown is None or found == shown


def test_the_contents_are_text() -> None:
    assert bare("a <img src=x onerror=y> <b>c</b> &lt;i&gt;") == "a  c &lt;i&gt;"


def test_the_policy_names_the_theme_s_programs_and_no_other() -> None:
    page = f'<meta content="{PLACE}"><script>a</script>X<script src="b.js"></script>'
    own, both = (
        policed(page.replace("X", ""), ""),
        policed(page.replace("X", "<p><script>b</script>"), "<p><script>b</script>"),
    )
    assert own.count("sha256-") == both.count("sha256-") == 1


class Built(NamedTuple):
    """A site in which everybody wrote what they could think of."""

    folder: Path
    address: str


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    home = tmp_path_factory.mktemp("hostile")
    for name in DEFINITIONS:
        source, target = ROOT / name, home / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    for name in (GUIDE, DUTY):
        with (home / f"docs/{name}.md").open("a", encoding="utf-8") as page:
            page.write(f"\n{TEXT}")
    for name in ("x.html", "x.svg"):
        (home / "docs/guides" / name).write_text("<script>alert(1)</script>", encoding="utf-8")
    assert main(["site", "--home", str(home), "--out", str(home / "site")]) == 0
    with served(home / "site") as address:
        yield Built(home / "site", address)


@pytest.mark.parametrize("where", ["server", "disk"])
@pytest.mark.parametrize("name", [GUIDE, DUTY])
def test_nothing_runs_in_a_browser(
    name: str, where: str, built: Built, not_run: Callable[[str], NoReturn]
) -> None:
    if executable() is None:
        not_run("没有 Chromium；Debian 上可用 apt-get install chromium fonts-noto-cjk 安装。")
    address = built.address if where == "server" else built.folder.as_uri() + "/"
    with chromium() as browser:
        assert _happens(browser, address, name) == []


def _happens(browser: Browser, address: str, name: str) -> list[str]:
    """Whatever runs, fails or is asked of others while a reader touches everything in a page."""
    page, wrong = watched(browser, address)

    def told(dialog: Dialog) -> None:
        wrong.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", told)
    page.goto(f"{address}{name}.html")
    page.wait_for_timeout(300)
    page.evaluate(
        """for (const each of document.querySelectorAll("article *")) {
             for (const kind of ["mouseover", "click"])
               if (!each.href || each.protocol === "javascript:")
                 each.dispatchEvent(new MouseEvent(kind, {bubbles: true, cancelable: true}))
           }"""
    )
    page.wait_for_timeout(300)
    page.close()
    return wrong


def test_nothing_hostile_is_published(built: Built) -> None:
    for name in (GUIDE, DUTY):
        html = (built.folder / f"{name}.html").read_text(encoding="utf-8")
        article = html.partition("<article")[2].partition("</article>")[0]
        assert not acting(article)
        assert "unsafe-inline" not in html.partition("script-src")[2].partition(";")[0]
    assert not list(built.folder.rglob("x.*"))
