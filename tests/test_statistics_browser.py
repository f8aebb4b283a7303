"""Charts and tables of the statistics in real Chromium: wide, narrow, in grey and on paper."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from markdown import Markdown
from playwright.sync_api import Browser

from browser import chromium, executable, watched
from invented_people import County, five_quarters
from test_site_browser import A4, sheets
from test_statistics_pages import pages
from tonghu.site import read_book, site

ROOT = Path(__file__).resolve().parent.parent
WIDTHS = (328, 480)
"""The text of a phone of 360 pixels, and the widest that a chart becomes."""
LONG = "在册留守儿童，每季度核对更新一次基本情况"

MEASURE = """
svgs => svgs.map(svg => {
  const frame = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll('text')]
    .map(text => [text.textContent, text.getBoundingClientRect()]);
  const out = texts.filter(([, box]) => box.left < frame.left - 1 || box.right > frame.right + 1
    || box.top < frame.top - 1 || box.bottom > frame.bottom + 1).map(([text]) => text);
  const over = [];
  texts.forEach(([a, one], i) => texts.slice(i + 1).forEach(([b, two]) => {
    const x = Math.min(one.right, two.right) - Math.max(one.left, two.left);
    const y = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
    if (x > 1 && y > 5) over.push(a + ' / ' + b);
  }));
  const least = Math.min(...texts.map(([, box]) => box.height));
  return {title: svg.querySelector('title').textContent, out, over, least};
})
"""


@pytest.fixture(scope="module")
def browser(not_run: Callable[[str], NoReturn]) -> Iterator[Browser]:
    if executable() is None:
        not_run("没有 Chromium；Debian 上可用 apt-get install chromium fonts-noto-cjk 安装。")
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every statistics page of a large county, and of the demo, one below the other."""
    run = five_quarters(County(4000, 1))
    duties = run.county.definitions.dimensions["duty"].values
    names = {f"t{number:02}": f"岚溪{number}镇" for number in range(30)}
    names |= dict.fromkeys(duties, LONG)
    issues = [
        issue.__class__(issue.period, issue.figures, issue.note, {**issue.made, "names": names})
        for issue in run.issues
    ]
    large = pages(run._replace(issues=issues), tmp_path_factory.mktemp("large"))
    demo = site(read_book(ROOT)).pages
    every = [
        made.split("---\n", 2)[2].replace('id="', f'id="{which}-')
        for which, found in (("large", large), ("demo", demo))
        for path, made in found.items()
        if path.startswith("statistics/")
    ]
    body = "".join(Markdown(extensions=["tables", "md_in_html"]).convert(text) for text in every)
    style = (ROOT / "docs/assets/handbook.css").read_text(encoding="utf-8")
    place = tmp_path_factory.mktemp("shown") / "pages.html"
    head = f'<!doctype html><meta charset="utf-8"><style>{style}</style>'
    sized = "body { margin: 0 16px } .md-typeset { font-size: 17px }"
    text = f'{head}<style>{sized}</style><body class="md-typeset" data-md-color-scheme="default">'
    place.write_text(re.sub(r"url\(#", "url(#large-", text + body), encoding="utf-8")
    return place


@pytest.mark.parametrize("width", WIDTHS)
def test_no_word_of_a_chart_lies_on_another_or_leaves_it(
    shown: Path, browser: Browser, width: int
) -> None:
    page, wrong = watched(browser, shown.as_uri(), viewport={"width": width + 32, "height": 900})
    page.goto(shown.as_uri())
    found = page.locator("svg").evaluate_all(MEASURE)
    page.close()
    assert len(found) > 20
    assert not [each for each in found if each["out"] or each["over"]]
    assert min(each["least"] for each in found) >= 11
    assert not wrong


def test_in_grey_bars_of_a_group_still_differ(shown: Path, browser: Browser) -> None:
    """The same size of three bars, printed in grey, gives three different pictures."""
    page, _ = watched(browser, shown.as_uri(), viewport={"width": 512, "height": 900})
    page.goto(shown.as_uri())
    page.add_style_tag(content="html { filter: grayscale(1) }")
    chart = page.locator("svg", has=page.locator("title", has_text="性别和年龄，2026")).first
    chart.evaluate("svg => svg.querySelectorAll('.bar').forEach(b => b.setAttribute('width', 60))")
    found = {chart.locator(".bar").nth(at).screenshot() for at in range(2)}
    hidden = chart.locator(".hidden").first.screenshot()
    page.close()
    assert len(found | {hidden}) == 3


def test_on_paper_nothing_is_cut_off(shown: Path, browser: Browser) -> None:
    page, _ = watched(browser, shown.as_uri(), viewport=A4)
    page.goto(shown.as_uri())
    page.emulate_media(media="print")
    charts = page.locator(".chart")
    assert charts.evaluate_all(
        "every => every.every(each => getComputedStyle(each).breakInside === 'avoid')"
    )
    heights = charts.evaluate_all("every => every.map(each => each.offsetHeight)")
    papers = sheets(page.pdf(prefer_css_page_size=True))
    page.close()
    assert max(heights) < A4["height"] - 2 * 70
    assert papers > 1
