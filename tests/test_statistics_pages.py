"""The pages of the public tables: every figure with its day, as text, chart, table and CSV."""

import re
import shutil
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from invented_people import County, Run, five_quarters
from tonghu.disclosure.cell import Cell, Figure
from tonghu.site import read_book, site
from tonghu.site.chart import Bar, Line, bars, lines
from tonghu.statistics.folder import Issue, written

ROOT = Path(__file__).resolve().parent.parent
SVG = "{http://www.w3.org/2000/svg}"


def pages(run: Run, folder: Path) -> dict[str, str]:
    """The pages of a home that has these issues."""
    for name in ("schemas", "docs"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("issues"))
    for issue in run.issues:
        place = folder / "docs/statistics/issues" / issue.period
        place.mkdir(parents=True)
        for name, text in written(issue).items():
            (place / name).write_text(text, encoding="utf-8", newline="\n")
    return site(read_book(folder)).pages


@pytest.fixture(scope="module")
def run() -> Run:
    return five_quarters(County(4000, 1))


@pytest.fixture(scope="module")
def made(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    return pages(run, tmp_path_factory.mktemp("home"))


def drawn(text: str) -> list[ElementTree.Element]:
    return [ElementTree.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", text, re.DOTALL)]


def shown_tables(run: Run) -> Iterator[tuple[str, list[Figure]]]:
    newest = run.issues[-1]
    for table in run.county.definitions.tables:
        yield table.id, [figure for figure in newest.figures if figure.table == table.id]


def test_every_figure_stands_in_a_table_with_its_day(run: Run, made: Mapping[str, str]) -> None:
    for table, figures in shown_tables(run):
        page = made[f"statistics/{table}.md"]
        rows = re.findall(r"^\| .+ \| (&lt;10|\d+) \| (\d{4}-\d\d-\d\d) \|$", page, re.MULTILINE)
        expected = [("&lt;10" if f.value is None else str(f.value), f.asof) for f in figures]
        assert rows == expected, table


def test_every_table_has_a_chart_that_says_what_it_shows(run: Run, made: Mapping[str, str]) -> None:
    for table, figures in shown_tables(run):
        svgs = drawn(made[f"statistics/{table}.md"])
        assert svgs, table
        for svg in svgs:
            title, told = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
            assert title is not None and told is not None and title.text and told.text
            assert svg.get("role") == "img"
            assert svg.get("aria-labelledby") == f"{title.get('id')} {told.get('id')}"
        assert figures


def test_what_is_hidden_is_explained_where_it_stands(made: Mapping[str, str]) -> None:
    for path, page in made.items():
        if path.startswith("statistics/") and "| &lt;10 |" in page:
            assert "少于10人（0 也算）" in page


def test_each_page_offers_its_csv_and_the_method(run: Run, made: Mapping[str, str]) -> None:
    for table, _ in shown_tables(run):
        page = made[f"statistics/{table}.md"]
        for issue in run.issues:
            assert f"](issues/{issue.period}/{table}.csv)" in page
        assert "](method.md)" in page


def test_carried_figures_say_so(run: Run, made: Mapping[str, str]) -> None:
    newest = run.issues[-1]
    carried = {f.asof for f in newest.figures if f.asof != newest.asof}
    assert carried
    assert "沿用以前的数字，各写明是哪一天的" in made["statistics/township-total.md"]


def test_shares_come_from_what_is_published(run: Run, made: Mapping[str, str]) -> None:
    newest = run.issues[-1]
    values = {figure.cell: figure.value for figure in newest.figures}
    for duty in run.county.definitions.dimensions["duty"].values[:3]:
        whole = values[Cell("lanshan", (("duty", duty),))]
        part = values[Cell("lanshan", (("done", "按时做到"), ("duty", duty)))]
        assert whole and part
        assert f"{duty}：按时做到 {round(100 * part / whole)}%" in made["statistics/on-time.md"]


def test_a_table_that_is_off_shows_nothing(made: Mapping[str, str]) -> None:
    page = made["statistics/township-rating.md"]
    assert "默认不公布" in page and not drawn(page)


@pytest.mark.parametrize(("size", "told"), [(12, "少于30人"), (60, "在册的孩子不到 100 人")])
def test_where_there_are_too_few_children_it_is_said(tmp_path: Path, size: int, told: str) -> None:
    found = pages(five_quarters(County(size, 1)), tmp_path)
    assert told in found["statistics/registers.md"]


def test_without_any_issue_the_page_says_so(tmp_path: Path, run: Run) -> None:
    found = pages(run._replace(issues=[]), tmp_path)
    assert "还没有公布过" in found["statistics/total.md"]


def test_a_table_kept_back_says_so(tmp_path: Path, run: Run) -> None:
    newest = run.issues[-1]
    figures = tuple(f for f in newest.figures if f.table != "types")
    kept = Issue(newest.period, figures, newest.note, {**newest.made, "withheld": ["types"]})
    found = pages(run._replace(issues=[*run.issues[:-1], kept]), tmp_path)
    assert "没有公布这张表" in found["statistics/types.md"]


# Charts.


def test_the_longest_bar_is_the_largest_and_nothing_leaves_the_picture() -> None:
    rows = [Bar("甲", 400, "400"), Bar("乙", 10, "10"), Bar("丙", None, "<10")]
    (svg,) = drawn(bars("b", "标题", "说明", rows, 5))
    widths = [float(r.get("width") or 0) for r in svg.iter(f"{SVG}rect")]
    assert widths[0] == max(widths) < 360 and widths[1] < widths[0]
    assert [r.get("class") for r in svg.iter(f"{SVG}rect")] == ["bar", "bar", "hidden"]
    assert "<10" in [text.text for text in svg.iter(f"{SVG}text")]


def test_lines_differ_without_colour_and_their_names_do_not_lie_on_each_other() -> None:
    days = ("2026-03-31", "2026-06-30", "2026-09-30")
    every = [Line(name, dict.fromkeys(days, 100 + n)) for n, name in enumerate("甲乙丙丁")]
    (svg,) = drawn(lines("l", "标题", "说明", every))
    looks = [(p.get("stroke-dasharray"), p.get("points")) for p in svg.iter(f"{SVG}polyline")]
    assert len({dash for dash, _ in looks}) == 4
    ends = sorted(
        float(t.get("y") or 0) for t in svg.iter(f"{SVG}text") if t.get("class") == "value"
    )
    assert all(below - above >= 12 for above, below in pairwise(ends))


def test_what_a_name_says_is_only_text() -> None:
    (svg,) = drawn(bars("b", "<script>", "&", [Bar("<b>甲</b>", 10, "10")], 5))
    assert "<script>" in [t.text for t in svg.iter(f"{SVG}title")]
    assert "<b>甲</b>" in [t.text for t in svg.iter(f"{SVG}text")]
