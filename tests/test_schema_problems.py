"""What is said of data that a schema refuses: where, under which code, in which words, and
that nothing personal is repeated; and that accelerator and reference give the same verdicts."""

import copy
import json
import pickle
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tonghu.problem import Problem
from tonghu.schema import Schemas, load_schemas, verdict
from tonghu.schema import tester as compiled
from tonghu.schema.pattern import ecma
from tonghu.schema.verdict import reference_verdict
from tonghu.source import read

ROOT = Path(__file__).resolve().parent.parent

# A village library that lends toys: small schemas in the style of the real ones.

LOAN = {
    "title": "一条借还",
    "type": "object",
    "required": ["ref", "date", "event"],
    "properties": {
        "ref": {"title": "编号", "x-class": "P0", "$ref": "#/$defs/ref"},
        "date": {"title": "日期", "x-class": "P0", "type": "string", "format": "date"},
        "event": {"title": "种类", "x-class": "P0", "$ref": "#/$defs/kind"},
        "retracts": {"title": "撤回哪一条", "x-class": "P0", "$ref": "#/$defs/ref"},
        "toy": {"title": "玩具", "x-class": "P1", "enum": ["积木", "风筝", "陀螺"]},
        "days": {"title": "天数", "x-class": "P1", "type": "integer", "minimum": 1, "maximum": 30},
        "state": {"title": "完好程度", "x-class": "P3", "x-seal": "sealed", "enum": ["新", "旧"]},
        "colours": {
            "title": "颜色",
            "type": "array",
            "minItems": 1,
            "maxItems": 3,
            "uniqueItems": True,
            "items": {"enum": list("红橙黄绿青蓝紫黑白灰棕粉金")},
        },
        "washed": {"title": "洗过", "type": "boolean"},
        "reason": {
            "title": "原因",
            "x-class": "P1",
            "type": "string",
            "minLength": 1,
            "maxLength": 5,
        },
    },
    "allOf": [
        {
            "if": {"required": ["retracts"]},
            "then": {
                "required": ["reason"],
                "propertyNames": {"enum": ["ref", "date", "event", "retracts", "reason"]},
            },
        },
        {
            "if": {
                "properties": {"event": {"const": "借出"}, "retracts": False},
                "required": ["event"],
            },
            "then": {
                "required": ["toy"],
                "propertyNames": {"enum": ["ref", "date", "event", "toy", "days", "colours"]},
            },
        },
        {
            "if": {
                "properties": {"event": {"const": "归还"}, "retracts": False},
                "required": ["event"],
            },
            "then": {"propertyNames": {"enum": ["ref", "date", "event", "state", "washed"]}},
        },
    ],
    "$defs": {
        "ref": {
            "type": "string",
            "pattern": "^[a-z][a-z0-9]{0,15}$",
            "description": "一个小写字母加数字或小写字母，如 a1x9。",
        },
        "kind": {"enum": ["借出", "归还"], "x-en-values": {"借出": "lent", "归还": "returned"}},
    },
}
CARD = {
    "title": "借阅卡",
    "type": "object",
    "required": ["id", "born"],
    "additionalProperties": False,
    "properties": {
        "id": {"title": "卡号", "x-class": "P0", "type": "string", "pattern": "^[A-Z][0-9]{3}$",
               "examples": ["K012"], "patternErrorMessage": "一个大写字母和三个数字"},
        "born": {
            "title": "出生年月",
            "x-class": "P2",
            "type": "string",
            "pattern": "^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$",
            "if": {"minLength": 8},
            "then": {"format": "date"},
        },
        "name": {"title": "姓名", "x-class": "P2", "x-seal": "sealed", "type": "string",
                 "maxLength": 4},
        "contact": {
            "title": "联系",
            "anyOf": [
                {"type": "string", "pattern": "^W[0-9]+$"},
                {
                    "type": "object",
                    "required": ["via"],
                    "properties": {"via": {"title": "途径", "enum": ["学校", "邻居"]}},
                    "additionalProperties": False,
                },
            ],
        },
        "shelf": {"title": "书架", "type": "object", "minProperties": 1,
                  "propertyNames": {"pattern": "^[a-z-]+$", "description": "用小写字母"},
                  "additionalProperties": {"type": "integer"}},
        "kind": {"title": "卡种", "enum": ["child", "school"]},
        "grade": {"title": "年级", "type": "number", "exclusiveMinimum": 0},
        "timeline": {"title": "经过", "type": "array", "items": {"$ref": "event.schema.json"}},
    },
    "allOf": [
        {
            "if": {"properties": {"kind": {"const": "school"}}, "required": ["kind"]},
            "then": {"properties": {"grade": False}},
        },
        {
            "if": {"properties": {"kind": {"const": "child"}}, "required": ["kind"]},
            "then": {"propertyNames": {"not": {"enum": ["shelf"]}}},
        },
        {"if": {"required": ["grade"]}, "then": {"required": ["kind"]}},
        {"not": {"required": ["name", "contact"]}, "errorMessage": "姓名和联系只写一个"},
    ],
}  # fmt: skip
SETTINGS = {
    "type": "object",
    "properties": {
        "options": {
            "type": "object",
            "properties": {"limit": {"default": 3}, "late": {"$ref": "#/$defs/late"}},
        }
    },
    "$defs": {"late": {"enum": ["warn", "stop"], "default": "warn"}},
}
WORLD = {"event": LOAN, "events": {"title": "新增记录", "type": "array", "minItems": 1,
         "items": {"$ref": "event.schema.json"}}, "case": CARD, "settings": SETTINGS}  # fmt: skip


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Schemas:
    home = tmp_path_factory.mktemp("home")
    (home / "schemas").mkdir()
    for name, schema in WORLD.items():
        text = json.dumps(schema, ensure_ascii=False)
        (home / f"schemas/{name}.schema.json").write_text(text, encoding="utf-8")
    return load_schemas(home)


@pytest.fixture(scope="module")
def real() -> Schemas:
    return load_schemas(ROOT)


def problems(book: Schemas, name: str, text: str) -> list[Problem]:
    return list(book.problems(name, read("records/x.yml", text.encode())))


# Each line: a sentence | the data, with / for a new line | line:column and code of each problem.

# A whole list of events.
LISTS = """
no item | [] | 1:1 min-items
a mapping where a list belongs | ref: a1 | 1:1 type
text where a list belongs | 今天借出积木 | 1:1 type
text where a mapping belongs | - 借出 | 1:3 type
an empty item | - / - {ref: a1, date: 2026-01-12, event: 归还} | 1:2 empty
an empty mapping lacks each thing | - {} | 1:3 required, 1:3 required, 1:3 required
nothing after the colon | - ref: a1 /   date: 2026-01-12 /   event: 借出 /   toy: | 4:7 empty
two faults of one event | - {ref: A1, date: 2026-01-12, event: 出借} | 1:9 pattern, 1:38 enum
30 February | - {ref: a1, date: 2026-02-30, event: 归还} | 1:19 format
a year that never was | - {ref: a1, date: 0000-01-01, event: 归还} | 1:19 format
a date in another order | - {ref: a1, date: 12/1/2026, event: 归还} | 1:19 format
a number where text belongs | - {ref: 7, date: 2026-01-12, event: 归还} | 1:9 type
each event its own | - {ref: a1, event: 归还} / - {ref: A1, date: 2026-01-12} | \
1:3 required, 2:3 required, 2:9 pattern
"""
# The rest of one event that begins `- {ref: a1, date: 2026-01-12, `.
EVENTS = """
all is well | event: 借出, toy: 积木, days: 3 |
a retraction is well | event: 借出, retracts: b2, reason: 误记 |
what this kind needs is missing | event: 借出 | 1:3 required
a wrong word | event: 借出, toy: 木马 | 1:47 enum
a list where one word belongs | event: 借出, toy: [积木] | 1:47 type
a wrong kind says nothing of its attributes | event: 出借, toy: 积木, state: 新 | 1:38 enum
no kind | toy: 积木 | 1:3 required
a kind under a misspelled key | evnt: 借出, toy: 积木 | 1:31 unknown-key
an attribute of another kind | event: 归还, toy: 积木 | 1:42 other-kind
another kind's, and wrong too | event: 归还, toy: 木马 | 1:42 other-kind
an unknown key | event: 归还, colour: 红 | 1:42 unknown-key
two unknown keys | event: 归还, x: 1, z: 2 | 1:42 unknown-key, 1:48 unknown-key
a misspelled key is not missing too | event: 借出, toys: 积木 | 1:42 unknown-key
the title for the key | event: 借出, 玩具: 积木 | 1:42 unknown-key
a retraction holds no facts | event: 借出, retracts: b2, reason: 误记, toy: 积木 | 1:68 other-kind
a retraction without a reason | event: 借出, retracts: b2 | 1:3 required
text where yes or no belongs | event: 归还, washed: 是 | 1:50 type
too small a number | event: 借出, toy: 积木, days: 0 | 1:57 range
too long a text | event: 借出, retracts: b2, reason: 写错了一个人 | 1:64 length
an empty text | event: 借出, retracts: b2, reason: "" | 1:64 length
an item twice | event: 借出, toy: 积木, colours: [红, 蓝, 红] | 1:67 duplicate
one wrong item | event: 借出, toy: 积木, colours: [红, 兰] | 1:64 enum
too many items | event: 借出, toy: 积木, colours: [红, 橙, 黄, 绿] | 1:60 max-items
"""
# A card after its number and month of birth.
CARDS = """
all is well | |
an unknown key at the top | phone: 1 | 3:1 unknown-key
neither text nor mapping | contact: 3 | 3:10 type
the alternative that was meant, text | contact: w3 | 3:10 pattern
the alternative that was meant, mapping | contact: {via: 电话} | 3:16 enum
the same with an unknown key | contact: {via: 学校, x: 1} | 3:20 unknown-key
an empty mapping | shelf: {} | 3:8 min-keys
keys have their own shape | shelf: {Top: 1, low: 2} | 3:9 key-pattern
a value under a free key | shelf: {low: two} | 3:14 type
a key that a value rules out | kind: school / grade: 3 | 4:1 other-kind
another key that a value rules out | kind: child / shelf: {low: 2} | 4:1 other-kind
a key that another asks for | grade: 3 | 1:1 required
more than nothing | kind: child / grade: 0 | 4:8 range
what must not stand together | name: 甲 / contact: W1 | 1:1 other
deep inside | timeline: [ / {ref: a1, date: 2026-01-12, event: 借出, toy: 木马}] | 4:45 enum
a mapping for the list of events | timeline: /   ref: a1 | 4:3 type
"""
# A whole card.
WHOLE_CARDS = """
a day of birth is well | id: K012 / born: 2015-03-09 |
no such day of birth | id: K012 / born: 2015-02-29 | 2:7 format
a whole file missing all | {} | 1:1 required, 1:1 required
a list for the whole | - id: K012 | 1:1 type
"""
CARD_HEAD = "id: K012\nborn: 2015-03\n"
TABLES = [
    (LISTS, "events", "{}"),
    (EVENTS, "events", "- {{ref: a1, date: 2026-01-12, {}}}"),
    (CARDS, "case", CARD_HEAD + "{}"),
    (WHOLE_CARDS, "case", "{}"),
]


def rows() -> Iterator[Any]:
    for table, name, frame in TABLES:
        for line in table.strip().splitlines():
            sentence, data, expected = (part.strip() for part in line.split("|"))
            text = frame.format(data.replace(" / ", "\n"))
            yield pytest.param(name, text, expected, id=sentence)


@pytest.mark.parametrize(("name", "text", "expected"), [*rows()])
def test_where_and_under_which_code(library: Schemas, name: str, text: str, expected: str) -> None:
    found = [
        f"{one.line}:{one.column} {one.code.removeprefix('schema-')}"
        for one in problems(library, name, text)
    ]
    assert ", ".join(found) == expected


# The sentences: what is wrong, and what to write instead.

SENTENCES = [
    ("event: 借出", "“借出”缺少 toy（玩具）：请补上。", "toy: 积木"),
    (
        "event: 借出, toy: 木马",
        "toy（玩具）写法不对：请写 积木、风筝、陀螺 中的一个。",
        "toy: 积木",
    ),
    (
        "event: 借出, toy: 归还",
        "toy（玩具）不能写“归还”：请写 积木、风筝、陀螺 中的一个。",
        "toy: 积木",
    ),
    ("event: lent", "event（种类）写法不对：请写 借出、归还 中的一个。", "event: 借出"),
    ("event: returned", "event（种类）写法不对：请写 借出、归还 中的一个。", "event: 归还"),
    (
        "event: 归还, toy: 积木",
        "“归还”不写 toy（玩具），它写在“借出”里：请删掉或改正，还能写 state、washed。",
        "",
    ),
    (
        "event: 归还, days: 3, retracts: b2, reason: 误记",
        "写了 retracts（撤回哪一条）就不写 days（天数）：请删掉或改正，没有别的可写了。",
        "",
    ),
    ("event: 归还, wash: true", "“归还”没有“wash”这一项：请改成 washed（洗过）。", "washed: true"),
    ("event: 归还, 洗过: true", "“归还”没有“洗过”这一项：请改成 washed（洗过）。", "washed: true"),
    (
        "event: 归还, 干净: true",
        "“归还”里有一项的名称不认识：请改正或删掉，还能写 state、washed。",
        "",
    ),
    (
        "event: 归还, washed: 是",
        "washed（洗过）要写 true 或 false，这里写成了文字：请只写 true 或 false，不加引号。",
        "washed: true",
    ),
    ("event: 借出, toy: 积木, days: 31", "days（天数）不能大于 30：请改正。", "days: 1"),
    (
        "event: 借出, toy: 积木, colours: [兰]",
        "colours（颜色）的第 1 项写法不对：能写的都在 schemas/event.schema.json 里。",
        "- 红",
    ),
    (
        "event: 借出, toy: 积木, colours: 红",
        "colours（颜色）要写列表，这里写成了文字：请每项一行、以“- ”开头，或写在 [ ] 里。",
        "colours: [红]",
    ),
    (
        "event: 借出, retracts: 第一条, reason: 误记",
        "retracts（撤回哪一条）写法不对：一个小写字母加数字或小写字母，如 a1x9。",
        "retracts: a1x9",
    ),
    (
        "event: 借出, retracts: B2, reason: 误记",
        "retracts（撤回哪一条）不能写“B2”：一个小写字母加数字或小写字母，如 a1x9。",
        "retracts: a1x9",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("attributes", "message", "hint"), SENTENCES)
def test_what_is_said(library: Schemas, attributes: str, message: str, hint: str) -> None:
    text = f"- {{ref: a1, date: 2026-01-12, {attributes}}}"
    assert [(p.message, p.hint) for p in problems(library, "events", text)] == [(message, hint)]


def test_what_is_said_of_days_and_cards(library: Schemas) -> None:
    text = "id: k12\nborn: 2015-02-29\nname: 欧阳小明明\n"
    text += "timeline: [{ref: a1, date: 2026-02-30, event: 归还}]\n"
    assert [(one.message, one.hint) for one in problems(library, "case", text)] == [
        ("id（卡号）不能写“k12”：一个大写字母和三个数字。", "id: K012"),
        ("born（出生年月）写法不对：日历上没有这一天，请查对后改正。", "born: 2026-01-12"),
        ("name（姓名）太长：请写最多 4 个字。", ""),
        ("date（日期）不能写“2026-02-30”：日历上没有这一天，请查对后改正。", "date: 2026-01-12"),
    ]


def test_reading_and_schema_do_not_both_complain_of_one_value(library: Schemas) -> None:
    document = read("x.yml", b"id: K012\nborn: 0123\n")
    assert [one.code for one in document.problems] == ["yaml-ambiguous"]
    assert not list(library.problems("case", document))


# Nothing personal is ever repeated.

NUMBER, PHONE, SHORT = "110101201503090000", "13800000000", "110101550309000"
PERSONAL = [NUMBER, NUMBER[:-1] + "X", PHONE, SHORT, "138-0000-0000", "欧阳小明", "欧阳 小明"]
PLACES = [
    "{v}",
    "- {v}",
    "id: {v}\nborn: 2015-03\n",
    "id: K012\nborn: {v}\n",
    CARD_HEAD + "name: 这是{v}的卡\n",
    CARD_HEAD + "contact: {v}\n",
    CARD_HEAD + "contact: {{via: {v}}}\n",
    CARD_HEAD + "contact: {{{v}: 学校}}\n",
    CARD_HEAD + "shelf: {{{v}: 1}}\n",
    CARD_HEAD + "shelf: {{low: {v}}}\n",
    CARD_HEAD + "{v}: 1\n",
    CARD_HEAD + "phone: {v}\n",
    CARD_HEAD + "a{v}: 1\n",
    CARD_HEAD + "kind: {v}\n",
    CARD_HEAD + "kind: school\ngrade: {v}\n",
    CARD_HEAD + "timeline: {v}\n",
    CARD_HEAD + "timeline: [{v}]\n",
    CARD_HEAD + "timeline: [{{ref: {v}, date: 2026-01-12, event: 归还}}]\n",
    CARD_HEAD + "timeline: [{{ref: a1, date: {v}, event: 归还}}]\n",
    CARD_HEAD + "timeline: [{{ref: a1, date: 2026-01-12, event: {v}}}]\n",
    CARD_HEAD + "timeline: [{{ref: a1, date: 2026-01-12, event: 借出, toy: {v}}}]\n",
    CARD_HEAD + "timeline: [{{ref: a1, date: 2026-01-12, event: 归还, toy: {v}}}]\n",
    CARD_HEAD + "timeline: [{{ref: a1, date: 2026-01-12, event: 归还, state: {v}}}]\n",
    CARD_HEAD + "timeline: [{{ref: a1, date: 2026-01-12, event: 归还, {v}: 新}}]\n",
    CARD_HEAD + "timeline: [{{ref: a1, event: 归还, retracts: b2, reason: 因{v}}}]\n",
]  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("value", PERSONAL)
def test_nothing_personal_is_repeated(library: Schemas, place: str, value: str) -> None:
    for quoted in (value, f'"{value}"'):
        said = problems(library, "case", place.format(v=quoted))
        told = "".join(one.message + one.hint for one in said)
        assert value not in told
        assert NUMBER[:6] not in told


def test_a_sealed_value_is_not_repeated_even_if_it_is_a_word_of_the_schema(
    library: Schemas,
) -> None:
    text = "- {ref: a1, date: 2026-01-12, event: 归还, state: 积木}"
    assert "积木" not in problems(library, "events", text)[0].message


def test_a_file_with_endless_faults_is_answered_in_time(library: Schemas) -> None:
    many = ", ".join(f"k{number}: 1" for number in range(20_000))
    assert 400 < len(problems(library, "case", f"{{{many}}}")) <= 500
    events = "- {ref: a1, date: 2026-01-12, event: 出借}\n" * 5_000
    assert len(problems(library, "events", events)) == 500


# What else the schemas know.


def test_kinds_options_orders_and_seals(library: Schemas) -> None:
    assert library.kinds() == {"借出": 0, "归还": 1}
    assert library.option_defaults() == {"limit": 3, "late": "warn"}
    assert library.key_order("case")[:3] == ["id", "born", "name"]
    assert library.event_keys()[:3] == ["ref", "date", "event"]
    assert library.sealed("case") == {"name", "state"}
    assert library.raw("case")["title"] == "借阅卡"


def test_the_real_schemas_know_the_same(real: Schemas) -> None:
    assert next(iter(real.kinds())) in real.raw("event")["$defs"]["kind"]["enum"]
    assert all(real.event_keys(name)[0] == "ref" for name in ("event", "place", "team"))
    assert real.option_defaults() and real.sealed("case") and not real.sealed("settings")


def test_another_process_gets_the_same_schemas(library: Schemas) -> None:
    library.valid("case", {})
    there = pickle.loads(pickle.dumps(library))
    assert there.valid("case", {"id": "K012", "born": "2015-03"})


def test_a_home_without_schemas_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_schemas(tmp_path)
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas/case.schema.json").write_text("{", encoding="utf-8")
    with pytest.raises(ValueError, match=r"schemas/case\.schema\.json"):
        load_schemas(tmp_path)


# Accelerator and reference give the same verdicts.

SAMPLES: list[tuple[str, Any]] = [
    ("case", {"id": "K7Q2M48", "born": "2015-03-09", "sex": "女", "household": "hm3k"}),
    ("team", {"workers": [{"code": "W003", "works_at": "zhongshan", "roles": ["儿童督导员"],
                           "since": "2025-03-01"}]}),
    ("place", {"id": "zhongshan", "kind": "township", "name": "钟山镇", "within": "lanshan",
               "timeline": [{"ref": "p3w1", "date": "2026-01-05", "event": "会议",
                             "topic": "联席会议", "by": "W001"}]}),
    ("settings", {"area": "lanshan", "adopts": ["town-2022"], "options": {"lbc_age_limit": 16},
                  "cadences": {"village-visit": {"every": "month"}}, "seal": "none"}),
    ("events", [{"ref": "a1x9", "date": "2026-01-12", "event": "登记", "register": "留守儿童",
                 "place": "zhongshan/shuishi", "by": "W012"}]),
    ("events", [{"ref": "k03d", "date": "2026-01-20", "event": "监护评估", "rating": "一般",
                 "method": "入户", "by": "W003"}]),
    ("events", [{"ref": "k04d", "date": "2026-01-20", "event": "走访", "retracts": "k03d",
                 "reason": "记错", "by": "W003"}]),
    ("duty", {"title": "监护情况差的，每月评估一次", "cites": ["QJ-033"], "subject": "child",
              "among": {"registers": "留守儿童"}, "when": {"rating": "差"}, "do": "监护评估",
              "every": "month", "by": "责任人", "force": "法定", "since": "2016-07-01",
              "before": []}),
]  # fmt: skip
STRANGE: list[Any] = [
    None, True, False, 0, 1, -1, 1.0, 16.0, 10**30, "", " ", "\n", "x\n", "\u3000", "\ud800", "𠮷",
    "2026-02-30", "2026-01-12", "2026-01-12\n", "0000-01-01", "-001-01-01", "２０２６-01-12",
    "２", "张", "a b", "K7Q2M48", "W003", "ｗ1", "走访", "差", "登记", "other", "no", "month",
    [], {}, [None], {"": 0}, ["留守儿童"], {"option": "late"},
]  # fmt: skip


def places(data: Any, where: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield where
    items = data if isinstance(data, list) else []
    for key, value in data.items() if isinstance(data, dict) else enumerate(items):
        yield from places(value, (*where, key))


def mutant(data: Any, chance: random.Random) -> Any:
    """The data with one or two places changed, removed, doubled or renamed."""
    data = copy.deepcopy(data)
    for _ in range(chance.randint(1, 2)):
        where = chance.choice([place for place in places(data) if place] or [()])
        if not where:
            return chance.choice(STRANGE)
        parent = data
        for step in where[:-1]:
            parent = parent[step]
        change = chance.randrange(4)
        if change == 0:
            del parent[where[-1]]
        elif change == 1 and isinstance(parent, dict):
            new = chance.choice(["x", "retracts", "reason", "grade", *parent])
            parent[new] = parent.pop(where[-1])
        elif change == 2 and isinstance(parent, list):
            parent.append(copy.deepcopy(parent[0]))
        else:
            parent[where[-1]] = copy.deepcopy(chance.choice(STRANGE))
    return data


def test_the_samples_are_valid(real: Schemas) -> None:
    assert all(real.valid(name, data) for name, data in SAMPLES)


def test_mutants_get_the_verdict_of_the_reference(real: Schemas) -> None:
    chance = random.Random(20260112)
    reference = {
        name: reference_verdict(real.raw(name), real.uri(name), real.shelf) for name in real.names()
    }
    verdicts = set()
    for _ in range(1500):
        name, sample = chance.choice(SAMPLES)
        data = mutant(sample, chance)
        verdicts.add(reference[name](data))
        assert real.valid(name, data) == reference[name](data), (name, data)
    assert verdicts == {True, False}


def test_every_refusal_is_explained(real: Schemas) -> None:
    chance = random.Random(7)
    for _ in range(400):
        name, sample = chance.choice(SAMPLES)
        data = mutant(sample, chance)
        if data is None or "\\ud800" in json.dumps(data):
            continue
        document = read("x.yml", json.dumps(data, ensure_ascii=False).encode())
        if document.problems or real.valid(name, document.data):
            continue
        told = list(real.problems(name, document))
        assert told
        assert all(one.message.endswith("。") and one.code.startswith("schema-") for one in told)


@pytest.mark.parametrize("value", STRANGE)
@pytest.mark.parametrize(
    "schema",
    [
        {"format": "date"},
        {"type": "string", "format": "date", "pattern": "^[0-9-]+$"},
        {"pattern": "^[a-z]+$"},
        {"pattern": r"^\d+$"},
        {"pattern": r"^\w+$"},
        {"pattern": r"^\S+$"},
        {"pattern": r"^[\s]*$"},
        {"pattern": "[$]"},
        {"maxLength": 1},
        {"type": "number"},
        {"type": "integer", "maximum": 16},
        {"const": 1},
        {"enum": [0, "差", None]},
        {"uniqueItems": True, "minProperties": 1},
        {"propertyNames": {"minLength": 1}},
    ],
    ids=str,
)
def test_small_schemas_get_the_verdict_of_the_reference(schema: dict[str, Any], value: Any) -> None:
    assert compiled(schema)(value) == reference_verdict(schema, "https://tonghu.invalid/x", {})(
        value
    )


def test_without_the_accelerator_the_verdicts_are_the_same(
    real: Schemas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verdict, "accelerator", None)
    plain = Schemas(real.home, {name: real.raw(name) for name in real.names()})
    assert all(plain.valid(name, data) for name, data in SAMPLES)
    assert not plain.valid("events", [{**SAMPLES[4][1][0], "date": "2026-02-30"}])
    assert not plain.valid("case", {1: 2})


def test_many_branches_on_one_key_stay_what_they_were() -> None:
    """The tree of choices that the accelerator gets asks the same as the flat list."""

    def when(values: list[int], **then: Any) -> dict[str, Any]:
        test = {"const": values[0]} if len(values) == 1 else {"enum": values}
        return {"if": {"properties": {"k": test}, "required": ["k"]}, **then}

    branches = [when([n], then={"required": [f"a{n}"]}) for n in range(7)]
    also: list[dict[str, Any]] = [
        {"if": {"required": ["z"]}, "then": {"required": ["a0"]}},
        when([1, 2], then={"required": ["b"]}),
        {"if": {"properties": {"k": {"const": 3}}}, "then": {"required": ["c"]}},
        when([4], **{"else": {"required": ["d"]}}),
    ]
    schema = {"type": "object", "allOf": branches + also}
    fast, plain = compiled(schema), reference_verdict(schema, "https://tonghu.invalid/x", {})
    chance = random.Random(1)
    keys = [*(f"a{n}" for n in range(7)), "b", "c", "d", "z"]
    for _ in range(1000):
        data: dict[str, Any] = dict.fromkeys(chance.sample(keys, 5), 0)
        if chance.random() < 0.9:
            data["k"] = chance.choice([*range(8), True, "1", 1.0])
        assert fast(data) == plain(data), data


def test_patterns_mean_the_same_as_in_an_editor() -> None:
    assert not ecma("^a$").search("a\n")
    assert ecma(r"^[\s$]+$").search("$\u3000")
    assert not ecma(r"^\d$").search("２")
