"""The ledgers 台账 in every form: what they say, how they print, and that nobody is lost."""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from checked_county import CASE, HEAD, ID, case, lay
from county_lists import COUNTY, ON, Out, as_golden, workbook
from ledger_county import IDS, ROOT, dumped, made
from tonghu.cli import main
from tonghu.ledger.model import Terms
from tonghu.record.places import Place, Places
from tonghu.report.ledger_pages import Pages

UNREADABLE = "KFBF5KT"
ENTERED = "ref: a111, date: 2026-01-12, event: 登记, by: W003"
EMPTY = Terms("未采集", "封存", "读不出来", "没有过", "未指定", "是", "否", "推定", "合计")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("ledgers")
    return {form: made(folder, form) for form in ("md", "csv", "xlsx")}


def rows(path: Path) -> list[dict[str, str]]:
    text = path.read_text(encoding="utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline="")))


@pytest.mark.parametrize("form", ["md", "csv", "xlsx"])
@pytest.mark.parametrize("name", IDS)
def test_a_ledger_reads_as_it_should(name: str, form: str, folders: dict[str, Path]) -> None:
    content = (folders[form] / f"{name}.{form}").read_bytes()
    text = dumped(content) if form == "xlsx" else content.decode("utf-8")
    as_golden(f"ledgers/{name}.{form}" + (".txt" if form == "xlsx" else ""), text)


@pytest.mark.parametrize("form", ["md", "csv", "xlsx"])
def test_the_same_records_and_day_give_the_same_bytes(
    form: str, folders: dict[str, Path], tmp_path: Path
) -> None:
    again = made(tmp_path, form)
    assert {path.name: path.read_bytes() for path in again.iterdir()} == {
        path.name: path.read_bytes() for path in folders[form].iterdir()
    }


def test_no_cell_is_left_empty(folders: dict[str, Path]) -> None:
    for path in folders["csv"].iterdir():
        assert all(cell for row in rows(path) for cell in row.values()), path.name


def test_who_cannot_be_read_has_a_row_in_every_ledger_of_children(
    folders: dict[str, Path],
) -> None:
    every = folders["csv"].iterdir()
    found = [path.stem for path in every if UNREADABLE in path.read_text("utf-8")]
    others = {"workers", "activities", "documents", "screening-summary", "national-summary"}
    assert set(found) == set(IDS) - others
    for name in ("screening-summary", "left-behind"):
        told = (folders["md"] / f"{name}.md").read_text("utf-8")
        assert f"读不出来的 1 份，没有算在合计里，先运行 tonghu check 改好：{UNREADABLE}" in told


def test_every_child_in_a_register_has_one_row_and_no_other_has(folders: dict[str, Path]) -> None:
    ids = [row["档案编号"] for row in rows(folders["csv"] / "left-behind.csv")]
    assert sorted(ids) == ["KFBF5KT", "M9S346B", "N3D25VR", "N643DZ9", "Q4F5V37"]


def test_names_numbers_and_addresses_are_sealed(folders: dict[str, Path]) -> None:
    sealed = [
        "姓名",
        "公民身份号码",
        "民族",
        "户籍地址",
        "现居住地址",
        "残疾类型",
        "父母姓名和电话",
    ]
    for row in rows(folders["csv"] / "left-behind.csv"):
        assert {row[title] for title in sealed} <= {EMPTY.sealed, EMPTY.unreadable}


def test_a_child_of_several_types_stands_under_each_and_is_counted_once(tmp_path: Path) -> None:
    event = f"{ENTERED}, register: 困境儿童, types: [家庭贫困, 自身残疾]"
    records = lay(tmp_path, {CASE: case(event)})
    folder = made(tmp_path, "csv", records=records)
    assert [row["困境类型"] for row in rows(folder / "difficulty.csv")] == ["家庭贫困", "自身残疾"]
    told = (made(tmp_path, "md", records=records) / "difficulty.md").read_text("utf-8")
    assert "- 共 1 名儿童，2 行。" in told and "- 风险等级：未采集 1。" in told


def test_a_file_that_leads_nowhere_is_a_row_too(tmp_path: Path) -> None:
    odd = case(f"{ENTERED}, register: 留守儿童", head=f"{HEAD}sex: {{a: 1}}\n")
    records = lay(tmp_path, {CASE: odd})
    folder = made(tmp_path, "csv", records=records)
    (row,) = rows(folder / "left-behind.csv")
    assert row["档案编号"] == "K7Q2M48"
    summary = (made(tmp_path, "md", records=records) / "screening-summary.md").read_text("utf-8")
    assert "读不出来的 1 份" in summary and "共 0 名儿童" in summary


@pytest.mark.parametrize("form", ["md", "csv", "xlsx"])
def test_an_empty_county_has_ledgers(form: str, tmp_path: Path) -> None:
    records = tmp_path / "records"
    records.mkdir()
    (records / "settings.yml").write_text("area: nowhere\n", encoding="utf-8")
    folder = made(tmp_path, form, records=records)
    assert sorted(path.stem for path in folder.iterdir()) == IDS
    if form == "md":
        for path in folder.iterdir():
            assert "没有要列的" in path.read_text("utf-8") or "| 0 |" in path.read_text("utf-8")


def test_a_name_does_no_harm(tmp_path: Path) -> None:
    files = {"places/shuishi.yml": 'id: zhongshan/shuishi\nkind: village\nname: "=1+1|<b>"\n'}
    child = case(f"{ENTERED}, register: 留守儿童, place: zhongshan/shuishi")
    records = lay(tmp_path, {**files, CASE: child})
    one = ("left-behind",)
    assert ",'=1+1|<b>," in made(tmp_path, "csv", *one, records=records).read_text("utf-8")
    assert "=1+1\\|&lt;b\\>" in made(tmp_path, "md", *one, records=records).read_text("utf-8")
    book = workbook(made(tmp_path, "xlsx", *one, records=records).read_bytes())
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_a_workbook_names_no_moment_but_the_day_asked(folders: dict[str, Path]) -> None:
    with ZipFile(BytesIO((folders["xlsx"] / "visits.xlsx").read_bytes())) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        assert f"{ON}T00:00:00Z" in archive.read("docProps/core.xml").decode()


def test_one_ledger_can_be_seen_on_the_screen(capfdbinary: Out) -> None:
    words = ["--records", str(COUNTY), "--home", str(ROOT), "--on", ON]
    assert main(["ledger", "cases", *words]) == 0
    assert capfdbinary.readouterr().out.decode().startswith("# 岚桐县个案服务台账\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "写一本台账的名字"),
        (["cases", "--all"], "写一本台账的名字"),
        (["--all"], "请用 --out"),
        (["cases", "--format", "xlsx"], "请用 --out"),
        (["case"], "没有 case 这本台账；有的是：activities、"),
    ],
)
def test_what_cannot_be_done_is_said(words: list[str], told: str, capfdbinary: Out) -> None:
    assert main(["ledger", *words, "--records", str(COUNTY), "--on", ON]) == 2
    assert told in capfdbinary.readouterr().err.decode()


def test_a_workbook_keeps_its_heads_in_sight_and_prints_on_a4(folders: dict[str, Path]) -> None:
    for path in folders["xlsx"].iterdir():
        sheet = workbook(path.read_bytes()).worksheets[0]
        assert sheet.freeze_panes and sheet.print_title_rows, path.name
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr
        assert sheet.sheet_properties.pageSetUpPr.fitToPage or sheet.page_setup.scale
        assert sheet.max_row < 8 or sheet.auto_filter.ref


def test_nothing_that_goes_across_is_cut_by_the_end_of_a_page(folders: dict[str, Path]) -> None:
    """What begins in columns that every page repeats ends in them, and headings end with a page."""
    for path in folders["xlsx"].iterdir():
        sheet = workbook(path.read_bytes()).worksheets[0]
        if sheet.print_title_cols is None:
            continue
        fixed = sheet[sheet.print_title_cols.replace("$", "").replace(":", "1:") + "1"][0][
            -1
        ].column
        breaks = [each.id for each in sheet.col_breaks.brk]
        for joined in sheet.merged_cells.ranges:
            assert not any(joined.min_col <= last < joined.max_col for last in breaks), path.name
            if joined.min_col <= fixed:
                assert joined.max_col <= fixed, path.name
            assert breaks or joined.min_col <= fixed, path.name


@pytest.mark.parametrize(
    ("joints", "lasts"),
    [(range(1, 42), [21, 41]), ([1, 10, 30, 41], [10, 30, 41]), ([41], [41])],
)
def test_pages_end_with_a_heading_and_are_about_as_wide(
    joints: Sequence[int], lasts: list[int]
) -> None:
    assert Pages([13, *[7] * 40], 1, joints).lasts == lasts


def test_what_fits_is_one_page() -> None:
    assert Pages([10] * 19, 1, range(1, 20)).lasts == [19]


def test_places_have_one_order_in_every_ledger(folders: dict[str, Path]) -> None:
    """That of the ids of townships and villages, however their names are written."""
    summary = rows(folders["csv"] / "screening-summary.csv")
    order = [row["地点"] for row in summary]
    found = [row["乡镇"] for row in rows(folders["csv"] / "left-behind.csv")[1:]]
    assert len(set(found)) > 1 and found == sorted(found, key=order.index)
    assert order.index("禾鹭镇") < order.index("岚柏镇")


def test_the_order_of_places_ends_with_what_lies_nowhere() -> None:
    every = [
        Place("b", "township", "一镇", "x"), Place("a", "township", "二镇", "x"),
        Place("a/z", "village", "三村", "a"), Place("a/c", "village", "四村", "a"),
        Place("x", "county", "县", None), Place("s", "school", "五校", "b"),
    ]  # fmt: skip
    places = Places(every)
    found = sorted([None, *(each.id for each in every)], key=places.order)
    assert found == ["a/c", "a/z", "a", "s", "b", "x", None]
    assert list(places.ranks()) == ["四村", "三村", "二镇", "五校", "一镇", "县"]


@pytest.mark.parametrize("form", ["md", "csv", "xlsx"])
def test_one_child_has_ledgers(form: str, tmp_path: Path) -> None:
    records = lay(tmp_path, {CASE: case(f"{ENTERED}, register: 留守儿童")})
    folder = made(tmp_path, form, records=records)
    assert sorted(path.stem for path in folder.iterdir()) == IDS
    content = (folder / f"left-behind.{form}").read_bytes()
    assert ID in (dumped(content) if form == "xlsx" else content.decode("utf-8"))


@pytest.mark.parametrize("form", ["md", "csv", "xlsx"])
@pytest.mark.parametrize("name", ["left-behind", "screening-summary", "workers"])
def test_an_id_that_stands_in_two_townships_is_told(
    form: str, name: str, tmp_path: Path, capfdbinary: Out
) -> None:
    text = case(f"{ENTERED}, register: 留守儿童")
    records = lay(tmp_path, {CASE: text, f"children/heping/{ID}/case.yml": text})
    out = tmp_path / f"one.{form}"
    words = ["--records", str(records), "--home", str(ROOT), "--on", ON]
    assert main(["ledger", name, *words, "--format", form, "--out", str(out)]) == 0
    content = out.read_bytes()
    told = capfdbinary.readouterr().err.decode()
    if form != "csv":
        told = dumped(content) if form == "xlsx" else content.decode("utf-8")
    assert ("编号重复的 1 个" in told and ID in told) == (name != "workers")


def test_an_id_that_stands_once_is_not_told(folders: dict[str, Path]) -> None:
    assert not [p for p in folders["md"].iterdir() if "编号重复" in p.read_text("utf-8")]
