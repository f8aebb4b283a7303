"""The reader of YAML and of pages, and the writer: every trap has its sentence and its place."""

import re
import string
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tonghu.source import (
    Document,
    dump,
    events,
    has_comment,
    read,
    read_page,
    read_reference,
    repair,
    replace,
)

TRAPS = Path(__file__).parent / "traps"


def table(name: str) -> Any:
    return yaml.safe_load((TRAPS / f"{name}.yml").read_text(encoding="utf-8"))


def case(kind: str, row: dict[str, Any]) -> Any:
    return pytest.param(row, id=row[kind])


FILES = [case("trap", row) for row in table("files")]
PAGES = [case("page", row) for row in table("pages")]
REPAIRS = [case("repair", row) for row in table("repairs")]
SYNTAX = [pytest.param(row, id=repr(row["text"])) for row in table("syntax")]
SCALARS = table("scalars")


def told(document: Document) -> list[str]:
    return [f"{each.line}:{each.column} {each.code}" for each in document.problems]


def reading(text: str) -> Document:
    return read("records/a.yml", text.encode())


@pytest.mark.parametrize("row", FILES)
def test_every_trap_is_told_where_it_stands(row: dict[str, Any]) -> None:
    raw = row["text"].encode(row.get("encoding", "utf-8"), "surrogateescape")
    document = read("records/a.yml", raw)
    assert told(document) == row["told"]
    assert document.data == row.get("data")
    assert all(each.path == "records/a.yml" for each in document.problems)
    assert all(each.severity == "error" for each in document.problems)


@pytest.mark.parametrize("row", FILES)
def test_no_sentence_repeats_a_value(row: dict[str, Any]) -> None:
    raw = row["text"].encode(row.get("encoding", "utf-8"), "surrogateescape")
    sentences = " ".join(each.message + each.hint for each in read("a.yml", raw).problems)
    for secret in ("K7", "张三", "甲", "重要", "os.system"):
        assert secret not in sentences


@pytest.mark.parametrize("row", FILES)
def test_the_pure_parser_says_the_same(
    row: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "LOADER", yaml.SafeLoader)
    raw = row["text"].encode(row.get("encoding", "utf-8"), "surrogateescape")
    document = read_reference("a.yml", raw)
    assert bool(document.problems) == bool(row["told"])
    if not any("yaml-tab" in line for line in row["told"]):  # these the pure parser refuses
        assert [each.split(":")[0] for each in told(document)] == [
            each.split(":")[0] for each in row["told"]
        ]
        assert [each.code for each in document.problems] == [
            each.split(" ")[1] for each in row["told"]
        ]
        assert document.data == row.get("data")


@pytest.mark.parametrize("row", SYNTAX)
def test_broken_syntax_is_one_problem_with_its_likely_cause(row: dict[str, Any]) -> None:
    document = reading(row["text"])
    assert document.data is None
    assert told(document) == [row["told"]]
    assert row["says"] in document.problems[0].message


@pytest.mark.parametrize("row", SYNTAX)
def test_the_pure_parser_leads_to_the_same_cause(
    row: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "LOADER", yaml.SafeLoader)
    document = reading(row["text"])
    assert document.data is None
    assert [each.code for each in document.problems] == [row["told"].split(" ")[1]]


@pytest.mark.parametrize("row", SCALARS["agreed"], ids=lambda row: row["plain"] or "nothing")
def test_a_plain_scalar_that_all_parsers_read_alike(row: dict[str, Any]) -> None:
    for text in (f"k: {row['plain']}\n", f"- {{k: {row['plain']}}}\n", f"k:\n  {row['plain']}\n"):
        for document in (reading(text), read_reference("a.yml", text.encode())):
            assert document.problems == ()
            value = document.data["k"] if text.startswith("k") else document.data[0]["k"]
            assert (type(value), value) == (type(row["value"]), row["value"])


@pytest.mark.parametrize("plain", SCALARS["ambiguous"])
def test_a_plain_scalar_that_parsers_read_differently_stays_text_and_is_told(plain: str) -> None:
    document = reading(f"k: {plain}\n")
    assert told(document) == ["1:4 yaml-ambiguous"]
    assert document.data == {"k": plain}
    document = reading(f"- x\n- [a, {plain}]\n")
    assert told(document) == ["2:7 yaml-ambiguous"]
    assert document.data == ["x", ["a", plain]]


@pytest.mark.parametrize("plain", SCALARS["ambiguous"])
def test_quotes_settle_what_is_ambiguous(plain: str) -> None:
    document = reading(f"a: \"{plain}\"\nb: '{plain}'\n")
    assert document.problems == ()
    assert document.data == {"a": plain, "b": plain}


def test_a_duplicate_key_is_named_only_if_it_cannot_be_personal() -> None:
    plain, name = (reading(f"{key}: 1\n{key}: 2\n").problems[0] for key in ("born", "张三"))
    assert " born " in plain.message
    assert "张三" not in name.message


def test_a_file_of_two_megabytes_is_not_parsed() -> None:
    assert told(reading("a: 1\n" + "# 注\n" * 400_000)) == ["1:1 file-too-large"]
    assert reading("a: " + "x" * (1024 * 1024 - 4) + "\n").problems == ()


@pytest.mark.parametrize(
    ("opening", "closing", "place"),
    [("[", "]", "1:33"), ("{a: ", "}", "1:129"), ("- ", "x", "1:65")],
)
def test_five_thousand_levels_end_in_a_sentence(opening: str, closing: str, place: str) -> None:
    document = reading(opening * 5000 + closing * 5000)
    assert document.data is None
    assert told(document) == [f"{place} yaml-depth"]


def test_thirty_two_levels_are_read() -> None:
    document = reading("[" * 32 + "]" * 32)
    assert document.problems == ()
    assert str(document.data) == "[" * 32 + "]" * 32


def test_a_bomb_of_aliases_does_not_go_off() -> None:
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    document = reading("\n".join(lines))
    assert document.data["a0"] == ["x", "x"]
    assert document.data["a29"] == [None] * 9
    assert {each.code for each in document.problems} == {"yaml-anchor", "yaml-alias"}


def test_a_file_full_of_unseen_characters_is_told_ten_times() -> None:
    assert len(reading("a: 甲" + "\u200b" * 500 + "\n").problems) == 10


def test_a_file_full_of_slips_is_told_the_first_hundred() -> None:
    document = reading("- no\n" * 5000)
    assert told(document)[-1] == "100:3 yaml-ambiguous"
    assert document.data == ["no"] * 5000


@pytest.mark.parametrize("reader", [read, read_reference])
def test_every_value_and_key_has_its_place(reader: Any) -> None:
    text = "id: K7Q2M48\ntimeline:\n  - {ref: a1x9, types: [留守, 困境], by: W012}\n  - ref: b2\n"
    document = reader("a.yml", text.encode())
    assert document.problems == ()
    assert document.mark(("id",)) == (1, 5)
    assert document.mark(("id",), key=True) == (1, 1)
    assert document.mark(("timeline",)) == (3, 3)
    assert document.mark(("timeline", 0, "types", 1)) == (3, 29)
    assert document.mark(("timeline", 0, "by"), key=True) == (3, 34)
    assert document.mark(("timeline", 1, "ref")) == (4, 10)


def test_what_is_not_there_has_the_place_of_what_holds_it() -> None:
    document = reading("id: K7Q2M48\ntimeline:\n  - {ref: a1x9}\n")
    assert document.mark(("timeline", 0, "by"), key=True) == (3, 5)
    assert document.mark(("timeline", 7, "by")) == (3, 3)
    assert document.mark(("born",)) == (1, 1)
    assert document.mark(()) == (1, 1)
    assert reading("a: [").mark(("a", 0)) == (1, 1)


def test_a_duplicate_keeps_the_place_of_the_first() -> None:
    document = reading("a: {b: 1}\na: {b: 2, c: 3}\n")
    assert document.data == {"a": {"b": 1}}
    assert document.mark(("a", "b")) == (1, 8)
    assert document.mark(("a", "c")) == (1, 4)


@pytest.mark.parametrize("row", PAGES)
def test_a_page(row: dict[str, Any]) -> None:
    page = read_page("docs/a.md", row["text"].encode())
    assert told(page.document) == row["told"]
    assert page.document.data == row.get("data")
    assert (page.body, page.body_line) == (row["body"], row["line"])


def test_the_marks_of_a_page_are_lines_of_its_file() -> None:
    page = read_page("docs/a.md", "---\ntitle: 走访\ncites: [A, B]\n---\n正文\n".encode())
    assert page.document.mark(("cites", 1)) == (3, 12)
    assert page.document.mark(("title",), key=True) == (2, 1)


def test_a_page_that_is_not_utf8() -> None:
    page = read_page("docs/a.md", "---\ntitle: 走访\n---\n".encode("gbk"))
    assert told(page.document) == ["2:8 encoding-invalid"]
    assert "GBK" in page.document.problems[0].message


@pytest.mark.parametrize("row", REPAIRS)
def test_a_repair(row: dict[str, Any]) -> None:
    assert told(reading(row["text"])) == row["told"]
    assert repair(row["text"]) == row["after"]
    assert repair(row["after"]) == row["after"]


PIECES = [*"：，｛｝【】“”０Ｗ#甲 {}[]'|\"\u3000\n", ": ", ", ", "- ", "  ", "ref", "a1x9", "\r\n"]
texts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@given(texts)
def test_a_repair_is_stable_and_leaves_what_reads_without_problems(text: str) -> None:
    repaired = repair(text)
    assert repair(repaired) == repaired
    before, after = read_reference("a", text.encode()), read_reference("a", repaired.encode())
    if not before.problems:
        assert after.problems == ()
        assert after.data == before.data
        assert repaired == text.replace("\r\n", "\n")
    if before.data is not None:
        assert after.data is not None


@given(st.binary(max_size=200) | texts.map(str.encode))
def test_whatever_the_bytes_reading_ends_in_data_or_in_sentences(raw: bytes) -> None:
    document = read("a.yml", raw)
    assert document.data is not None or document.problems
    for each in (*document.problems, *read_page("a.md", raw).document.problems):
        assert re.fullmatch("[a-z0-9-]+", each.code)
        assert each.message.endswith("。")
        assert min(each.line, each.column) >= 1


LIKE_SYNTAX = ["", " a", "a ", "- a", "a: b", "a #b", "“a”", "，", "\n", "a:", "[a", "1 ", "甲　"]
strings = st.text(max_size=12) | st.sampled_from([*LIKE_SYNTAX, *SCALARS["ambiguous"]])
amounts = st.integers(-(10**9), 10**9).map(lambda number: number / 1000)
numbers = st.integers(-(10**15) + 1, 10**15 - 1) | amounts
scalars = st.none() | st.booleans() | numbers | strings
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(strings, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(strings, values, min_size=1) | st.lists(values, min_size=1))
def test_what_is_written_is_read_again(data: Any) -> None:
    document = reading(dump(data))
    assert document.problems == ()
    assert document.data == data


@given(st.characters(exclude_categories=["Cs"]))
def test_every_character_survives(character: str) -> None:
    data = {"note": f"甲{character}", character: [character]}
    document = reading(dump(data))
    assert (document.problems, document.data) == ((), data)


RECORD = {
    "timeline": [
        {"by": "W012", "ref": "a1x9", "date": "2026-01-12", "types": ["甲", "12:30"]},
        {"ref": "b2", "steps": [{"due": "2026-02-01", "owner": None, "what": "电话 0851"}]},
    ],
    "other": {"z": 1.5, "a": True},
    "id": "K7Q2M48",
    "empty": [],
}
CANONICAL = """\
id: K7Q2M48
timeline:
  - {ref: a1x9, date: 2026-01-12, types: [甲, "12:30"], by: W012}
  - {ref: b2, steps: [{what: 电话 0851, due: 2026-02-01, owner: null}]}
other: {z: 1.5, a: true}
empty: []
"""
ORDERS = {"": ["id", "born", "timeline"], "timeline": ["ref", "date", "types"], "steps": ["what"]}


def test_the_canonical_form() -> None:
    assert dump(RECORD, ORDERS) == CANONICAL


def test_the_canonical_form_of_events() -> None:
    events_ = [{"by": "W012", "ref": "a1x9"}, {"ref": "b2", "note": "甲，乙\n“丙”"}]
    lines = '- {ref: a1x9, by: W012}\n- {ref: b2, note: "甲，乙\\n“丙”"}\n'
    assert dump(events_, {"": ["ref"]}) == lines


def test_the_canonical_form_is_its_own_canonical_form() -> None:
    assert dump(reading(CANONICAL).data, ORDERS) == CANONICAL
    assert repair(CANONICAL) == CANONICAL


@pytest.mark.parametrize("value", [float("inf"), float("nan"), 10**15, 1e300])
def test_a_number_that_parsers_would_not_read_alike_is_not_written(value: float) -> None:
    with pytest.raises(ValueError, match=re.escape(str(value))):
        dump({"a": value})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1 # 注\n", True),
        ("# 注\na: 1\n", True),
        ("a: [1, # 注\n  2]\n", True),
        ('a: "x" # 注\n', True),
        ("a: |\n  x\n# 注\n", True),
        ("a: [", False),
        ("a: [ #", True),
        ('a: "x # y"\n', False),
        ("b: '# z'\n", False),
        ("a: |\n  # x\n", False),
        ("a: x#y\n", False),
        ("a: 1\n", False),
    ],
)
def test_whether_a_file_has_comments_that_writing_would_lose(text: str, expected: bool) -> None:
    assert has_comment(text.encode()) is expected


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "case.yml"
    replace(path, "a: 甲\n")
    replace(path, "a: 乙\nb: 1\n")
    assert path.read_bytes() == "a: 乙\nb: 1\n".encode()
    assert [each.name for each in tmp_path.iterdir()] == ["case.yml"]


def test_a_file_that_cannot_be_written_is_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "case.yml"
    replace(path, "a: 1\n")
    with pytest.raises(UnicodeEncodeError):
        replace(path, "a: \ud800\n")
    assert path.read_text(encoding="utf-8") == "a: 1\n"
    assert [each.name for each in tmp_path.iterdir()] == ["case.yml"]


def test_no_ascii_character_of_a_sentence_is_a_control() -> None:
    printable = set(string.printable) - set("\t\n\r\x0b\x0c")
    for row in table("syntax"):
        message = reading(row["text"]).problems[0].message
        assert all(not each.isascii() or each in printable for each in message)


@pytest.mark.parametrize("word", ["yes", "No", "on", "OFF", "y", "True"])
def test_who_means_yes_or_no_is_told_how_to_write_it(word: str) -> None:
    (problem,) = reading(f"saw_child: {word}\n").problems
    assert problem.code == "yaml-ambiguous"
    assert "是或否请写 true 或 false；要写文字才加引号" in problem.message
    (other,) = reading("code: 0123\n").problems
    assert "请用英文双引号把它括起来" in other.message
