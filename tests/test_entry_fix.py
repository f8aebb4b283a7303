"""What may be put right by a machine: how a thing is written, never what it says."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entry_county import ELDER, FILES, ROOT, County
from tonghu.entry.canonical import CASE, EVENTS, PLACE, canonical, order_of_kinds, same
from tonghu.entry.fix import Fixed, fix, fixable, fixed_text, schema_of
from tonghu.schema import load_schemas
from tonghu.source import dump, has_comment, read

SCHEMAS = load_schemas(ROOT)
EVENT = "- {ref: v1s1, date: 2026-03-02, event: 走访, visitor_role: 儿童主任, by: W012}\n"


@pytest.fixture
def county(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> County:
    return County(tmp_path, capsys)


def fixed(county: County, *names: str) -> list[Fixed]:
    paths = [county.records / name for name in names] or list(fixable(county.records))
    return list(fix(SCHEMAS, county.records, paths))


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("full-width commas", EVENT.replace(", ", "，")),
        ("full-width braces", EVENT.replace("{", "｛").replace("}", "｝")),
        ("a byte order mark", "\ufeff" + EVENT),
        ("line ends of Windows", EVENT.replace("\n", "\r\n")),
        (
            "keys in another order",
            "- {by: W012, ref: v1s1, " + EVENT[13:].replace(", by: W012", ""),
        ),
        ("block style", EVENT.replace("{", "").replace("}", "").replace(", ", "\n  ")),
        ("needless quotes", EVENT.replace("走访", '"走访"')),
    ],
)
def test_it_puts_right(county: County, name: str, wrong: str) -> None:
    path = county.write(f"children/zhongshan/{ELDER}/2026-03-02-v1s1.yml", wrong)
    (found,) = fixed(county, f"children/zhongshan/{ELDER}/2026-03-02-v1s1.yml")
    assert path.read_text("utf-8") == EVENT, name
    assert found.path == f"records/children/zhongshan/{ELDER}/2026-03-02-v1s1.yml"
    assert any(line.startswith("+") for line in found.lines()) or "\r" in wrong


def test_events_stand_in_the_order_of_their_days(county: County) -> None:
    name = f"children/zhongshan/{ELDER}/case.yml"
    lines = FILES[name].splitlines(keepends=True)
    county.write(name, "".join([*lines[:5], lines[6], lines[5]]))
    (found,) = fixed(county)
    assert county.child(ELDER).read_text("utf-8") == FILES[name]
    assert [line[0] for line in found.lines()] in (["+", "-"], ["-", "+"])


@pytest.mark.parametrize(
    "text",
    [
        EVENT + "# 雨天\n",
        EVENT.replace("W012", "no"),
        EVENT.replace(", by: W012", ""),
        EVENT.replace("v1s1", "&a v1s1"),
        EVENT.replace("}", ""),
        "- {ref: v1s1, ref: v1s2}\n",
        "",
    ],
    ids=["a comment", "ambiguous", "lacks a key", "an anchor", "broken", "a key twice", "empty"],
)
def test_it_leaves_alone(county: County, text: str) -> None:
    path = county.write(f"children/zhongshan/{ELDER}/2026-03-02-v1s1.yml", text)
    assert fixed(county) == []
    assert path.read_text("utf-8") == text


def test_bytes_that_are_no_text_stay_as_they_are(county: County) -> None:
    raw = "- {ref: v1s1, 备注: 雨天}\n".encode("gb18030")
    path = county.write(f"children/zhongshan/{ELDER}/2026-03-02-v1s1.yml", raw)
    assert fixed(county) == [] and path.read_bytes() == raw


def test_a_slip_is_repaired_beside_a_comment(county: County) -> None:
    county.write("places/heping.yml", "id：heping  # 新\nkind: township\nname: 禾坪镇\n")
    (found,) = fixed(county, "places/heping.yml")
    assert found.change.text == "id: heping  # 新\nkind: township\nname: 禾坪镇\n"


def test_only_open_files_of_records_are_touched(county: County) -> None:
    records = county.records
    places = {
        records / "settings.yml": "settings",
        records / "team.yml": "team",
        records / "places/a/b.yml": "place",
        county.child(ELDER): "case",
        county.child(ELDER, "2026-03-02-v1s1.yml"): "events",
        county.child(ELDER, "case.sealed.yml"): None,
        records / "team.sealed.yml": None,
        records / "children/zhongshan/note.yml": None,
        records / "README.md": None,
        records / "other.yml": None,
        ROOT / "docs/handbook/grammar.md": None,
    }
    assert {path: schema_of(records, path) for path in places} == places
    county.write(f"children/zhongshan/{ELDER}/case.sealed.yml", "a：b\r\n")
    assert fixed(county) == []


VALUES = st.one_of(
    st.text(max_size=12),
    st.booleans(),
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.sampled_from(["no", "0123", "12:30", "1e3", "~", "a: b", "# c", "- d", "2026-03-02", "，"]),
)
EVENTS_OF_ALL_KINDS = st.lists(
    st.fixed_dictionaries(
        {
            "ref": st.from_regex(r"\A[a-z][a-z0-9]{0,3}\Z"),
            "date": st.dates().map(str),
            "event": st.sampled_from(list(SCHEMAS.kinds())),
            "by": st.just("W012"),
        },
        optional={"note": VALUES, "reason": VALUES, "saw_child": VALUES, "score": VALUES},
    ),
    min_size=1,
    max_size=4,
)


@given(events=EVENTS_OF_ALL_KINDS, shuffled=st.booleans())
def test_data_never_changes_and_what_is_right_stays_right(
    events: list[dict[str, Any]], shuffled: bool
) -> None:
    keys = {"": ["by", "note", "event"]} if shuffled else {}
    for name, data in (
        (EVENTS, events),
        (CASE, {"timeline": events, "id": ELDER, "born": "2015-03"}),
    ):
        try:
            raw = dump(data, keys).encode()
        except ValueError:
            continue
        once = fixed_text(SCHEMAS, name, raw)
        assert same(read("", once.encode()).data, read("", raw).data, order_of_kinds(SCHEMAS, name))
        assert fixed_text(SCHEMAS, name, once.encode()) == once
        if SCHEMAS.valid(name, data):
            assert once == canonical(SCHEMAS, name, data)


PIECES = st.sampled_from(
    ["id", "name", ": ", "：", "，", ", ", "{", "}", "｛", "［", "】", "\n", "  ", "- ", "“", "”",
     '"', "#", " # 注", "heping", "禾坪镇", "\ufeff", "\r\n", "kind: township\n", "1", "true",
     "|", "'"]
)  # fmt: skip


@given(pieces=st.lists(PIECES, max_size=25))
def test_whatever_a_file_holds_it_is_idempotent_and_loses_no_comment(pieces: list[str]) -> None:
    raw = "".join(pieces).encode()
    once = fixed_text(SCHEMAS, PLACE, raw).encode()
    assert fixed_text(SCHEMAS, PLACE, once).encode() == once
    before = read("", raw)
    if before.data is not None and not before.problems:
        assert same(read("", once).data, before.data, {})
        assert has_comment(once) == has_comment(raw)


def test_the_check_says_what_it_put_right_and_then_checks(county: County) -> None:
    name = f"children/zhongshan/{ELDER}/2026-03-02-v1s1.yml"
    path = county.write(name, EVENT.replace(", ", "，"))
    answer = county.run("check", "--fix")
    assert path.read_text("utf-8") == EVENT
    assert f"records/{name}：" in answer.err and f"  +{EVENT}" in answer.err
    assert name not in answer.out and "改好了 1 个文件" in answer.err
    assert "没有可以放心自动改的地方" in county.run("check", "--fix").err
    assert county.run("check", "--fix", "--at", "HEAD").code == 2
