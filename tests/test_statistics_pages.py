"""The pages of the public tables: every figure with its day, as text, chart, table and CSV."""

import os
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest

from invented_people import SECRET, County, Run, five_quarters
from tonghu.cli import main
from tonghu.disclosure.cell import Cell, Figure
from tonghu.disclosure.rounding import fingerprint
from tonghu.site import read_book, site
from tonghu.site.chart import Bar, Series, Told, bars, columns, width
from tonghu.site.issued import written
from tonghu.statistics.folder import Issue
from tonghu.statistics.folder import written as files_of

ROOT = Path(__file__).resolve().parent.parent
SVG = "{http://www.w3.org/2000/svg}"


def pages(run: Run, folder: Path) -> dict[str, str]:
    """The pages of a home that has these issues."""
    for name in ("schemas", "docs"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("issues"))
    for issue in run.issues:
        place = folder / "docs/statistics/issues" / issue.period
        place.mkdir(parents=True)
        for name, text in files_of(issue).items():
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


def sheet_of(page: str) -> list[list[str]]:
    """The rows of the first table of figures."""
    text = page.partition('<div class="figures')[2].partition("</div>")[0]
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_figure_stands_in_a_table_with_its_day(run: Run, made: Mapping[str, str]) -> None:
    newest = run.issues[-1]
    for table, figures in shown_tables(run):
        page = made[f"statistics/{table}.md"]
        if len(figures) == 1:
            (figure,) = figures
            assert f'<span class="number">{figure.value}</span> 人（截至 {figure.asof}）' in page
            continue
        head, _, *rows = sheet_of(page)
        assert head[-1] == "截至"
        seen = Counter(
            (cell, row[-1])
            for row in rows
            for cell in row[1:-1]
            if cell != "–" and not cell.endswith(("%", "不算"))
        )
        assert seen == Counter(
            (written(figure, newest).replace("<", "&lt;"), figure.asof) for figure in figures
        ), table


def test_a_table_by_two_things_is_crosswise(run: Run, made: Mapping[str, str]) -> None:
    newest = run.issues[-1]
    values = {figure.cell.dims: written(figure, newest) for figure in newest.figures}
    head, _, *rows = sheet_of(made["statistics/sex-age.md"])
    assert head == ["年龄", "合计", "男", "女", "未说明", "截至"]
    ages = newest.note.domains["age"]
    assert [row[0] for row in rows] == [*ages, "合计"]
    for age, row in zip(ages, rows, strict=False):
        told = [values[(("age", age),)]]
        told += [values[("age", age), ("sex", sex)] for sex in head[2:-1]]
        assert row[1:-1] == [cell.replace("<", "&lt;") for cell in told]
    assert rows[-1][1] == "–"
    assert sheet_of(made["statistics/type-rating.md"])[0][0] == "困境大类"


def test_the_empty_corner_of_a_table_by_two_things_is_explained(made: Mapping[str, str]) -> None:
    assert "两个合计相交的那一格是“–”" in made["statistics/sex-age.md"]
    assert not [p for p in ("registers", "on-time") if "相交" in made[f"statistics/{p}.md"]]


def test_every_table_has_a_chart_that_says_what_it_shows(run: Run, made: Mapping[str, str]) -> None:
    for table, figures in shown_tables(run):
        page = made[f"statistics/{table}.md"]
        svgs = drawn(page)
        assert page.count('<p class="caption">') == len(svgs)
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
    page = made["statistics/township-total.md"]
    assert "沿用以前的数字，写明截至哪一天" in page
    svg = drawn(page)[0]
    days = [each.text for each in svg.iter(f"{SVG}tspan") if each.get("class") == "when"]
    expected = [f.asof for f in newest.figures if f.table == "township-total"]
    assert days == expected


def test_shares_come_from_what_is_published(run: Run, made: Mapping[str, str]) -> None:
    newest = run.issues[-1]
    values = {figure.cell: figure.value for figure in newest.figures}
    for duty in run.county.definitions.dimensions["duty"].values[:3]:
        whole = values[Cell("lanshan", (("duty", duty),))]
        part = values[Cell("lanshan", (("done", "按时做到"), ("duty", duty)))]
        assert whole and part
        page = made["statistics/on-time.md"]
        assert f"{duty}：按时做到 {round(100 * part / whole)}%" in page
        (row,) = [row for row in sheet_of(page) if row[0] == duty]
        assert row[1:3] == [str(whole), str(part)] and row[4] == f"{round(100 * part / whole)}%"


def test_a_table_that_is_off_shows_nothing(made: Mapping[str, str]) -> None:
    page = made["statistics/township-rating.md"]
    assert "默认不公布" in page and not drawn(page)


@pytest.mark.parametrize(("size", "told"), [(12, "少于30人"), (60, "全县在册到 100 人才公布")])
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
    page = found["statistics/types.md"]
    assert "没有公布：几张表放在一起，可能推算出不该知道的数字" in page
    assert "## 历期" in page, "what was issued before still stands"


def test_invented_children_are_called_so(run: Run, tmp_path: Path, made: Mapping[str, str]) -> None:
    told = "是虚构的"
    assert not [path for path, page in made.items() if "statistics" in path and told in page]
    newest = run.issues[-1]
    false = newest.__class__(
        newest.period, newest.figures, newest.note, {**newest.made, "invented": True}
    )
    found = pages(run._replace(issues=[*run.issues[:-1], false]), tmp_path)
    assert told in found["statistics/total.md"] and told in found["statistics/index.md"]
    assert "历期" not in found["statistics/total.md"], "real figures beside invented ones"


def test_the_committed_issues_are_of_the_invented_county() -> None:
    book = read_book(ROOT)
    assert [issue.period for issue in book.issues] == sorted(i.period for i in book.issues)
    assert book.issues and all(issue.made["invented"] is True for issue in book.issues)
    assert {issue.made["key"] for issue in book.issues} == {fingerprint(SECRET)}, "of no real team"
    page = site(book).pages["statistics/index.md"]
    assert "岚穗县是虚构的" in page and "截至 2026-09-30" in page


def test_the_first_page_tells_of_every_table(run: Run, made: Mapping[str, str]) -> None:
    page = made["statistics/index.md"]
    ids = [table.id for table in run.county.definitions.tables]
    assert all(f"]({name}.md)" in page for name in ids)
    assert page.index("](total.md)") < page.index("](sex-age.md)") < page.index("](on-time.md)")


def test_an_issue_that_cannot_be_read_stops_the_site(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pages(run, tmp_path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs/statistics/issues/2026-Q3/sdc.json").write_text("{", encoding="utf-8")
    assert main(["site", "--home", str(tmp_path), "--out", str(tmp_path / "site")]) == 1
    assert "2026-Q3" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["sex-age", "township-total", "total", "registers", "index"])
def test_the_pages_of_the_demo_are_the_golden_ones(name: str) -> None:
    page = site(read_book(ROOT)).pages[f"statistics/{name}.md"]
    path = ROOT / f"tests/golden/statistics/{name}.md"
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8", newline="\n")
    assert page == path.read_text(encoding="utf-8")


# Charts.

TOLD = Told("c", "标题", "说明", "图注")


def rects(svg: ElementTree.Element, kind: str) -> list[ElementTree.Element]:
    return [each for each in svg.iter(f"{SVG}rect") if each.get("class") == kind]


def test_the_longest_bar_is_the_largest_and_nothing_leaves_the_picture() -> None:
    rows = [Bar("甲", 400, "400", "2026-09-30"), Bar("乙", 10, "10"), Bar("丙", None, "<10")]
    (svg,) = drawn(bars(TOLD, rows, 5))
    wide = [float(each.get("width") or 0) for each in rects(svg, "bar")]
    assert wide[0] == max(wide) and wide[1] == pytest.approx(wide[0] / 40, abs=0.1)
    (value, *_) = [each for each in svg.iter(f"{SVG}text") if each.get("class") == "value"]
    assert float(value.get("x") or 0) + width("400") + width("2026-09-30") <= 360


def test_what_is_hidden_is_hatched_and_said_and_never_a_zero(
    run: Run, made: Mapping[str, str]
) -> None:
    newest = run.issues[-1]
    for table, figures in shown_tables(run):
        for svg in drawn(made[f"statistics/{table}.md"])[:1]:
            texts = [t.text for t in svg.iter(f"{SVG}text") if t.get("class") == "value"]
            hatched = rects(svg, "hidden")
            assert "0" not in texts
            assert len(hatched) == sum(text in ("<10", "人太少，不算") for text in texts)
            assert all(float(each.get("width") or 0) >= 12 for each in hatched)
            assert all((each.get("fill") or "").startswith("url(#") for each in hatched)
            assert len(hatched) + len(rects(svg, "bar")) == len(texts)
        assert not [f for f in figures if f.value == 0] and newest


def test_hidden_columns_are_hatched_and_a_day_without_figures_is_empty() -> None:
    days = ["2026-03-31", "2026-06-30", "2026-09-30"]
    line = Series("甲", {days[0]: (None, "<10"), days[2]: (40, "40")})
    (svg,) = drawn(columns(TOLD, [line], days, 5))
    assert len(rects(svg, "hidden")) == len(rects(svg, "bar")) == 1
    values = [t.text for t in svg.iter(f"{SVG}text") if t.get("class") == "value"]
    assert values == ["<10", "–", "40"]


def test_bars_of_a_group_differ_without_colour() -> None:
    rows = [Bar(name, 10, "10", "", "组", look) for look, name in enumerate("甲乙丙丁")]
    (svg,) = drawn(bars(TOLD, rows, 5))
    assert len({each.get("style") for each in rects(svg, "bar")}) == 4
    texts = [each.text for each in svg.iter(f"{SVG}text")]
    assert texts.count("组") == 1 and set("甲乙丙丁") <= set(texts)


def test_what_a_name_says_is_only_text() -> None:
    (svg,) = drawn(bars(Told("b", "<script>", "&", "<i>"), [Bar("<b>甲</b>", 10, "10")], 5))
    assert "<script>" in [t.text for t in svg.iter(f"{SVG}title")]
    assert "<b>甲</b>" in [t.text for t in svg.iter(f"{SVG}text")]


def test_a_long_name_stands_above_its_bar() -> None:
    long = "在册留守儿童，每季度核对更新一次基本情况"
    (svg,) = drawn(bars(TOLD, [Bar(long, 10, "10")], 5))
    (rect,) = rects(svg, "bar")
    (label, *_) = [t for t in svg.iter(f"{SVG}text") if t.get("class") == "label"]
    assert float(label.get("y") or 0) < float(rect.get("y") or 0) and width(long) < 360
