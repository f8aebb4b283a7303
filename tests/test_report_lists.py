"""The month's list for people, in every form but the workbook: what it says and how it reads."""

import os
from collections import Counter
from pathlib import Path

import pytest

from county_lists import COUNTY, ON, Out, as_golden, due, items, table
from tonghu.cli import main
from tonghu.entry.width import width

FORMS = {
    "due.txt": (),
    "due-by-township.txt": ("--by", "township"),
    "due-all.txt": ("--only", "W002", "--all"),
    "due.md": ("--format", "md"),
    "due-by-village.md": ("--format", "md", "--by", "village"),
    "due.csv": ("--format", "csv"),
    "due.ics": ("--format", "ics"),
}
UNREADABLE = "KFBF5KT"


@pytest.fixture
def out(capfdbinary: Out) -> Out:
    return capfdbinary


@pytest.mark.parametrize("name", FORMS)
def test_a_list_reads_as_it_should(name: str, out: Out) -> None:
    as_golden(name, due(out, *FORMS[name]))


@pytest.mark.parametrize("form", ["text", "md", "csv", "ics", "json"])
def test_the_same_records_and_day_give_the_same_bytes(form: str, out: Out, tmp_path: Path) -> None:
    path = tmp_path / "list"
    assert due(out, "--format", form, "--output", str(path)) == ""
    assert path.read_bytes().decode() == due(out, "--format", form)


def test_nobody_and_nothing_is_lost_between_programs_and_people(out: Out) -> None:
    told = Counter(
        (row["职责"], row["编号"], row["开始"], row["由谁"])
        for row in table(due(out, "--format", "csv", "--all"))
        if row["职责"]
    )
    known = Counter(
        (item["duty"], item["subject"], item["opens"], item["by"]["worker"] or "")
        for item in items(out, "--all")
    )
    assert told == known


def pages(text: str) -> list[str]:
    return text.split("\n------------------------------\n\n")


def test_what_nobody_owes_yet_comes_first_and_everybody_has_a_page(out: Out) -> None:
    workers = {item["by"]["worker"] for item in items(out)}
    first, *others = pages(due(out))
    assert "未指定" in first.splitlines()[1]
    assert {page.splitlines()[1].split()[0] for page in others} == workers - {None}


@pytest.mark.parametrize("by", ["worker", "village", "township"])
def test_a_file_that_cannot_be_read_is_told_first_on_every_page(by: str, out: Out) -> None:
    for page in pages(due(out, "--by", by)):
        head, _, _ = page.partition("◆")
        assert UNREADABLE in head
    assert table(due(out, "--format", "csv", "--by", by))[0]["编号"] == UNREADABLE
    assert UNREADABLE in due(out, "--format", "ics").partition("BEGIN:VEVENT")[0].replace(
        "\r\n ", ""
    )


def test_a_page_counts_what_it_lists(out: Out) -> None:
    late = Counter(item["by"]["worker"] or "" for item in items(out) if item["status"] == "overdue")
    for page in pages(due(out)):
        key = page.splitlines()[1].split()[0].partition("（")[0]
        assert f"逾期 {late['' if key == '未指定' else key]}，" in page.splitlines()[3]


@pytest.mark.parametrize("words", [(), ("--by", "township"), ("--all",)])
def test_text_can_be_pasted_into_a_chat(words: tuple[str, ...], out: Out) -> None:
    text = due(out, *words)
    assert max(map(width, text.splitlines())) <= 60
    assert not [char for char in text if char == "\t" or "\u2500" <= char <= "\u257f"]
    assert text.encode("gbk").decode("gbk") == text


def test_one_page_can_be_had_alone(out: Out) -> None:
    whole = pages(due(out))
    assert due(out, "--only", "W002").rstrip("\n") in [page.rstrip("\n") for page in whole]
    assert "没有要做的事" in due(out, "--only", "lantong", "--by", "village")
    assert due(out, "--only", "w002") == due(out, "--only", "W002")


def test_only_what_falls_due_later_is_said_to_be_so(out: Out) -> None:
    text = due(out, "--since", "2026-10-01")
    assert "只列 2026-10-01 以后到期的" in text.splitlines()[2] and "已过期" not in text


def test_a_county_that_owes_nothing_says_so(out: Out, tmp_path: Path) -> None:
    (tmp_path / "settings.yml").write_text("area: lantong\n", "utf-8")
    for form in ("text", "md"):
        assert "没有要做的事" in due(out, "--format", form, records=tmp_path)
    assert "END:VCALENDAR" in due(out, "--format", "ics", records=tmp_path)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--format", "xlsx"], "请用 --output"),
        (["--only", "W999"], "没有 W999"),
        (["--only", "鹭桥头村"], "“鹭桥头村”是地点的名字，这里要写编号 helu/qiaotou"),
        (["--by", "village", "--only", "W002"], "没有 W002"),
        (["--format", "pdf"], "没有这个选择"),
    ],
)
def test_what_cannot_be_done_is_said(words: list[str], told: str, out: Out) -> None:
    assert main(["due", "--records", str(COUNTY), "--on", ON, *words]) == 2
    assert told in out.readouterr().err.decode()


def evil(tmp_path: Path) -> Path:
    """A village whose name would do harm in every form."""
    records = tmp_path / "records"
    (records / "places").mkdir(parents=True)
    settings = "cadences: {village-activity: {every: month, since: 2026-10-01}}\n"
    (records / "settings.yml").write_text(settings, "utf-8")
    name = '"=甲|<b>*;,\\nBEGIN:VEVENT\\u202e乙"'
    village = f"id: a/b\nkind: village\nname: {name}\nwithin: a\n"
    (records / "places/b.yml").write_text(village, "utf-8")
    (records / "places/a.yml").write_text("id: a\nkind: township\nname: +丙\n", "utf-8")
    return records


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("text", "+丙 =甲|<b>*;, BEGIN:VEVENT 乙"),
        ("md", "| +丙 =甲\\|&lt;b\\>\\*;, BEGIN:VEVENT 乙 |"),
        ("csv", ",'+丙,\"'=甲|<b>*;, BEGIN:VEVENT 乙\","),
        ("ics", "\r\nLOCATION:+丙 =甲|<b>*\\;\\, BEGIN:VEVENT 乙\r\n"),
    ],
)
def test_a_name_does_no_harm(form: str, told: str, out: Out, tmp_path: Path) -> None:
    assert told in due(out, "--format", form, records=evil(tmp_path))


def test_a_file_is_there_whole_or_not_at_all(out: Out, tmp_path: Path) -> None:
    missing = tmp_path / "missing" / "list.txt"
    words = ["--on", ON, "--output", str(missing)]
    assert main(["due", "--records", str(COUNTY), *words]) == 2
    assert "没有这个文件或目录" in out.readouterr().err.decode() and not list(tmp_path.iterdir())


def test_what_is_no_file_is_written_and_stays_what_it_is(out: Out, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    end = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    assert due(out, "--only", "W006", "--output", str(pipe)) == ""
    assert "W006" in os.read(end, 65536).decode()
    os.close(end)
    assert pipe.is_fifo()
