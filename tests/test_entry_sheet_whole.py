"""Nothing of a list that came back is passed over in silence, and nothing is taken for what it
is not: it is recorded, or given back with what to do, or told.
"""

import json
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from county_lists import COUNTY, sheets, workbook
from filled_lists import DONE, HOW, ILL, RATING, SAW, VISIT, WHO, Line, filled, lines, saved
from tonghu import period
from tonghu.entry import sheet_layout as layout
from tonghu.entry.form import Forms
from tonghu.entry.ground import Ground
from tonghu.entry.sheet import Rows, rows
from tonghu.entry.sheet_back import back
from tonghu.record.repository import Repository
from tonghu.schema import load_schemas

ROOT = Path(__file__).parent.parent
ON = "2026-10-15"
WHOSE = "W002"
VISITED = {DONE: "2026-10-14", HOW: "入户"}


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The list in which one visit is filled in."""
    empty = sheets(tmp_path_factory.mktemp("lists") / "due.xlsx")
    return filled(empty, {(VISIT, ILL): VISITED})


@pytest.fixture(scope="module")
def ground() -> Ground:
    return Ground(Repository(COUNTY), load_schemas(ROOT), period.day(ON))


class Hand(NamedTuple):
    """What somebody has before them: the book, the sheet of W002, a child's rows by duty."""

    book: Workbook
    sheet: Worksheet
    own: dict[str, Line]


Change = Callable[[Hand], None]


def changed(content: bytes, change: Change) -> bytes:
    """The list after somebody changed it."""
    book = workbook(content)
    change(Hand(book, book[WHOSE], {e.duty: e for e in lines(book) if e.subject == ILL}))
    return saved(book)


def told(found: Rows) -> str:
    return "".join(refused.reason for refused in found.refused)


def column(own: dict[str, Line], name: str) -> int:
    return int(own[VISIT].cells[name].column)


def head(sheet: Worksheet) -> int:
    return next(row[0].row for row in sheet.iter_rows() if row[0].value == layout.VILLAGE)


def test_the_list_as_it_is_asks_for_one_visit(content: bytes, ground: Ground) -> None:
    found = rows(content, ground)
    assert len(found.proposals) == 1 and not found.refused and not found.notes


# What is merged, renamed, doubled or written beside the table.


def merge_days(hand: Hand) -> None:
    cell = hand.own[VISIT].cells[DONE]
    hand.sheet.merge_cells(None, cell.row, cell.column, cell.row + 1, cell.column)


def merge_across(hand: Hand) -> None:
    cell = hand.own[VISIT].cells[DONE]
    hand.sheet.merge_cells(None, cell.row, cell.column, cell.row, cell.column + 2)


@pytest.mark.parametrize(("change", "count"), [(merge_days, 2), (merge_across, 1)])
def test_every_row_that_shares_a_filled_cell_comes_back(
    change: Change, count: int, content: bytes, ground: Ground
) -> None:
    found = rows(changed(content, change), ground)
    assert not found.proposals and len(found.refused) == count
    assert all("取消合并" in refused.reason for refused in found.refused)


def test_a_village_written_once_over_its_rows_harms_nothing(content: bytes, ground: Ground) -> None:
    def change(hand: Hand) -> None:
        row = hand.own[VISIT].cells[DONE].row
        hand.sheet.merge_cells(None, row, 1, row + 1, 1)

    found = rows(changed(content, change), ground)
    assert len(found.proposals) == 1 and not found.refused


def rename_head(hand: Hand) -> None:
    hand.sheet.cell(head(hand.sheet), column(hand.own, DONE), "哪天做的")


def no_hidden(hand: Hand) -> None:
    hand.sheet.delete_cols(column(hand.own, layout.HIDDEN))


def no_head(hand: Hand) -> None:
    hand.sheet.delete_rows(head(hand.sheet))


def two_days(hand: Hand) -> None:
    hand.sheet.cell(head(hand.sheet), column(hand.own, layout.HIDDEN) + 1, DONE)
    hand.sheet.cell(
        hand.own[RATING].cells[DONE].row, column(hand.own, layout.HIDDEN) + 1, "2026-10-14"
    )


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (rename_head, "找不到“完成日期”"),
        (no_hidden, "找不到“机器用”"),
        (no_head, "表头改动过"),
        (two_days, "表头里“完成日期”不止一列"),
    ],
)
def test_a_sheet_with_another_head_comes_back_as_a_whole(
    change: Change, why: str, content: bytes, ground: Ground
) -> None:
    now = changed(content, change)
    found = rows(now, ground)
    (refused,) = found.refused
    assert not found.proposals and (refused.sheet, refused.number) == (WHOSE, 0)
    assert why in refused.reason and "再交一次" in refused.reason
    given = load_workbook(BytesIO(back(now, found.refused, Forms(ground.schemas), ON)))
    assert why in "".join(str(c.value) for row in given[WHOSE].iter_rows() for c in row)


def test_the_other_sheets_are_read_all_the_same(content: bytes, ground: Ground) -> None:
    def change(hand: Hand) -> None:
        other = next(
            each for each in hand.book.worksheets if each.title not in (WHOSE, layout.LISTS)
        )
        other.cell(head(other), 1, "地方")

    found = rows(changed(content, change), ground)
    assert len(found.proposals) == 1 and len(found.refused) == 1


NOTE = "10月8日还去看了隔壁的孩子"


def below_the_table(hand: Hand) -> None:
    hand.sheet.cell(hand.sheet.max_row + 3, 1, NOTE)


def in_a_closed_row(hand: Hand) -> None:
    hand.own[RATING].put(layout.STATE, NOTE)


def beside_the_table(hand: Hand) -> None:
    hand.sheet.cell(hand.own[RATING].cells[DONE].row, column(hand.own, layout.HIDDEN) + 3, NOTE)


def far_below(hand: Hand) -> None:
    hand.sheet.cell(60_000, 2, NOTE)


@pytest.mark.parametrize("change", [below_the_table, in_a_closed_row, beside_the_table, far_below])
def test_words_in_a_row_that_is_not_filled_in_come_back(
    change: Change, content: bytes, ground: Ground
) -> None:
    found = rows(changed(content, change), ground)
    assert len(found.proposals) == 1
    (refused,) = found.refused
    assert "没有填完成日期" in refused.reason and NOTE not in refused.reason


def test_who_was_meant_to_do_it_is_no_deed(ground: Ground, tmp_path: Path) -> None:
    by_place = sheets(tmp_path / "due.xlsx", "--by", "village")
    found = rows(filled(by_place, {(VISIT, ILL): {WHO: "W003"}}), ground)
    assert not found.proposals and "“由谁”里" in told(found)


def test_words_in_a_filled_row_are_told_to_be_left_out(content: bytes, ground: Ground) -> None:
    def change(hand: Hand) -> None:
        hand.own[VISIT].put(layout.STATE, NOTE)

    found = rows(changed(content, change), ground)
    assert len(found.proposals) == 1 and not found.refused
    (note,) = found.notes
    assert "“状态”里" in note and "不会记进档案" in note


def test_words_above_the_table_are_told_to_be_left_out(content: bytes, ground: Ground) -> None:
    def change(hand: Hand) -> None:
        hand.sheet.cell(2, 1, NOTE)

    found = rows(changed(content, change), ground)
    assert len(found.proposals) == 1 and not found.refused
    assert ["不会记进档案" in note for note in found.notes] == [True]


def test_a_sheet_of_ones_own_is_told_to_be_left_out(content: bytes, ground: Ground) -> None:
    def change(hand: Hand) -> None:
        hand.book.create_sheet("便条").append([NOTE])

    found = rows(changed(content, change), ground)
    assert len(found.proposals) == 1 and not found.refused
    assert ["便条" in note and "没有读" in note for note in found.notes] == [True]


def test_a_row_far_below_is_read_like_any_other(content: bytes, ground: Ground) -> None:
    def change(hand: Hand) -> None:
        for cell in hand.own[VISIT].cells.values():
            hand.sheet.cell(70_000, cell.column, cell.value)
        hand.own[VISIT].put(DONE, None)
        hand.own[VISIT].put(HOW, None)

    found = rows(changed(content, change), ground)
    assert [p.places for p in found.proposals] == [((WHOSE, 70_000),)]


def test_words_far_to_the_right_give_the_sheet_back(content: bytes, ground: Ground) -> None:
    def change(hand: Hand) -> None:
        hand.sheet.cell(hand.own[VISIT].cells[DONE].row, 300, NOTE)

    found = rows(changed(content, change), ground)
    assert not found.proposals and "有 1 格读不到" in told(found)


# What one sees is what is recorded.


def swap_hidden(hand: Hand) -> None:
    hand.own[VISIT].put(layout.HIDDEN, hand.own[RATING].get(layout.HIDDEN))


def another_task(hand: Hand) -> None:
    hand.own[VISIT].put(layout.TASK, hand.own[RATING].get(layout.TASK))


def another_day(hand: Hand) -> None:
    hand.own[VISIT].put(layout.DUE, "2026-12-31")


@pytest.mark.parametrize("change", [swap_hidden, another_task, another_day])
def test_a_row_that_shows_another_thing_than_it_hides_comes_back(
    change: Change, content: bytes, ground: Ground
) -> None:
    now = changed(content, change)
    found = rows(now, ground)
    assert not found.proposals and "和发出去的不一样，这一行原来是" in told(found)
    again = rows(back(now, found.refused, Forms(ground.schemas), ON), ground)
    assert not again.proposals and "和发出去的不一样" in told(again)


def test_lines_broken_in_another_way_say_the_same(content: bytes, ground: Ground) -> None:
    def change(hand: Hand) -> None:
        task = str(hand.own[VISIT].get(layout.TASK))
        hand.own[VISIT].put(layout.TASK, f" {task[:5]}\r\n{task[5:]}　")

    found = rows(changed(content, change), ground)
    assert len(found.proposals) == 1 and not found.notes


FORGED: dict[str, Any] = {
    "subject": ["M9S346B"],
    "kind": {"a": 1},
    "event": "没有的事",
    "known": [1],
    "narrowed": {"rating": 5},
    "worker": 7,
    "opens": "昨天",
    "duty": None,
}


@pytest.mark.parametrize("key", FORGED)
def test_a_forged_hidden_cell_is_refused(key: str, content: bytes, ground: Ground) -> None:
    def change(hand: Hand) -> None:
        hand.own[VISIT].put(
            layout.HIDDEN, forged(hand.own[VISIT].get(layout.HIDDEN), **{key: FORGED[key]})
        )

    now = changed(content, change)
    found = rows(now, ground)
    assert not found.proposals and len(found.refused) == 1
    assert back(now, found.refused, Forms(ground.schemas), ON)


@pytest.mark.parametrize("key", ["date", "by", "event", "ref", "supersedes", "retracts", "nothing"])
def test_a_hidden_cell_fills_in_nothing_of_its_own(
    key: str, content: bytes, ground: Ground
) -> None:
    def change(hand: Hand) -> None:
        hidden = hand.own[VISIT].get(layout.HIDDEN)
        hand.own[VISIT].put(layout.HIDDEN, forged(hidden, known={key: "2020-01-01"}))

    found = rows(changed(content, change), ground)
    assert not found.proposals and "认不出是哪一件事" in told(found)


def forged(hidden: str, **values: Any) -> str:
    """A hidden cell with other contents, and a digest that fits them."""
    data = json.loads(hidden)
    data["for"] |= values
    del data["check"]
    return json.dumps({**data, "check": layout._digest(data)}, ensure_ascii=False)


@pytest.mark.parametrize("hidden", [7, True, 3.5, "[" * 9000, '{"check": [], "for": 1}', "=A1"])
def test_a_hidden_cell_of_any_sort_is_refused(hidden: Any, content: bytes, ground: Ground) -> None:
    def change(hand: Hand) -> None:
        hand.own[VISIT].put(layout.HIDDEN, hidden)

    assert not rows(changed(content, change), ground).proposals


# What people write, and what spreadsheets make of it.


@pytest.mark.parametrize(
    "day",
    [
        "2026.10.14",
        "２０２６．１０．１４",
        "2026。10。14",
        "10月14",
        "2026 年 10 月 14 日 ",
        "2026/10/14",
        "2026-10-14 00:00:00",
        "2026-10-14\u200b",
        "20261014",
    ],
)
def test_an_unmistakable_day_is_understood(day: str, content: bytes, ground: Ground) -> None:
    (proposal,) = rows(filled(content, {(VISIT, ILL): {DONE: day}}), ground).proposals
    assert proposal.event["date"] == "2026-10-14"


@pytest.mark.parametrize(
    "day", [10.14, 46309, "10.14", "14/10/2026", "26-10-14", "今天", "14", True]
)
def test_any_other_day_comes_back(day: Any, content: bytes, ground: Ground) -> None:
    found = rows(filled(content, {(VISIT, ILL): {DONE: day}}), ground)
    assert not found.proposals and "真实日期" in told(found)


@pytest.mark.parametrize("day", ["2025-10-14", "1926-10-14", "2016年10月14日"])
def test_a_day_of_a_year_long_past_is_asked_about(day: str, content: bytes, ground: Ground) -> None:
    found = rows(filled(content, {(VISIT, ILL): {DONE: day}}), ground)
    assert not found.proposals and "请查对年份" in told(found)


@pytest.mark.parametrize(
    ("mark", "seen"), [("√", True), (" ✓", True), (True, True), ("×", False), ("否　", False)]
)
def test_a_tick_is_a_yes(mark: Any, seen: bool, content: bytes, ground: Ground) -> None:
    (proposal,) = rows(filled(content, {(VISIT, ILL): {SAW: mark}}), ground).proposals
    assert proposal.event["saw_child"] is seen


@pytest.mark.parametrize("mark", ["?", "√×", "x", 1, "见了"])
def test_any_other_mark_comes_back(mark: Any, content: bytes, ground: Ground) -> None:
    found = rows(filled(content, {(VISIT, ILL): {SAW: mark}}), ground)
    assert not found.proposals and "只能写 是、否" in told(found)


# The file itself, as other programs write it.


def edited(content: bytes, edit: Callable[[str], str], part: str = "xl/worksheets/") -> bytes:
    """The file with some of its parts rewritten."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(out, "w") as goal:
        for name in source.namelist():
            raw = source.read(name)
            goal.writestr(name, edit(raw.decode()) if name.startswith(part) else raw)
    return out.getvalue()


def test_a_size_that_the_file_claims_counts_for_nothing(content: bytes, ground: Ground) -> None:
    size = re.compile('<dimension ref="[^"]*"')
    small = edited(content, lambda text: size.sub('<dimension ref="A1"', text))
    assert small != content and len(rows(small, ground).proposals) == 1


STRING = re.compile(r't="inlineStr"><is><t[^>]*>(.*?)</t></is>', re.DOTALL)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PART = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def test_strings_in_a_list_of_their_own_are_read(content: bytes, ground: Ground) -> None:
    """As Excel and LibreOffice write them; openpyxl and WPS write them within the cells."""
    words: list[str] = []

    def listed(text: str) -> str:
        return STRING.sub(numbered, text)

    def numbered(found: re.Match[str]) -> str:
        words.append(found[1])
        return f't="s"><v>{len(words) - 1}</v>'

    now = edited(content, listed)
    kind = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{PART}"/></Types>'
    now = edited(now, lambda text: text.replace("</Types>", kind), "[Content_Types]")
    items = "".join(f"<si><t xml:space='preserve'>{word}</t></si>" for word in words)
    with ZipFile(out := BytesIO(now), "a") as archive:
        archive.writestr("xl/sharedStrings.xml", f"<sst xmlns='{MAIN}'>{items}</sst>")
    assert words and rows(out.getvalue(), ground) == rows(content, ground)


@pytest.mark.parametrize(
    ("pattern", "put"),
    [
        (r"(<row [^>]*>.*?</row>)(<row [^>]*>.*?</row>)(?=</sheetData>)", r"\2\1"),
        (r"(<row [^>]*>.*?</row>)(?=</sheetData>)", r"\1\1"),
        (r'(<c r="A1".*?</c>)', r"\1\1"),
        (r'<row r="1"', '<row r="4000000000"'),
        (r'<c r="A1"', '<c r="ZZZ1"'),
        (r"</sheetData>", ""),
    ],
)
def test_what_a_reader_would_pass_over_makes_the_file_unreadable(
    pattern: str, put: str, content: bytes, ground: Ground
) -> None:
    broken = edited(content, lambda text: re.sub(pattern, put, text, count=1, flags=re.DOTALL))
    assert broken != content and "另存为 .xlsx" in rows(broken, ground).problem


def test_a_cell_that_the_library_does_not_read_gives_the_sheet_back(
    content: bytes, ground: Ground
) -> None:
    lost = edited(content, lambda text: text.replace('t="inlineStr"', 't="s"', 1))
    found = rows(lost, ground)
    assert "有 1 格读不到" in told(found) and not found.proposals


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{}]>'.format(
    "".join(f'<!ENTITY {n} "{f"&{chr(ord(n) - 1)};" * 10}">' for n in "bcdefghi")
)


def test_a_bomb_does_not_go_off(content: bytes, ground: Ground) -> None:
    def arm(text: str) -> str:
        return BOMB + re.sub(r"^<\?xml.*?\?>", "", text).replace("</t>", "&i;</t>", 1)

    assert rows(edited(content, arm), ground).problem
    wide = ("<row>" + "<c/>" * 100 + "</row>") * 6_001 + "</sheetData>"
    large = edited(content, lambda text: text.replace("</sheetData>", wide))
    assert "太大" in rows(large, ground).problem


def test_a_file_with_a_password_is_told_to_have_one(ground: Ground) -> None:
    sealed = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500
    assert "另存为 .xlsx" in rows(sealed, ground).problem
    assert "加了密码" in rows(sealed + "EncryptedPackage".encode("utf-16-le"), ground).problem
