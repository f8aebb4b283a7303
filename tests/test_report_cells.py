"""Text in cells and in lines: nothing that runs, nothing unseen, no line too long."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonghu.entry.cell import bare, day, harmless, no_such_day, plain
from tonghu.entry.width import AFTER, BEFORE, width, wrapped

STARTS = list("=+-@＝＋－＠\t\r\n")


@pytest.mark.parametrize("start", STARTS)
def test_text_that_a_spreadsheet_might_run_is_only_shown(start: str) -> None:
    assert harmless(f"{start}1+1")[0] == "'"
    assert harmless(f"  {start}1+1")[0] == "'" or not start.strip()


@pytest.mark.parametrize("text", ["K7Q2M48", "鹭桥头村", "2026-10-31", "（本地）", ""])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text == bare(text)


@given(st.text())
def test_what_is_harmless_can_be_had_back(text: str) -> None:
    shown = harmless(text)
    assert bare(shown) in (plain(text), plain(text).removeprefix("'"))
    assert not shown[:1] or shown[0] not in "=+-@＝＋－＠"
    assert harmless(shown) == shown
    assert all(
        char.isprintable() or char not in "\x00\x07\n\r\t\x0b\x85\u2028\u202e" for char in shown
    )


@pytest.mark.parametrize(
    "written",
    [
        "2026-10-02", "2026/10/2", "2026.10.2", "2026年10月2日", "2026年10月2号", "20261002",
        20261002, " 2026 - 10 - 02 ", date(2026, 10, 2), datetime.fromisoformat("2026-10-02T09:30"),
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(written: object) -> None:
    assert day(written) == "2026-10-02"


@pytest.mark.parametrize(
    "written",
    [
        None, "", "昨天", "10月2日", "10.2", 10.2, "2026-02-30", "2026-13-01", "26-10-02", 46297,
        "2026-10-2-3", "=TODAY()", True, "0000-01-01",
    ],
)  # fmt: skip
def test_what_is_no_real_day_is_none(written: object) -> None:
    assert day(written) is None


@given(st.text(alphabet="走访一次（，。）“”QJ-028 ab　"), st.integers(8, 40))
def test_lines_are_short_and_nothing_is_lost(text: str, columns: int) -> None:
    lines = wrapped(text, columns, "　")
    assert all(width(line) <= columns for line in lines)
    joined = "".join(lines)
    assert [c for c in joined if not c.isspace()] == [c for c in text if not c.isspace()]


def test_lines_break_where_chinese_breaks() -> None:
    text = "监护情况差的，每月评估一次（9月30日止，QJ-033、QJ-034）。"
    for columns in range(12, 60):
        for before, after in zip(wrapped(text, columns), wrapped(text, columns)[1:], strict=False):
            assert before[-1] not in BEFORE and after[0] not in AFTER
            assert not (before[-1].isascii() and after[0].isascii())


@pytest.mark.parametrize(
    ("written", "month", "meant"),
    [
        ("11月4日", "2026-11", "2026-11-04"),
        ("11月4号", "2026-11", "2026-11-04"),
        ("1月3日", "2026-12", "2027-01-03"),
        ("12月28日", "2027-01", "2026-12-28"),
        ("11月31日", "2026-11", None),
        ("11月4日", "", None),
    ],
)
def test_a_day_without_a_year_is_the_one_nearest_to_the_list(
    written: str, month: str, meant: str | None
) -> None:
    assert day(written, month) == meant


def test_a_day_that_a_month_lacks_is_told_as_such() -> None:
    assert no_such_day("2026-11-31") == "11月没有31日" == no_such_day("11月31日", "2026-11")
    assert no_such_day("2026-02-29") == "2026年2月没有29日"
    assert no_such_day("2026-13-01") == no_such_day("2026-01-32") == no_such_day("昨天") == ""
    assert no_such_day("2026-11-30") == ""
