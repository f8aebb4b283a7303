"""The workbook: what stands in it, how it prints, what one can choose, and that it is the same."""

import json
import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from county_lists import as_golden, sheets, workbook
from tonghu.entry import sheet_layout as layout
from tonghu.entry.sheet_layout import behind

LISTS = layout.LISTS


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return sheets(tmp_path_factory.mktemp("lists") / "due.xlsx")


def shown(content: bytes) -> list[Worksheet]:
    return [sheet for sheet in workbook(content).worksheets if sheet.title != LISTS]


def head(sheet: Worksheet) -> int:
    return next(row[0].row for row in sheet.iter_rows() if row[0].value == layout.VILLAGE)


def rows(sheet: Worksheet) -> list[dict[str, object]]:
    names = [str(cell.value) for cell in sheet[head(sheet)]]
    lines = sheet.iter_rows(min_row=head(sheet) + 1, values_only=True)
    return [dict(zip(names, line, strict=True)) for line in lines]


def dumped(content: bytes) -> str:
    lines = []
    for sheet in workbook(content).worksheets:
        lines.append(f"== {sheet.title} {sheet.sheet_state}")
        for row in sheet.iter_rows(values_only=True):
            cells = ["" if value is None else str(value).replace("\n", "/") for value in row]
            lines.append(" | ".join(cells).rstrip(" |"))
        rules = sheet.data_validations.dataValidation
        lines += [f"-- {r.sqref} {r.type} {r.formula1} {r.error}" for r in rules]
    return "\n".join(lines) + "\n"


def test_the_workbook_reads_as_it_should(content: bytes) -> None:
    as_golden("due-xlsx.txt", dumped(content))


def test_the_same_records_and_day_give_the_same_bytes(content: bytes, tmp_path: Path) -> None:
    assert sheets(tmp_path / "again.xlsx") == content
    assert sheets(tmp_path / "later.xlsx", on="2026-10-16") != content


def test_it_names_no_moment_but_the_day_asked(content: bytes) -> None:
    with ZipFile(BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2026-10-15T00:00:00Z"}


def test_it_prints_on_a4_with_the_head_on_every_page(content: bytes) -> None:
    for sheet in shown(content):
        number = head(sheet)
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows == f"${number}:${number}"
        assert sheet.freeze_panes == f"D{number + 1}"
        last = "K" if sheet.title != "未指定" else "L"
        assert sheet.print_area == f"'{sheet.title}'!$A$1:${last}${sheet.max_row}"
        assert "第 &P 页，共 &N 页" in str(sheet.oddFooter)
        assert sum(sheet.column_dimensions[c].width for c in "ABCDEFGHIJK") < 160


def test_what_one_fills_in_is_empty_and_what_a_machine_needs_is_hidden(content: bytes) -> None:
    for sheet in shown(content):
        (hidden,) = [c for c, d in sheet.column_dimensions.items() if d.hidden]
        assert sheet[f"{hidden}{head(sheet)}"].value == layout.HIDDEN
        for row in rows(sheet):
            assert not any(row[name] for name in layout.FILLED)
    assert workbook(content)[LISTS].sheet_state == "hidden"


def test_every_row_hides_what_it_is_for(content: bytes) -> None:
    for sheet in shown(content):
        for row in rows(sheet):
            if row[layout.SUBJECT]:
                kept = behind(str(row[layout.HIDDEN]))
                assert kept and kept.subject == row[layout.SUBJECT]
                assert kept.worker == (None if sheet.title == "未指定" else sheet.title)


def test_what_a_row_hides_cannot_be_changed_unnoticed(content: bytes) -> None:
    text = str(rows(shown(content)[1])[0][layout.HIDDEN])
    data = json.loads(text)
    assert behind(text)
    assert not behind(json.dumps({**data, "subject": "K7Q2M48"}))
    for spoiled in ("", "{}", "[]", "1", text[:-1], json.dumps({**data, "more": 1})):
        assert behind(spoiled) is None


def test_lists_to_choose_from_are_those_of_the_schema(content: bytes) -> None:
    book = workbook(content)
    offered: dict[str, set[str]] = {}
    for sheet in shown(content):
        names = {cell.coordinate[:1]: str(cell.value) for cell in sheet[head(sheet)]}
        for rule in sheet.data_validations.dataValidation:
            if rule.type == "list":
                column = re.sub(r"\d.*", "", str(rule.sqref))
                cells = book[LISTS][rule.formula1.partition("!")[2].replace("$", "")]
                words = "、".join(str(cell[0].value) for cell in cells)
                offered.setdefault(names[column], set()).add(words)
                assert rule.showErrorMessage and rule.error
    assert offered[layout.SAW] == {"是、否"}
    assert {"好、一般、差", "父亲、母亲、双方", "其余未变"} <= offered[layout.RESULT]
    assert any("入户" in words and "电话" in words for words in offered[layout.HOW])


def test_nothing_in_it_runs(tmp_path: Path) -> None:
    records = tmp_path / "records"
    (records / "places").mkdir(parents=True)
    (records / "settings.yml").write_text(
        "cadences: {village-activity: {every: month, since: 2026-10-01}}\n", "utf-8"
    )
    (records / "places/evil.yml").write_text(
        'id: a/b\nkind: village\nname: "=HYPERLINK(1)"\nwithin: a\n', "utf-8"
    )
    (records / "places/a.yml").write_text('id: a\nkind: township\nname: "@甲&B"\n', "utf-8")
    found = sheets(tmp_path / "due.xlsx", "--by", "village", records=records)
    cells = [c for s in workbook(found).worksheets for row in s.iter_rows() for c in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert [c for c in cells if c.value == "'@甲&B =HYPERLINK(1)"]


def test_sheets_of_one_name_are_told_apart(tmp_path: Path) -> None:
    records = tmp_path / "records"
    (records / "places").mkdir(parents=True)
    (records / "settings.yml").write_text(
        "cadences: {village-activity: {every: month, since: 2026-10-01}}\n", "utf-8"
    )
    for number in range(3):
        name = "很长的名字" * 8 + "[村]"
        text = f"id: a/b{number}\nkind: village\nname: {name!r}\nwithin: a\n"
        (records / f"places/{number}.yml").write_text(text, "utf-8")
    found = workbook(sheets(tmp_path / "due.xlsx", "--by", "village", records=records))
    names = found.sheetnames
    assert len({name.lower() for name in names}) == len(names) == 4
    assert max(map(len, names)) <= 31


def test_a_county_that_owes_nothing_has_a_sheet_that_says_so(tmp_path: Path) -> None:
    settings = "area: lantong\nadopts: [qianjiang-2016]\n"
    (tmp_path / "settings.yml").write_text(settings, "utf-8")
    (sheet,) = shown(sheets(tmp_path / "due.xlsx", records=tmp_path))
    assert sheet["A2"].value == "没有要做的事。"
